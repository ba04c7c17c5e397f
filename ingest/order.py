"""The order in which a person reads what stands on a page (Breuel 2003)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_CROWDED = 120
_ROW = 6.0


class Area(NamedTuple):
    """A rectangle on a page."""

    x0: float
    y0: float
    x1: float
    y1: float


def reading_order(areas: Sequence[Area]) -> list[int]:
    """Indices: above comes first, and left comes first unless something spans both.

    A page of very many pieces is a table without rules: it is read row by row.
    """
    if len(areas) > _CROWDED:
        return sorted(range(len(areas)), key=lambda at: (round(areas[at].y0 / _ROW), areas[at].x0))
    waiting = sorted(range(len(areas)), key=lambda at: (areas[at].y0, areas[at].x0))
    before = {at: {o for o in waiting if o != at and _precedes(o, at, areas)} for at in waiting}
    order: list[int] = []
    done: set[int] = set()
    while waiting:
        free = next((at for at in waiting if before[at] <= done), waiting[0])
        waiting.remove(free)
        order.append(free)
        done.add(free)
    return order


def around(areas: Sequence[Area]) -> Area:
    """The rectangle around them all."""
    return Area(
        min(area.x0 for area in areas),
        min(area.y0 for area in areas),
        max(area.x1 for area in areas),
        max(area.y1 for area in areas),
    )


def _precedes(one: int, other: int, areas: Sequence[Area]) -> bool:
    a, b = areas[one], areas[other]
    if _share_columns(a, b):
        return (a.y0, one) < (b.y0, other)
    return a.x1 <= b.x0 + 1 and not any(_parts(c, a, b) for c in areas)


def _share_columns(a: Area, b: Area) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1


def _parts(c: Area, a: Area, b: Area) -> bool:
    """Whether ``c`` lies between the two and spans the columns of both."""
    between = min(a.y0, b.y0) < (c.y0 + c.y1) / 2 < max(a.y0, b.y0)
    return between and _share_columns(c, a) and _share_columns(c, b)
