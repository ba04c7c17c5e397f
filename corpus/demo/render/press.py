"""Typst markup -> PDF bytes, page pictures, and where each mark fell.

The only module that knows the compiler. System fonts are left out, so a print is the same on
every machine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

ROOT = Path(__file__).parent
_PLACES = """{
  let place(id, at) = (id: id, page: at.page, x: at.x.pt(), y: at.y.pt())
  let of(label) = query(label).map(m => place(m.value, m.location().position()))
  let heads = query(heading).map(h => (str(h.label), h.location().position()))
  (start: heads.map(h => place(int(h.at(0).slice(1)), h.at(1))) + of(<start>), end: of(<end>))
}"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block begins (points from the top left corner) and on which page it ends."""

    page: int
    end_page: int
    x: float
    y: float


def pdf(markup: str) -> bytes:
    """The printed document."""
    (content,) = _compiled(markup, "pdf", None)
    return content


def pictures(markup: str, dots_per_inch: int) -> list[bytes]:
    """Every page as a PNG."""
    return _compiled(markup, "png", dots_per_inch)


def places(markup: str) -> dict[int, Place]:
    """Where each numbered block stands; a repeated table header counts once, where it is first."""
    found = json.loads(
        typst.eval(  # type: ignore[type-var]  # the stub wants markup and root of one type
            markup.encode(), _PLACES, root=ROOT, font_paths=_fonts(), ignore_system_fonts=True
        )
    )
    ends = _first_by_id(found["end"])
    return {
        number: Place(
            at["page"], ends.get(number, at)["page"], round(at["x"], 1), round(at["y"], 1)
        )
        for number, at in _first_by_id(found["start"]).items()
    }


def _first_by_id(marks: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {mark["id"]: mark for mark in reversed(marks)}


def warnings(markup: str) -> list[str]:
    """What the compiler minds: a font it has not got, a layout that does not settle."""
    return [warning.message for warning in _compiler(markup).compile_with_warnings(format="pdf")[1]]


def _compiled(markup: str, kind: Literal["pdf", "png"], ppi: float | None) -> list[bytes]:
    """One file of a PDF; of pictures as many as there are pages (one alone comes bare)."""
    files = _compiler(markup).compile(format=kind, ppi=ppi)
    return files if isinstance(files, list) else [files or b""]


def _compiler(markup: str) -> typst.Compiler:
    return typst.Compiler(markup.encode(), root=ROOT, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[ROOT / "fonts"])
