"""Which paragraphs are headings, and how deep: by outline, size, weight and numbering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.model import BlockKind
from ingest.lines import Line
from ingest.paragraphs import Paragraph
from ingest.structure import OutlineEntry

_LONGEST = 220
_TALLEST = 5
_LARGER = 1.1
_NUMBERING = re.compile(
    r"^(?:(?:rozdział|część)\s+)?((?:\d{1,2}\.)*\d{1,2})[.)]?\s+\S", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
Style = tuple[float, bool]


def with_headings(
    paragraphs: Sequence[Paragraph], outline: Sequence[OutlineEntry]
) -> list[Paragraph]:
    """The paragraphs, headings marked with their level."""
    body = body_style(paragraphs)
    declared = _declared(paragraphs, outline)
    if len(declared) >= max(3, 0.6 * len(outline)):
        return [_marked(paragraph, declared.get(at, 0)) for at, paragraph in enumerate(paragraphs)]
    candidates = {at for at, p in enumerate(paragraphs) if _looks_like_heading(p, body)}
    candidates -= _on_cover(paragraphs, candidates)
    levels = _levels(paragraphs[at] for at in candidates)
    return [
        _marked(p, levels[_style(p)] if at in candidates else 0) for at, p in enumerate(paragraphs)
    ]


def body_style(paragraphs: Iterable[Paragraph]) -> Style:
    """The size and weight in which most of the text is set."""
    counts: Counter[Style] = Counter()
    for paragraph in paragraphs:
        counts[_style(paragraph)] += len(paragraph.text)
    return counts.most_common(1)[0][0] if counts else (0.0, False)


def usual_size(lines: Iterable[Line]) -> float:
    """The font size in which most of the characters are set."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size * 2) / 2] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _style(paragraph: Paragraph) -> Style:
    return round(paragraph.size * 2) / 2, paragraph.bold


def _marked(paragraph: Paragraph, level: int) -> Paragraph:
    return replace(paragraph, kind=BlockKind.HEADING, level=level) if level else paragraph


def _wording(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _declared(paragraphs: Sequence[Paragraph], outline: Sequence[OutlineEntry]) -> dict[int, int]:
    """Paragraphs that an outline entry names, with the entry's level."""
    levels = {(entry.page, _wording(entry.title)): entry.level for entry in outline}
    found: dict[int, int] = {}
    for at, paragraph in enumerate(paragraphs):
        key = paragraph.lines[0].page, _wording(paragraph.text)
        if key in levels:
            found[at] = levels.pop(key)
    return found


def _looks_like_heading(paragraph: Paragraph, body: Style) -> bool:
    text = paragraph.text
    if paragraph.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if paragraph.kind is BlockKind.LIST_ITEM and not _NUMBERING.match(text):
        return False
    if len(text) > _LONGEST or len(paragraph.lines) > _TALLEST or not _LETTERS.search(text):
        return False
    size, bold = _style(paragraph)
    if size >= body[0] * _LARGER:
        return True
    heavier = bold and not body[1] and size >= body[0] - 0.5
    return heavier and not text.rstrip().endswith((".", ",", ";"))


def _on_cover(paragraphs: Sequence[Paragraph], candidates: set[int]) -> set[int]:
    """What is set large on the first page only: the title and its company, no headings."""
    first = min((paragraph.page for paragraph in paragraphs), default=1)
    later = {_style(paragraphs[at]) for at in candidates if paragraphs[at].page > first}
    if not later:
        return set()
    return {
        at
        for at in candidates
        if paragraphs[at].page == first and _style(paragraphs[at]) not in later
    }


def _levels(headings: Iterable[Paragraph]) -> dict[Style, int]:
    """The styles ranked by size and weight; numbering, where a style has it, decides."""
    styles: dict[Style, Counter[int]] = {}
    for heading in headings:
        numbering = _NUMBERING.match(heading.text)
        depth = numbering[1].count(".") + 1 if numbering else 0
        styles.setdefault(_style(heading), Counter())[depth] += 1
    ranked = sorted(styles, reverse=True)
    return {style: _level(at, styles[style]) for at, style in enumerate(ranked)}


def _level(rank: int, depths: Counter[int]) -> int:
    depth, count = depths.most_common(1)[0]
    return depth if depth and count * 2 > depths.total() else rank + 1
