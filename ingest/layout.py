"""The lines of one page to its paragraphs in reading order, tables and boxes in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.model import BlockKind
from ingest import charts
from ingest.charts import Bars
from ingest.frames import Frame, FrameKind
from ingest.lines import Line
from ingest.order import Area, around, reading_order
from ingest.paragraphs import Paragraph, chains, paragraphs
from ingest.sideheads import beside, over_tables

_CROWDED = 60
_LONGEST_BAND = 4
_BAND_LARGER = 1.08
Group = list[Paragraph]


@dataclass(frozen=True, slots=True)
class Sheetful:
    """A page's size, its lines, and the frames and bars among them."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    frames: tuple[Frame, ...] = ()
    bars: tuple[Bars, ...] = ()

    def with_lines(self, lines: Iterable[Line]) -> Sheetful:
        """The same page with other lines."""
        return replace(self, lines=tuple(lines))


def laid_out(page: Sheetful, body: float) -> list[Paragraph]:
    """The paragraphs of a page as a person reads them; ``body`` is the usual font size."""
    free = [line for line in page.lines if not line.place[0]]
    graphs, free = _charts(page.bars, free)
    columns = [paragraphs(chain) for chain in chains(free)]
    if len(columns) < _CROWDED:
        columns = [[paragraph] for column in columns for paragraph in column]
    framed = _framed(page, body)
    groups = [*graphs, *columns, *(group for group, _ in framed)]
    areas = [_area(group) for group in [*graphs, *columns]] + [area for _, area in framed]
    areas = beside(groups, over_tables(groups, areas), body)
    return [paragraph for at in reading_order(areas) for paragraph in groups[at]]


def _area(group: Group) -> Area:
    return around([paragraph.area for paragraph in group])


def _charts(bars: Iterable[Bars], lines: list[Line]) -> tuple[list[Group], list[Line]]:
    found: list[Group] = []
    for group in bars:
        rows = charts.rows(group, lines)
        used = {id(line) for row in rows for line in row.lines}
        lines = [line for line in lines if id(line) not in used]
        if rows:
            found.append(rows)
    return found, lines


def _framed(page: Sheetful, body: float) -> list[tuple[Group, Area]]:
    """What each frame holds, and the frame's own extent, wider than its text."""
    by_frame: dict[int, list[Line]] = {}
    for line in page.lines:
        if line.place[0]:
            by_frame.setdefault(line.place[0], []).append(line)
    found: list[tuple[Group, Area]] = []
    for number, lines in by_frame.items():
        frame = page.frames[number - 1]
        group = _rows(lines) if frame.kind is FrameKind.TABLE else _box(lines, body)
        found.append((group, Area(frame.x0, frame.y0, frame.x1, frame.y1)))
    return found


def _rows(lines: Sequence[Line]) -> Group:
    rows: dict[int, list[Line]] = {}
    for line in lines:
        rows.setdefault(line.place[1], []).append(line)
    found = [_row(rows[number]) for number in sorted(rows)]
    if found and len(found) > 1 and _is_head(found[0], found[1]):
        found[0] = replace(found[0], level=1)
    return found


def _row(lines: Sequence[Line]) -> Paragraph:
    cells: dict[int, list[Line]] = {}
    for line in lines:
        cells.setdefault(line.place[2], []).append(line)
    ordered = [
        sorted(cells[column], key=lambda line: (round(line.y0), line.x0))
        for column in sorted(cells)
    ]
    return Paragraph(
        tuple(line for cell in ordered for line in cell),
        BlockKind.TABLE_ROW,
        cells=tuple(len(cell) for cell in ordered),
    )


def _is_head(first: Paragraph, second: Paragraph) -> bool:
    return first.bold and not second.bold


def _box(lines: Sequence[Line], body: float) -> Group:
    """The paragraphs of a box; a coloured band behind one short line is no box."""
    columns = [paragraphs(chain) for chain in chains(lines)]
    order = reading_order([_area(group) for group in columns])
    found = [paragraph for at in order for paragraph in columns[at]]
    band = found[0]
    if len(found) == 1 and len(band.lines) <= _LONGEST_BAND and band.size > _BAND_LARGER * body:
        return found
    return [replace(paragraph, kind=BlockKind.BOX) for paragraph in found]
