"""Bar charts: each bar's label and value read as one row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.model import BlockKind
from ingest.characters import Drawing
from ingest.lines import Line
from ingest.paragraphs import Paragraph

_FEWEST = 3
_THICKEST = 90.0
_REACH = 16.0
_FIGURE = re.compile(r"^[–-]?[\d\s.,]+\s*%?$")
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
    pitch = _pitch(group, lying)
    found = [_row(bar, pitch, lines, lying) for bar in _with_empty(group, pitch, lying)]
    kept = [row for row in found if row is not None]
    return kept if len(kept) * 2 > len(group) else []


def _pitch(group: Bars, lying: bool) -> float:
    starts = [bar.y0 if lying else bar.x0 for bar in group]
    return min(b - a for a, b in pairwise(starts))


def _with_empty(group: Bars, pitch: float, lying: bool) -> Iterator[Drawing]:
    """The bars, and bars of no length where the chart's rhythm leaves room for one."""
    step = (0.0, pitch) if lying else (pitch, 0.0)
    yield _empty(group[0], (-step[0], -step[1]), lying)
    for bar, following in zip(group, [*group[1:], None], strict=True):
        yield bar
        distance = pitch * 2
        if following is not None:
            distance = following.y0 - bar.y0 if lying else following.x0 - bar.x0
        if distance > 1.5 * pitch:
            yield _empty(bar, step, lying)


def _empty(bar: Drawing, step: tuple[float, float], lying: bool) -> Drawing:
    moved = Drawing(bar.x0 + step[0], bar.y0 + step[1], bar.x1 + step[0], bar.y1 + step[1], True)
    return moved._replace(x1=moved.x0) if lying else moved._replace(y0=moved.y1)


def _row(bar: Drawing, pitch: float, lines: Sequence[Line], lying: bool) -> Paragraph | None:
    own = [line for line in lines if _beside(bar, line, pitch, lying)]
    if lying:
        label = [line for line in own if bar.x0 - _REACH < line.x1 <= bar.x0 + 1]
        label = label or _above(bar, lines)
        value = [line for line in own if bar.x1 - 1 <= line.x0 < bar.x1 + _REACH]
        value = value or _below(bar, pitch, lines)
    else:
        label = _stacked([line for line in own if line.y0 > bar.y1 - 4], bar.y1, pitch)
        value = [line for line in own if bar.y0 - _REACH < line.y1 < bar.y0 + 4]
    if not label or not value:
        return None
    ordered = [*sorted(label, key=lambda line: line.y0), *value]
    return Paragraph(tuple(ordered), BlockKind.TABLE_ROW, cells=(len(label), len(value)))


def _above(bar: Drawing, lines: Sequence[Line]) -> list[Line]:
    """In a narrow column the label stands over its bar, from the same edge."""
    return [
        line
        for line in lines
        if abs(line.x0 - bar.x0) < 4 and bar.y0 - _REACH / 2 < line.y1 < bar.y0 + 4
    ]


def _below(bar: Drawing, pitch: float, lines: Sequence[Line]) -> list[Line]:
    """A figure that found no room beside the longest bar stands under it."""
    return [
        line
        for line in lines
        if _FIGURE.match(line.text)
        and bar.x0 - 2 < line.x0 < bar.x1
        and bar.y1 - 2 < line.y0 < bar.y1 + pitch / 2
    ]


def _stacked(below: Sequence[Line], axis: float, pitch: float) -> list[Line]:
    """The narrow lines right under the axis, without a caption further down."""
    label: list[Line] = []
    for line in sorted(below, key=lambda line: line.y0):
        nearest = label[-1].y1 if label else axis + _REACH
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
