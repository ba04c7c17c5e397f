"""Characters with their boxes, size and weight, as PDFium sees them. The only user of pypdfium2."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import UnreadableDocument

CHARACTERS_PER_PAGE = 200_000
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|,b|-b$", re.IGNORECASE)
_OBJECTS_PER_PAGE = 20_000
_STRAIGHT = 20
_DIGITS = frozenset("0123456789")
_LEGACY_HYPHEN = "\x02"


class Glyph(NamedTuple):
    """One character where it stands; the origin is the page's top left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    raised: bool = False
    """Whether it is drawn as a superscript though set in the full size."""


class Drawing(NamedTuple):
    """A rectangle or a ruled line, as the page draws it."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as drawn: its glyphs in the order of the content stream."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    drawings: tuple[Drawing, ...] = ()
    junk: int = 0
    """Characters whose font tells no Unicode value."""
    blank: bool = False
    """Whether nothing at all is drawn on it."""
    skew: float = 0.0
    """By how many degrees the picture of a scanned page was turned before it was read."""


class Picture(NamedTuple):
    """A page drawn in levels of grey; ``point`` is how many points a pixel is."""

    width: int
    height: int
    grey: bytes
    point: float


class _Style(NamedTuple):
    bold: bool
    upright: bool
    size: float


def sheets(path: Path, page_limit: int) -> Iterator[Sheet]:
    """Every page's glyphs; a page PDFium cannot load comes out empty."""
    with closing(open_document(path)) as document:
        if len(document) > page_limit:
            raise UnreadableDocument("too_big", path=str(path), pages=len(document))
        for index in range(len(document)):
            yield _sheet(document, index)


def page_count(path: Path) -> int:
    """How many pages PDFium finds."""
    with closing(open_document(path)) as document:
        return len(document)


def rendered(path: Path, number: int, scale: float, most: int) -> Picture:
    """A page's picture in grey, of at most so many pixels."""
    with closing(open_document(path)) as document, closing(document[number - 1]) as page:
        width, height = page.get_size()
        scale = min(scale, math.sqrt(most / max(width * height, 1.0)))
        with closing(page.render(scale=scale, grayscale=True)) as bitmap:
            grey = _without_padding(bytes(bitmap.buffer), bitmap)
            return Picture(bitmap.width, bitmap.height, grey, 1 / scale)


def _without_padding(rows: bytes, bitmap: Any) -> bytes:
    width, stride = bitmap.width, bitmap.stride
    if width == stride:
        return rows
    return b"".join(rows[at * stride : at * stride + width] for at in range(bitmap.height))


def open_document(path: Path) -> Any:
    """The document as PDFium opens it; a locked or damaged one raises its outcome."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        raise UnreadableDocument(code, path=str(path)) from error


def _sheet(document: Any, index: int) -> Sheet:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Sheet(index + 1, 0.0, 0.0, ())
    with closing(page):
        width, height = page.get_size()
        place = _Placement(page)
        with closing(page.get_textpage()) as textpage:
            glyphs, junk = _glyphs(textpage, place)
        drawings = tuple(_drawings(page, place))
        blank = raw.FPDFPage_CountObjects(page) == 0
    return Sheet(index + 1, width, height, tuple(glyphs), drawings, junk, blank)


class _Placement:
    """Turns PDF coordinates into points from the top left corner of the page as shown."""

    def __init__(self, page: Any) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.turn = page.get_rotation()

    def box(self, rect: Any) -> tuple[float, float, float, float]:
        if self.turn == 0:
            box = (
                rect.left - self.left,
                self.top - rect.top,
                rect.right - self.left,
                self.top - rect.bottom,
            )
        elif self.turn == 90:
            box = (
                rect.bottom - self.bottom,
                rect.left - self.left,
                rect.top - self.bottom,
                rect.right - self.left,
            )
        elif self.turn == 180:
            box = (
                self.right - rect.right,
                rect.bottom - self.bottom,
                self.right - rect.left,
                rect.top - self.bottom,
            )
        else:
            box = (
                self.top - rect.top,
                self.right - rect.right,
                self.top - rect.bottom,
                self.right - rect.left,
            )
        return box


def _glyphs(textpage: Any, place: _Placement) -> tuple[list[Glyph], int]:
    rect = raw.FS_RECTF()
    reference = ctypes.byref(rect)
    styles: dict[int, _Style] = {}
    glyphs: list[Glyph] = []
    junk = 0
    for index in range(min(raw.FPDFText_CountChars(textpage), CHARACTERS_PER_PAGE)):
        drawn = raw.FPDFText_GetTextObject(textpage, index)
        if not drawn:
            continue
        address = ctypes.addressof(drawn.contents)
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(drawn)
        text = _character(raw.FPDFText_GetUnicode(textpage, index))
        if text == " " and raw.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        if not style.upright or not text:
            junk += not text
            continue
        raw.FPDFText_GetLooseCharBox(textpage, index, reference)
        x0, y0, x1, y1 = place.box(rect)
        size = style.size or y1 - y0
        raised = text in _DIGITS and _is_raised(textpage, index, size)
        glyphs.append(Glyph(text, x0, min(y0, y1 - 0.7 * size), x1, y1, size, style.bold, raised))
    return glyphs, junk


def _is_raised(textpage: Any, index: int, size: float) -> bool:
    """A superscript digit of the font itself: short, and well above the baseline."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    x, baseline = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, x, baseline)
    short = 0 < top.value - bottom.value < 0.5 * size
    return bool(short and bottom.value - baseline.value > 0.2 * size)


def _drawings(page: Any, place: _Placement) -> Iterator[Drawing]:
    """Straight paths only: a page of vector artwork has thousands of others."""
    rect = raw.FS_RECTF()
    filling, stroked = ctypes.c_int(), ctypes.c_int()
    for index in range(min(raw.FPDFPage_CountObjects(page), _OBJECTS_PER_PAGE)):
        drawn = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if raw.FPDFPath_CountSegments(drawn) > _STRAIGHT:
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        if raw.FPDFPageObj_GetBounds(drawn, *edges):
            rect.left, rect.bottom, rect.right, rect.top = (edge.value for edge in edges)
            raw.FPDFPath_GetDrawMode(drawn, filling, stroked)
            yield Drawing(*place.box(rect), bool(filling.value))


def _character(code: int) -> str:
    if code == ord(_LEGACY_HYPHEN):
        return "-"
    if code == 0 or 0xD800 <= code <= 0xDFFF or (code < 32 and code not in (9, 10, 13)):
        return ""
    return chr(code)


def _style(drawn: Any) -> _Style:
    font = raw.FPDFTextObj_GetFont(drawn)
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, 128)
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, matrix)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(drawn, size)
    bold = bool(_BOLD.search(name.value.decode("utf-8", "replace")))
    return _Style(
        bold or raw.FPDFFont_GetWeight(font) >= 600,
        abs(matrix.b) <= abs(matrix.a),
        size.value * math.hypot(matrix.c, matrix.d),
    )
