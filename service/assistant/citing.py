"""A sentence of a passage -> a citation with its own copy of quote, page and boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Box, Document, Passage, Span
from service.assistant.answer import Citation


def cite(passage: Passage, document: Document, start: int, end: int) -> tuple[Citation, ...]:
    """The citations of a passage's characters ``start:end``: one for each unbroken stretch.

    A sentence that runs over a page end, or around a footnote, stands in two places.
    """
    return tuple(
        Citation(document.id, document.title, document.city, piece.page, quote, boxes)
        for piece in _pieces(passage, start, end)
        if (quote := passage.text[piece.start : piece.end].strip())
        for boxes in (_boxes(passage, piece),)
    )


def speaker_of(document: Document) -> str:
    """Who says it: the city, else the kind of document and its network."""
    return document.city or f"{document.kind} {document.network}".strip() or document.title


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters of the passage that stand together on one page."""

    page: int
    start: int
    end: int


def _pieces(passage: Passage, start: int, end: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    at, before = 0, Span(0, 0, 0)
    for span in passage.spans:
        first, last = max(at, start), min(at + span.end - span.start, end)
        if first < last:
            goes_on = pieces and (before.page, before.end) == (span.page, span.start)
            begin = pieces.pop().start if goes_on else first
            pieces.append(_Piece(span.page, begin, last))
        at, before = at + span.end - span.start, span
    return pieces


def _boxes(passage: Passage, piece: _Piece) -> tuple[Box, ...]:
    """The lines of the page that a piece lies on."""
    lengths = [(span.page, span.end - span.start) for span in passage.spans]
    here = sum(length for page, length in lengths if page == piece.page)
    earlier = sum(length for page, length in lengths if page < piece.page)
    boxes = [box for box in passage.boxes if box.page == piece.page]
    return tuple(_lines(boxes, piece.start - earlier, piece.end - earlier, here))


def _lines(boxes: Sequence[Box], start: int, end: int, length: int) -> Iterator[Box]:
    """The lines a stretch lies on, judged by how much of the text each line holds by its area.

    Boxes know no characters, so a line more at either side may be marked, never one too few.
    """
    sizes = [(box.x1 - box.x0) * max(box.y1 - box.y0, 1.0) for box in boxes]
    whole = sum(sizes) or 1.0
    slack, at = 0.5 / max(len(boxes), 1), 0.0
    for box, size in zip(boxes, sizes, strict=True):
        upto = at + size / whole
        if upto + slack >= start / max(length, 1) and at - slack <= end / max(length, 1):
            yield box
        at = upto
