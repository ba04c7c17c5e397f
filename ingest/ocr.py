"""Pages without a text layer, read from their pictures: the same glyphs that a PDF would give."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from math import cos, radians, sin
from pathlib import Path
from statistics import fmean, median

from corpus.model import Block, Box
from ingest import tesseract
from ingest.characters import Glyph, Sheet
from ingest.scan import Scan, Scribed, scan

_UNSURE = 60
_LEAST_SURE_LINE = 35
_SAME_SIZE = 0.07
_BOLDER = 1.22
_BEARING = 0.05
"""How much white a letter has on either side, in parts of its size."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a page may take, how many are read at once, and when all must have ended."""

    page: float
    processes: int
    until: float


@dataclass(frozen=True, slots=True)
class Straightened:
    """A page's size, and by how many degrees its picture was turned before it was read."""

    width: float
    height: float
    skew: float


def scans(path: Path, numbers: Sequence[int], patience: Patience) -> dict[int, Scan]:
    """Those of the pages that could be read; none without Tesseract or out of time."""
    if not numbers or not tesseract.is_ready():
        return {}

    def read(number: int) -> Scan | None:
        seconds = min(patience.page, patience.until - time.monotonic())
        return scan(path, number, seconds) if seconds > 0 else None

    with ThreadPoolExecutor(patience.processes) as pool:
        found = pool.map(read, numbers)
        return {page.number: page for page in found if page is not None and page.is_text}


def sheets(found: Mapping[int, Scan], empty: Iterable[Sheet]) -> Iterator[Sheet]:
    """The scanned pages as glyphs; sizes and weights are compared over the whole document."""
    words = [word for page in found.values() for word in page.words]
    sizes = _alike(Counter(word.size for word in words for _ in word.text))
    regular = median(word.pen for word in words for _ in word.text) if words else 0.0
    for sheet in empty:
        page = found.get(sheet.number)
        if page is not None:
            glyphs = tuple(_glyphs(page.words, sizes, _BOLDER * regular))
            yield replace(sheet, glyphs=glyphs, drawings=page.drawings, junk=0, skew=page.skew)


def _alike(counts: Counter[float]) -> dict[float, float]:
    """Sizes that differ by a pixel or two are one size: the one that comes most often."""
    alike: dict[float, float] = {}
    for size, _ in counts.most_common():
        near = [known for known in alike.values() if abs(known - size) < _SAME_SIZE * known]
        alike[size] = near[0] if near else size
    return alike


def _glyphs(
    words: Iterable[Scribed], sizes: Mapping[float, float], bold_from: float
) -> Iterator[Glyph]:
    for _, line in groupby(words, key=lambda word: word.line):
        for at, word in enumerate(_legible(list(line))):
            size, bold = sizes[word.size], word.pen > bold_from
            if at:
                yield Glyph(" ", word.x0, word.y0, word.x0, word.y1, size, bold)
            yield from _letters(word, size, bold)


def _legible(line: list[Scribed]) -> list[Scribed]:
    """The words of a line, without specks taken for marks; none of what is no writing at all."""
    if fmean(word.confidence for word in line) < _LEAST_SURE_LINE:
        return []
    return [
        word
        for word in line
        if word.confidence >= _UNSURE or any(mark.isalnum() for mark in word.text)
    ]


def _letters(word: Scribed, size: float, bold: bool) -> Iterator[Glyph]:
    """A word's letters share its width evenly: where each begins, a scan does not tell."""
    margin = _BEARING * size
    step = (word.x1 - word.x0 + 2 * margin) / len(word.text)
    for at, letter in enumerate(word.text):
        x0 = word.x0 - margin + at * step
        yield Glyph(letter, x0, word.y0, x0 + step, word.y1, size, bold)


def askew(block: Block, pages: Mapping[int, Straightened]) -> Block:
    """A block with its boxes where they lie on the pages as they were scanned."""
    boxes = tuple(
        _turned(box, pages[box.page]) if box.page in pages else box for box in block.boxes
    )
    return replace(block, boxes=boxes)


def _turned(box: Box, page: Straightened) -> Box:
    """The rectangle around a box that is turned with its page about the page's middle."""
    along, aslant = cos(radians(page.skew)), sin(radians(page.skew))
    x, y = (box.x0 + box.x1 - page.width) / 2, (box.y0 + box.y1 - page.height) / 2
    x, y = x * along - y * aslant + page.width / 2, x * aslant + y * along + page.height / 2
    width, height = box.x1 - box.x0, box.y1 - box.y0
    across = (width * along + height * abs(aslant)) / 2
    down = (width * abs(aslant) + height * along) / 2
    edges = (x - across, y - down, x + across, y + down)
    return Box(box.page, *(round(edge, 2) for edge in edges))
