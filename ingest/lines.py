"""Glyphs to lines: what stands on one baseline without a wide gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.characters import Glyph, Sheet
from ingest.frames import Frame, FrameKind
from ingest.order import Area
from ingest.wording import SPACES, inked, worded

_COLUMN_GAP = 0.95
_COLUMN_GAP_AFTER_SPACE = 1.6
_OVERLAP = 0.5
_BOLD = 0.95
_TOUCHING = 0.05
_LOOK_BACK = 80
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text on one baseline of one column."""

    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    gaps: tuple[float, ...] = ()
    """The distances between its words."""
    place: Place = (0, 0, 0)
    """Which frame it stands in (0: none), and in a table which row and column, from 1."""
    calls: tuple[str, ...] = ()
    """Marks of footnotes that it calls."""
    note: str = ""
    """The raised mark it opens with, as a footnote does."""
    doubled: int = 0

    @property
    def area(self) -> Area:
        """Where it stands."""
        return Area(self.x0, self.y0, self.x1, self.y1)


def lines(sheet: Sheet, frames: Sequence[Frame]) -> list[Line]:
    """The lines of a page in the order in which it draws them, frame by frame."""
    found: list[Line] = []
    for place, glyphs in _placed(sheet.glyphs, frames).items():
        in_cell = place[1] > 0
        for run in _joined(_runs(glyphs, in_cell)):
            found.append(_line(sheet.number, run, place))
    return found


def _placed(glyphs: Iterable[Glyph], frames: Sequence[Frame]) -> dict[Place, list[Glyph]]:
    if not frames:
        return {(0, 0, 0): list(glyphs)}
    placed: dict[Place, list[Glyph]] = {}
    place: Place = (0, 0, 0)
    last: Glyph | None = None
    for glyph in glyphs:
        if last is None or not _same_word(last, glyph):
            place = _place(glyph, frames)
        placed.setdefault(place, []).append(glyph)
        last = glyph
    return placed


def _same_word(last: Glyph, glyph: Glyph) -> bool:
    """Touching letters: a long word may overhang the border of its cell."""
    touching = abs(glyph.x0 - last.x1) < _TOUCHING * glyph.size
    return touching and abs(glyph.y1 - last.y1) < 1 and not glyph.text.isspace()


def _place(glyph: Glyph, frames: Sequence[Frame]) -> Place:
    for number, frame in enumerate(frames, 1):
        if frame.holds(glyph):
            return (number, *frame.cell(glyph)) if frame.kind is FrameKind.TABLE else (number, 0, 0)
    return (0, 0, 0)


def _runs(glyphs: Iterable[Glyph], in_cell: bool) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    last: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.text in SPACES:
            spaced = True
            run.append(glyph)
            continue
        if last is not None and not _continues(last, glyph, spaced or in_cell):
            yield run
            run = []
        run.append(glyph)
        last, spaced = glyph, False
    if run:
        yield run


def _continues(last: Glyph, glyph: Glyph, spaced: bool) -> bool:
    if not _same_baseline(last, glyph):
        return False
    size = max(last.size, glyph.size)
    gap = glyph.x0 - last.x1
    widest = _COLUMN_GAP_AFTER_SPACE if spaced else _COLUMN_GAP
    return -size < gap < widest * size


def _same_baseline(one: Glyph, other: Glyph) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > _OVERLAP * min(one.size, other.size)


def _joined(runs: Iterable[list[Glyph]]) -> list[list[Glyph]]:
    """Runs that touch on the same baseline though drawn apart become one."""
    kept: list[list[Glyph]] = []
    ends: list[tuple[Glyph, Glyph]] = []
    for run in runs:
        plain = inked(run)
        if not plain:
            continue
        own = plain[0], plain[-1]
        at = next((at for at in _latest(len(kept)) if _touch(ends[at], own)), None)
        if at is None:
            kept.append(run)
            ends.append(own)
        else:
            kept[at] = sorted(kept[at] + run, key=lambda glyph: glyph.x0)
            plain = inked(kept[at])
            ends[at] = plain[0], plain[-1]
    return kept


def _latest(count: int) -> range:
    return range(count - 1, max(count - _LOOK_BACK, 0) - 1, -1)


def _touch(one: tuple[Glyph, Glyph], other: tuple[Glyph, Glyph]) -> bool:
    left, right = (one, other) if one[0].x0 <= other[0].x0 else (other, one)
    end, start = left[1], right[0]
    size = max(end.size, start.size)
    return -0.3 * size < start.x0 - end.x1 < size / 3 and _same_baseline(end, start)


def _line(page: int, run: list[Glyph], place: Place) -> Line:
    plain = inked(run)
    sizes = sorted(glyph.size for glyph in plain)
    wording = worded(run)
    return Line(
        page=page,
        text=wording.text,
        x0=min(glyph.x0 for glyph in plain),
        y0=min(glyph.y0 for glyph in plain),
        x1=max(glyph.x1 for glyph in plain),
        y1=max(glyph.y1 for glyph in plain),
        size=sizes[len(sizes) // 2],
        bold=sum(glyph.bold for glyph in plain) > _BOLD * len(plain),
        gaps=wording.gaps,
        place=place,
        calls=wording.calls,
        note=wording.note,
        doubled=wording.doubled,
    )
