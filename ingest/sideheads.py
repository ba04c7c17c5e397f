"""Headings beside the text they head, captions over their tables: wider than their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import BlockKind
from ingest.order import Area
from ingest.paragraphs import CAPTION, Paragraph

_WORD = re.compile(r"[^\W\d_]{3}")
_TALLEST = 6
_NEAR = 24.0
_LARGER = 1.08


def beside(groups: Sequence[list[Paragraph]], areas: list[Area], body: float) -> list[Area]:
    """The areas, those of side headings drawn out over the text they stand beside."""
    heads = {at for at, group in enumerate(groups) if _head_like(group, body)}
    right = max((area.x1 for area in areas), default=0.0)
    wide = {
        at: Area(areas[at].x0, areas[at].y0 - body, right, areas[at].y0 - body + 0.5)
        for at in heads
        if _heads_a_column(at, heads, areas)
    }
    return [wide.get(at, area) for at, area in enumerate(areas)]


def over_tables(groups: Sequence[list[Paragraph]], areas: list[Area]) -> list[Area]:
    """The areas, those of captions as wide as the table or chart they stand over or under."""
    tables = [a for g, a in zip(groups, areas, strict=True) if g[0].kind is BlockKind.TABLE_ROW]
    return [
        _as_wide(area, tables) if CAPTION.match(group[0].text) else area
        for group, area in zip(groups, areas, strict=True)
    ]


def _as_wide(caption: Area, tables: Sequence[Area]) -> Area:
    for table in tables:
        touching = min(table.x1, caption.x1) > max(table.x0, caption.x0)
        distance = max(table.y0 - caption.y1, caption.y0 - table.y1)
        if touching and distance < _NEAR:
            x0, x1 = min(caption.x0, table.x0), max(caption.x1, table.x1)
            return caption._replace(x0=x0, x1=x1)
    return caption


def _head_like(group: Sequence[Paragraph], body: float) -> bool:
    first = group[0]
    short = len(group) == 1 and len(first.lines) <= _TALLEST
    return (
        short
        and _WORD.search(first.text) is not None
        and (first.bold or first.size > _LARGER * body)
    )


def _heads_a_column(head: int, heads: set[int], areas: Sequence[Area]) -> bool:
    """Whether text begins to its right at its height, and its own column has headings only."""
    own = areas[head]
    height = 0.6 * (own.y1 - own.y0) + 4
    text = [area.x0 for area in areas if area.x0 > own.x1 and abs(area.y0 - own.y0) < height]
    if not text:
        return False
    column = {
        at
        for at, area in enumerate(areas)
        if area.x1 > own.x0 and area.x0 < own.x1 and area.x1 < min(text)
    }
    return column <= heads
