"""Bar charts: each bar's label and value read as one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from corpus.model import BlockKind
from ingest.characters import Drawing
from ingest.lines import Line
from ingest.paragraphs import Paragraph

_FEWEST = 3
_THICKEST = 40.0
_REACH = 16.0
Bars = tuple[Drawing, ...]


def bars(drawings: Iterable[Drawing]) -> tuple[Bars, ...]:
    """Groups of filled rectangles that start from one axis and are equally thick."""
    lying: dict[tuple[int, int], list[Drawing]] = defaultdict(list)
    standing: dict[tuple[int, int], list[Drawing]] = defaultdict(list)
    for d in drawings:
        width, height = d.x1 - d.x0, d.y1 - d.y0
        if d.filled and 3 < height < _THICKEST and width > 1:
            lying[round(d.x0), round(height)].append(d)
        if d.filled and 3 < width < _THICKEST and height > 1:
            standing[round(d.y1), round(width)].append(d)
    groups = [*_uneven(lying, 0), *_uneven(standing, 1)]
    return tuple(tuple(group) for group in groups)


def _uneven(groups: dict[tuple[int, int], list[Drawing]], axis: int) -> Iterable[list[Drawing]]:
    """Bars differ in length; cells of a table do not."""
    for group in groups.values():
        lengths = {round(d.x1 - d.x0 if axis == 0 else d.y1 - d.y0) for d in group}
        if len(group) >= _FEWEST and len(lengths) > 1:
            yield sorted(group, key=lambda d: d.y0 if axis == 0 else d.x0)


def rows(group: Bars, lines: Sequence[Line]) -> list[Paragraph]:
    """One row a bar, label first; nothing when most bars have no label."""
    lying = abs(group[0].x0 - group[1].x0) < 1
    found = [_row(bar, _pitch(group, lying), lines, lying) for bar in group]
    kept = [row for row in found if row is not None]
    return kept if len(kept) * 2 > len(group) else []


def _pitch(group: Bars, lying: bool) -> float:
    starts = [bar.y0 if lying else bar.x0 for bar in group]
    return min(b - a for a, b in zip(starts, starts[1:], strict=False))


def _row(bar: Drawing, pitch: float, lines: Sequence[Line], lying: bool) -> Paragraph | None:
    own = [line for line in lines if _beside(bar, line, pitch, lying)]
    if lying:
        label = [line for line in own if bar.x0 - _REACH < line.x1 <= bar.x0 + 1]
        value = [line for line in own if bar.x1 - 1 <= line.x0 < bar.x1 + _REACH]
    else:
        label = _stacked([line for line in own if line.y0 > bar.y1 - 4], bar.y1, pitch)
        value = [line for line in own if bar.y0 - _REACH < line.y1 < bar.y0 + 4]
    if not label or not value:
        return None
    ordered = [*sorted(label, key=lambda line: line.y0), *value]
    return Paragraph(tuple(ordered), BlockKind.TABLE_ROW, cells=(len(label), len(value)))


def _stacked(below: Sequence[Line], axis: float, pitch: float) -> list[Line]:
    """The narrow lines right under the axis, without a caption further down."""
    label: list[Line] = []
    for line in sorted(below, key=lambda line: line.y0):
        nearest = label[-1].y1 if label else axis + _REACH / 2
        if line.y0 > nearest + 2 or line.x1 - line.x0 > 1.6 * pitch:
            break
        label.append(line)
    return label


def _beside(bar: Drawing, line: Line, pitch: float, lying: bool) -> bool:
    if lying:
        distance = (line.y0 + line.y1) / 2 - (bar.y0 + bar.y1) / 2
    else:
        distance = (line.x0 + line.x1) / 2 - (bar.x0 + bar.x1) / 2
    return abs(distance) < pitch / 2
