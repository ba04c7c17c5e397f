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


def laid_out(page: Sheetful) -> list[Paragraph]:
    """The paragraphs of a page as a person reads them."""
    free = [line for line in page.lines if not line.place[0]]
    graphs, free = _charts(page.bars, free)
    groups = [*graphs, *(paragraphs(chain) for chain in chains(free)), *_framed(page)]
    areas = [_area(group) for group in groups]
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


def _framed(page: Sheetful) -> list[Group]:
    by_frame: dict[int, list[Line]] = {}
    for line in page.lines:
        if line.place[0]:
            by_frame.setdefault(line.place[0], []).append(line)
    groups: list[Group] = []
    for number, lines in by_frame.items():
        table = page.frames[number - 1].kind is FrameKind.TABLE
        groups.append(_rows(lines) if table else _box(lines))
    return groups


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
    ordered = [sorted(cells[column], key=lambda line: (round(line.y0), line.x0)) for column in sorted(cells)]
    return Paragraph(
        tuple(line for cell in ordered for line in cell),
        BlockKind.TABLE_ROW,
        cells=tuple(len(cell) for cell in ordered),
    )


def _is_head(first: Paragraph, second: Paragraph) -> bool:
    return first.bold and not second.bold


def _box(lines: Sequence[Line]) -> Group:
    columns = [paragraphs(chain) for chain in chains(lines)]
    order = reading_order([_area(group) for group in columns])
    return [replace(p, kind=BlockKind.BOX) for at in order for p in columns[at]]
