"""What a page's rules and fills enclose: tables with their grid, boxes, bars of charts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise
from statistics import median

from ingest.characters import Drawing, Glyph, Sheet

_THIN = 2.6
_NEAR = 3.0
_HAIR = 0.7
_SHORTEST_RULE = 30.0
_TALLEST_ROW = 260.0
_COLUMN_GAP = 4.0
_LARGEST_BOX = 0.6
_TALL_BAND = 50.0
_OVERHANGING = 2
_MOST_BOXES = 150
Pair = tuple[Glyph, Glyph]


class FrameKind(StrEnum):
    """What a frame holds."""

    TABLE = "table"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Frame:
    """A region of the page whose text belongs together; a table knows its grid."""

    kind: FrameKind
    x0: float
    y0: float
    x1: float
    y1: float
    columns: tuple[float, ...] = ()
    """Where each column begins, left to right."""
    rows: tuple[float, ...] = ()
    """Where each row begins, top to bottom."""

    def holds(self, glyph: Glyph) -> bool:
        """Whether the glyph's middle lies inside."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def cell(self, glyph: Glyph) -> tuple[int, int]:
        """Row and column of the glyph's middle."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        return bisect_right(self.rows, y), bisect_right(self.columns, x)


def frames(sheet: Sheet) -> tuple[Frame, ...]:
    """The tables and boxes of a page; the smallest come first."""
    drawings = [drawing for drawing in sheet.drawings if _visible(drawing, sheet)]
    words = list(_neighbours(sheet.glyphs))
    tables = [
        table
        for table in _tables(drawings, sheet.glyphs, words)
        if _cuts(table, words) + _parts(table, words) <= _OVERHANGING + len(table.rows)
    ]
    boxes = [
        box
        for box in islice(_boxes(drawings, sheet), _MOST_BOXES)
        if not any(_within(box, table) for table in tables) and not _cuts(box, words)
    ]
    found = [*tables, *boxes]
    return tuple(sorted(found, key=lambda frame: (frame.x1 - frame.x0) * (frame.y1 - frame.y0)))


def _neighbours(glyphs: Sequence[Glyph]) -> Iterator[Pair]:
    """Glyphs that follow one another inside a word."""
    for left, right in pairwise(glyphs):
        near = abs(right.x0 - left.x1) < 0.1 * left.size and abs(right.y1 - left.y1) < 1
        if near and not left.text.isspace() and not right.text.isspace():
            yield left, right


def _cuts(frame: Frame, words: Iterable[Pair]) -> int:
    """Through how many words the frame's border runs: a few may overhang, many mean no frame."""
    return sum(frame.holds(left) != frame.holds(right) for left, right in words)


def _parts(table: Frame, words: Iterable[Pair]) -> int:
    """How many words run from one cell into another."""
    return sum(
        table.cell(left) != table.cell(right)
        for left, right in words
        if table.holds(left) and table.holds(right)
    )


def _visible(drawing: Drawing, sheet: Sheet) -> bool:
    return drawing.x1 > 0 and drawing.y1 > 0 and drawing.x0 < sheet.width


def _tables(
    drawings: Sequence[Drawing], glyphs: Sequence[Glyph], words: Sequence[Pair]
) -> Iterator[Frame]:
    fills = [d for d in drawings if d.filled and d.y1 - d.y0 > _THIN and d.x1 - d.x0 > _THIN]
    for stack in _stacks(_rules(drawings)):
        for part in _parted(stack, fills, words):
            table = _table(part, fills, drawings, glyphs)
            if table is not None:
                yield table


def _table(
    stack: Sequence[Drawing],
    fills: Sequence[Drawing],
    drawings: Sequence[Drawing],
    glyphs: Sequence[Glyph],
) -> Frame | None:
    x0, x1 = stack[0].x0, stack[0].x1
    edges = [rule.y0 for rule in stack]
    top = _top(edges[0], (x0, x1), fills)
    rows = edges if top is None else [top, *edges]
    inside = [g for g in glyphs if x0 <= g.x0 <= x1 and rows[0] <= g.y0 and g.y1 <= rows[-1] + 4]
    columns = _columns((x0, rows[0], x1, rows[-1]), drawings, inside)
    if len(columns) < 2 or len(rows) < 3 or not inside:
        return None
    return Frame(FrameKind.TABLE, x0, rows[0], x1, rows[-1] + 1, tuple(columns), tuple(rows))


def _parted(
    stack: Sequence[Drawing], fills: Sequence[Drawing], words: Sequence[Pair]
) -> Iterator[list[Drawing]]:
    """A stack cut where another table's head, or running text, stands between two rules."""
    steps = [below.y0 - above.y0 for above, below in pairwise(stack)]
    tall = max(_TALL_BAND, 3 * median(steps)) if steps else 0.0
    part = [stack[0]]
    for above, below in pairwise(stack):
        head = _top(below.y0, (below.x0, below.x1), fills)
        begins = head is not None and head > above.y1 + 2 * _NEAR
        if begins or (below.y0 - above.y0 > tall and _runs_across(above, below, words)):
            yield part
            part = []
        part.append(below)
    yield part


