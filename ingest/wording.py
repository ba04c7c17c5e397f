"""The glyphs of one line to its words, gaps and note marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.characters import Glyph

SPACES = " \t\u00a0\u2007\u202f\u3000\r\n"
_WORD_GAP = 0.13
_SMALLER = 0.8
_RAISED = 0.15
_TWICE = 0.12
_RAISED_DIGITS = str.maketrans("0123456789-−+()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺⁽⁾ⁿ")
_TAKES_POWER = re.compile(r"(?:\b(?:[kcdm]?m|s)|\b10)$")
_MARK = re.compile(r"\d{1,3}|[*†‡]{1,3}")


class Wording(NamedTuple):
    """What a line says; ``note`` is the mark it opens with, ``calls`` those within it."""

    text: str
    gaps: tuple[float, ...]
    calls: tuple[str, ...] = ()
    note: str = ""
    doubled: int = 0


def inked(run: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that are not white space."""
    return [glyph for glyph in run if glyph.text not in SPACES]


def worded(run: Sequence[Glyph]) -> Wording:
    """The text of one line of glyphs, left to right."""
    once = _once(run)
    plain = inked(once)
    size = median(glyph.size for glyph in plain)
    bottom = median([g.y1 for g in plain if g.size > _SMALLER * size] or [g.y1 for g in plain])
    tracking = max(0.0, median(_gaps(plain))) if len(plain) > 2 else 0.0
    writer = _Writer(tracking)
    for glyph in once:
        smaller = glyph.size < _SMALLER * size and glyph.y1 < bottom - _RAISED * size
        raised = smaller or glyph.raised
        writer.write(glyph, raised)
    return writer.wording(len(run) - len(once))


def _once(run: Sequence[Glyph]) -> list[Glyph]:
    """Fake bold prints a letter twice, a hair apart: one of the two stays."""
    kept: list[Glyph] = []
    for glyph in run:
        twin = kept[-1] if kept else None
        if (
            twin
            and twin.text == glyph.text
            and glyph.text not in SPACES
            and 0.01 < abs(twin.x0 - glyph.x0) < _TWICE * glyph.size
            and abs(twin.y0 - glyph.y0) < _TWICE * glyph.size
        ):
            continue
        kept.append(glyph)
    return kept


def _gaps(plain: Sequence[Glyph]) -> list[float]:
    return [right.x0 - left.x1 for left, right in pairwise(plain)]


class _Writer:
    """Collects a line's characters, setting raised ones apart."""

    def __init__(self, tracking: float) -> None:
        self._tracking = tracking
        self._parts: list[str] = []
        self._gaps: list[float] = []
        self._calls: list[str] = []
        self._raised = ""
        self._note = ""
        self._last: Glyph | None = None
        self._spaced = False

    def write(self, glyph: Glyph, raised: bool) -> None:
        if glyph.text in SPACES:
            self._spaced = True
            return
        if raised and not (self._raised and self._spaced):
            self._raised += glyph.text
            self._last = glyph
            return
        self._settle()
        last = self._last
        if last is not None and self._parts and (self._spaced or self._apart(last, glyph)):
            self._parts.append(" ")
            self._gaps.append(round(glyph.x0 - last.x1, 2))
        self._parts.append(glyph.text)
        self._last, self._spaced = glyph, False

    def wording(self, doubled: int) -> Wording:
        self._settle()
        text = "".join(self._parts)
        return Wording(text, tuple(self._gaps), tuple(self._calls), self._note, doubled)

    def _settle(self) -> None:
        """Raised characters are a power, a note's mark, or part of the word."""
        raised, self._raised = self._raised, ""
        if not raised:
            return
        before = "".join(self._parts[-4:])
        if _TAKES_POWER.search(before) and not _MARK.fullmatch(before):
            self._parts.append(raised.translate(_RAISED_DIGITS))
        elif _MARK.fullmatch(raised.rstrip(")")):
            if self._parts:
                self._calls.append(raised.rstrip(")"))
            else:
                self._note = raised.rstrip(")")
        else:
            self._parts.append(raised)

    def _apart(self, left: Glyph, right: Glyph) -> bool:
        return right.x0 - left.x1 > _WORD_GAP * max(left.size, right.size) + self._tracking
