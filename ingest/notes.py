"""What stands beside the running text: captions, footnotes, notes in the margin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import BlockKind
from ingest.paragraphs import CAPTION, Paragraph

_SMALLER = 0.95
_LONGEST_CAPTION = 300


def noted(page: Sequence[Paragraph], body: float) -> list[Paragraph]:
    """The paragraphs of a page in order, its notes next to what calls them."""
    kinds = [_kind(paragraph, body) for paragraph in page]
    marked = [replace(p, kind=kind) for p, kind in zip(page, kinds, strict=True)]
    return _captions_first(_margins_beside(_notes_after_calls(marked), body))


def _kind(paragraph: Paragraph, body: float) -> BlockKind:
    if paragraph.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return paragraph.kind
    small = paragraph.size < _SMALLER * body
    if paragraph.lines[0].note and (small or paragraph.lines[0].note.isdigit()):
        return BlockKind.FOOTNOTE
    if CAPTION.match(paragraph.text) and len(paragraph.text) < _LONGEST_CAPTION:
        return BlockKind.CAPTION
    return paragraph.kind


def _notes_after_calls(page: list[Paragraph]) -> list[Paragraph]:
    notes = {p.lines[0].note: p for p in page if p.kind is BlockKind.FOOTNOTE}
    ordered: list[Paragraph] = []
    for paragraph in page:
        if paragraph.kind is BlockKind.FOOTNOTE:
            continue
        ordered.append(paragraph)
        calls = [call for line in paragraph.lines for call in line.calls]
        ordered.extend(notes.pop(call) for call in calls if call in notes)
    return [*ordered, *notes.values()]


def _margins_beside(page: list[Paragraph], body: float) -> list[Paragraph]:
    """A note in the margin follows the paragraph beside which it stands."""
    main = _main_column(page, body)
    if main is None:
        return page
    asides = [p for p in page if _in_margin(p, main, body)]
    ordered = [p for p in page if not any(p is aside for aside in asides)]
    for aside in sorted(asides, key=lambda p: p.area.y0):
        above = [at for at, p in enumerate(ordered) if p.area.y0 < aside.area.y0 - 2]
        ordered.insert(max(above, default=-1) + 1, replace(aside, kind=BlockKind.BOX))
    return ordered


def _main_column(page: Sequence[Paragraph], body: float) -> tuple[float, float] | None:
    """The one column in which text of body size stands; nothing when there are several."""
    starts: Counter[int] = Counter()
    own = [p for p in page if abs(p.size - body) < 0.6 and p.kind is BlockKind.PARAGRAPH]
    for paragraph in own:
        starts[round(paragraph.area.x0 / 20)] += len(paragraph.text)
    if not own:
        return None
    x0, x1 = min(p.area.x0 for p in own), max(p.area.x1 for p in own)
    widest = max(p.area.x1 - p.area.x0 for p in own)
    return (x0, x1) if widest > 0.75 * (x1 - x0) else None


def _in_margin(paragraph: Paragraph, main: tuple[float, float], body: float) -> bool:
    area = paragraph.area
    beside = area.x0 > main[1] - 2 or area.x1 < main[0] + 2
    return beside and paragraph.size < _SMALLER * body and paragraph.kind is BlockKind.PARAGRAPH


def _captions_first(page: list[Paragraph]) -> list[Paragraph]:
    """A caption printed below its chart is read before the chart's rows."""
    ordered: list[Paragraph] = []
    for paragraph in page:
        at = len(ordered)
        if paragraph.kind is BlockKind.CAPTION and _below_rows(ordered):
            while at and ordered[at - 1].kind is BlockKind.TABLE_ROW:
                at -= 1
        ordered.insert(at, paragraph)
    return ordered


def _below_rows(ordered: Sequence[Paragraph]) -> bool:
    at = len(ordered)
    while at and ordered[at - 1].kind is BlockKind.TABLE_ROW:
        at -= 1
    chart = at < len(ordered) and ordered[at].level == 0
    return chart and not (at and ordered[at - 1].kind is BlockKind.CAPTION)