def _runs_across(above: Drawing, below: Drawing, words: Sequence[Pair]) -> bool:
    """Whether words leave no white stripe between two rules, as the columns of a table do."""
    inside = [
        (left.x0, right.x1)
        for left, right in words
        if above.y1 < left.y0 and right.y1 < below.y0 and above.x0 < left.x0 < above.x1
    ]
    width = above.x1 - above.x0
    marks = [above.x0 + width * at / 40 for at in range(2, 34)]
    return all(any(x0 <= mark <= x1 for x0, x1 in inside) for mark in marks)


def _rules(drawings: Iterable[Drawing]) -> list[Drawing]:
    """Horizontal rules, pieces on one height joined."""
    pieces = sorted(_edges(drawings), key=lambda d: (round(d.y0), d.x0))
    joined: list[Drawing] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and abs(last.y0 - piece.y0) < 1.5 and piece.x0 - last.x1 < _NEAR:
            joined[-1] = last._replace(x1=max(last.x1, piece.x1))
        else:
            joined.append(piece)
    return [rule for rule in joined if rule.x1 - rule.x0 >= _SHORTEST_RULE]


def _edges(drawings: Iterable[Drawing]) -> Iterator[Drawing]:
    for drawing in drawings:
        if drawing.y1 - drawing.y0 <= _THIN:
            yield drawing._replace(filled=False)
        elif not drawing.filled and drawing.x1 - drawing.x0 > _THIN:
            yield drawing._replace(y1=drawing.y0)
            yield drawing._replace(y0=drawing.y1)


def _stacks(rules: Iterable[Drawing]) -> Iterator[list[Drawing]]:
    """Rules of the same width above one another."""
    stacks: list[list[Drawing]] = []
    for rule in sorted(rules, key=lambda rule: rule.y0):
        for stack in stacks:
            last = stack[-1]
            if _alike(last, rule) and rule.y0 - last.y0 < _TALLEST_ROW:
                if rule.y0 - last.y0 > _THIN:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return (stack for stack in stacks if len(stack) > 1)


def _alike(one: Drawing, other: Drawing) -> bool:
    """Same width to a hair and same thickness: rules of one table, not of a heading too."""
    ends = abs(one.x0 - other.x0) < _HAIR and abs(one.x1 - other.x1) < _HAIR
    return ends and abs((one.y1 - one.y0) - (other.y1 - other.y0)) < _HAIR


def _top(first: float, sides: tuple[float, float], fills: Iterable[Drawing]) -> float | None:
    """Where a coloured head row above the first rule begins."""
    heads = [
        fill.y0
        for fill in fills
        if abs(fill.y1 - first) < _NEAR
        and sides[0] - _NEAR < fill.x0
        and fill.x1 < sides[1] + _NEAR
    ]
    return min(heads, default=None)


def _columns(
    area: tuple[float, float, float, float], drawings: Iterable[Drawing], inside: Sequence[Glyph]
) -> list[float]:
    """Where columns begin: by drawn edges, else by white gaps through all rows."""
    x0, y0, x1, y1 = area
    drawn = {
        round(x)
        for d in drawings
        if y0 - _NEAR < d.y0 and d.y1 < y1 + _NEAR and d.y1 - d.y0 > _THIN
        for x in (d.x0, d.x1)
        if x0 + _NEAR < x < x1 - _NEAR
    }
    cuts = _thinned(sorted(drawn))
    return [x0, *(cuts or _gaps(inside))]


def _thinned(cuts: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for cut in cuts:
        if not kept or cut - kept[-1] > 2 * _NEAR:
            kept.append(cut)
    return kept


def _gaps(inside: Sequence[Glyph]) -> list[float]:
    """The middles of vertical white stripes between the glyphs."""
    cuts: list[float] = []
    reached: float | None = None
    for glyph in sorted(inside, key=lambda glyph: glyph.x0):
        if glyph.text.isspace():
            continue
        if reached is not None and glyph.x0 - reached > _COLUMN_GAP:
            cuts.append((reached + glyph.x0) / 2)
        reached = glyph.x1 if reached is None else max(reached, glyph.x1)
    return cuts


def _boxes(drawings: Iterable[Drawing], sheet: Sheet) -> Iterator[Frame]:
    seen: set[tuple[int, int, int, int]] = set()
    for d in drawings:
        width, height = d.x1 - d.x0, d.y1 - d.y0
        place = (round(d.x0), round(d.y0), round(d.x1), round(d.y1))
        largest = _LARGEST_BOX * sheet.width * sheet.height
        if width > 60 and height > 14 and width * height < largest and place not in seen:
            seen.add(place)
            yield Frame(FrameKind.BOX, d.x0, d.y0, d.x1, d.y1)


def _within(inner: Frame, outer: Frame) -> bool:
    return (
        outer.x0 - _NEAR <= inner.x0
        and inner.x1 <= outer.x1 + _NEAR
        and outer.y0 - _NEAR <= inner.y0
        and inner.y1 <= outer.y1 + _NEAR
    )
