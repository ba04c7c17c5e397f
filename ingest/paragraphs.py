"""Lines to paragraphs: columns of lines, cut where a new thought begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.model import BlockKind
from ingest.lines import Line
from ingest.order import Area, around

LIST_MARK = re.compile(
    r"^(?:[•◦▪▫■□●○‣⁃∙·➢➤✓✔*]|[–—-](?=\s)|\(?\d{1,2}[.)]|\(?[a-z][.)])\s*\S", re.UNICODE
)
CAPTION = re.compile(
    r"^(?:tabela|tab\.|tablica|rysunek|rys\.|wykres|mapa|ryc\.|rycina|schemat|fot\.|fotografia|zdjęcie"
    r"|table|figure|fig\.|chart|map)\s+(?:nr\s+)?\d{1,3}\b",
    re.IGNORECASE,
)
_USUAL_LEADING = 1.45
_DASH = re.compile(r"^[–—-]\s")
_END = re.compile(r"[.!?:;…”\"»)]$")
_OPENS_LIST = re.compile(r"[.!?:;,…”)]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, before their text is composed."""

    lines: tuple[Line, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    cells: tuple[int, ...] = ()
    """In a table row: how many lines each cell has."""

    @property
    def text(self) -> str:
        """The lines as one string, for looking at it."""
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.lines[0].page

    @property
    def size(self) -> float:
        """The typical font size."""
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether every line is bold."""
        return all(line.bold for line in self.lines)

    @property
    def area(self) -> Area:
        """The rectangle around its lines on its first page."""
        return around([line.area for line in self.lines if line.page == self.page])


def chains(lines: Sequence[Line]) -> list[list[Line]]:
    """Columns of lines: each line joins the chain above it that it alone continues."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (round(line.y0), line.x0)):
        above = [chain for chain in found if _follows(chain[-1], line)]
        if len(above) == 1 and not _rivals(above[0][-1], line, lines):
            above[0].append(line)
        else:
            found.append([line])
    return found


def _follows(above: Line, line: Line) -> bool:
    size = max(above.size, line.size)
    gap = line.y0 - above.y1
    shared = min(above.x1, line.x1) - max(above.x0, line.x0)
    narrower = min(above.x1 - above.x0, line.x1 - line.x0)
    return (
        -0.5 * size < gap < 1.1 * size
        and shared > 0.5 * narrower
        and abs(above.size - line.size) < 0.12 * size
        and (above.bold == line.bold)
    )


def _rivals(above: Line, line: Line, lines: Iterable[Line]) -> bool:
    """Whether another line beside this one continues the same line above."""
    return any(
        other is not line
        and other is not above
        and _beside(other, line)
        and min(other.x1, above.x1) > max(other.x0, above.x0)
        for other in lines
    )


def _beside(one: Line, other: Line) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0.5 * min(one.y1 - one.y0, other.y1 - other.y0)


def paragraphs(chain: Sequence[Line]) -> list[Paragraph]:
    """A column cut at wide gaps, list marks, notes and first-line indents."""
    leading = _leading(chain)
    edges = min(line.x0 for line in chain), max(line.x1 for line in chain)
    groups: list[list[Line]] = [[chain[0]]]
    for line in chain[1:]:
        if _begins(groups[-1], line, leading, edges):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_paragraph(group) for group in groups]


def _leading(chain: Sequence[Line]) -> float:
    steps = sorted(line.y0 - above.y0 for above, line in pairwise(chain))
    usual = median(steps[: len(steps) // 2 + 1]) if steps else 0.0
    return usual if len(steps) > 2 else min(usual, _USUAL_LEADING * chain[0].size)


def _begins(group: Sequence[Line], line: Line, leading: float, edges: tuple[float, float]) -> bool:
    above = group[-1]
    if line.note or line.y0 - above.y0 > max(leading * 1.25, leading + 2):
        return True
    if LIST_MARK.match(line.text):
        return not _DASH.match(line.text) or bool(_OPENS_LIST.search(above.text))
    if _is_list_item(group):
        return line.x0 < group[0].x0 - 0.3 * line.size
    if not group[0].note and _indented(group, line, edges[0]):
        return True
    return _after_short_line(above, line, edges)


def _is_list_item(group: Sequence[Line]) -> bool:
    return bool(LIST_MARK.match(group[0].text))


def _indented(group: Sequence[Line], line: Line, left: float) -> bool:
    """A first-line indent: further in than the line above, which stands at the edge."""
    step = line.x0 - left
    return group[-1].x0 < left + 0.3 * line.size and 0.6 * line.size < step < 4 * line.size


def _after_short_line(above: Line, line: Line, edges: tuple[float, float]) -> bool:
    left, right = edges
    short = above.x1 < right - 0.25 * (right - left)
    return bool(short and _END.search(above.text) and line.text[:1].isupper())


def _paragraph(group: list[Line]) -> Paragraph:
    listed = bool(LIST_MARK.match(group[0].text))
    return Paragraph(tuple(group), BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH)
