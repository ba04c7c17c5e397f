"""Sections to passages with exact places. The only user of langchain_text_splitters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from corpus.model import Block, BlockKind, Box, Page, Passage, Reading, Section, Span, cut

_SEPARATORS = ["\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ", ""]


class _Piece(NamedTuple):
    """A stretch of a section's text: where it stands and the line it belongs to."""

    text: str
    span: Span
    box: Box | None
    head: tuple[_Piece, ...] = ()
    """In a table: the row of column heads above it on the same page."""


def split(reading: Reading, document_id: str, size: int = 1200) -> tuple[Passage, ...]:
    """The passages of a document: a section whole if it fits, else cut inside it.

    A passage that begins inside a table begins with the table's row of column heads.
    """
    texts = {page.number: page.text for page in reading.pages}
    parents = {section.heading_path[:-1] for section in reading.sections}
    found: list[Passage] = []
    for section in reading.sections:
        pieces = list(_pieces(_content(section, parents), texts))
        for part in _parts(pieces, size):
            found.append(_passage(part, section, f"{document_id}:{len(found)}"))
    return tuple(
        replace(passage, document_id=document_id, ordinal=at) for at, passage in enumerate(found)
    )


def _content(section: Section, parents: set[tuple[str, ...]]) -> list[Block]:
    """The blocks below the heading; the heading itself where nothing stands below it."""
    body = [block for block in section.blocks if block.kind is not BlockKind.HEADING]
    if body or section.heading_path in parents:
        return body
    return list(section.blocks)


def _pieces(blocks: Sequence[Block], texts: dict[int, str]) -> Iterator[_Piece]:
    head: tuple[_Piece, ...] = ()
    for block in blocks:
        own = (*_lines(block, texts), *_separator(block.spans[-1], texts))
        if block.kind is not BlockKind.TABLE_ROW or block.level:
            head = own if block.level and block.kind is BlockKind.TABLE_ROW else ()
            yield from own
        else:
            below = head if head and head[0].span.page == block.spans[0].page else ()
            yield from (piece._replace(head=below) for piece in own)


def _lines(block: Block, texts: dict[int, str]) -> Iterator[_Piece]:
    boxes = block.boxes if len(block.boxes) == len(block.spans) else ()
    for at, span in enumerate(block.spans):
        text = texts[span.page][span.start : span.end]
        yield _Piece(text, span, boxes[at] if boxes else None)


def _separator(span: Span, texts: dict[int, str]) -> Iterator[_Piece]:
    """The white space that follows a block on its page."""
    text = texts[span.page]
    end = span.end
    while end < len(text) and text[end].isspace():
        end += 1
    if end > span.end:
        yield _Piece(text[span.end : end], Span(span.page, span.end, end), None)


def _parts(pieces: Sequence[_Piece], size: int) -> Iterator[list[_Piece]]:
    text = "".join(piece.text for piece in pieces)
    starts = list(accumulate((len(piece.text) for piece in pieces), initial=0))
    for start, end in _cuts(text, size):
        first = bisect_right(starts, start) - 1
        part = list(_within(pieces[first : bisect_left(starts, end)], starts[first], start, end))
        yield [*part[0].head, *part]


def _cuts(text: str, size: int) -> Iterator[tuple[int, int]]:
    """Where each passage begins and ends in the section's text, white space left out."""
    cursor = 0
    for chunk in _chunks(text, size):
        start = text.index(chunk, cursor)
        cursor = start + len(chunk)
        yield start, cursor


def _chunks(text: str, size: int) -> list[str]:
    bare = text.strip()
    if not bare:
        return []
    if len(bare) <= size:
        return [bare]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    even = -(-len(bare) // -(-len(bare) // size))
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        keep_separator="end",
        chunk_size=min(size, even + size // 8),
        chunk_overlap=0,
    )
    return [chunk.strip() for chunk in splitter.split_text(text) if chunk.strip()]


def _within(pieces: Sequence[_Piece], at: int, start: int, end: int) -> Iterator[_Piece]:
    """The pieces between two places of the text, the outer ones cut; they begin at ``at``."""
    for piece in pieces:
        low, high = max(start - at, 0), min(end - at, len(piece.text))
        at += len(piece.text)
        if low < high:
            first = piece.span.start
            span = Span(piece.span.page, first + low, first + high)
            yield piece._replace(text=piece.text[low:high], span=span)


def _passage(part: Sequence[_Piece], section: Section, id: str) -> Passage:
    boxes = tuple(dict.fromkeys(piece.box for piece in part if piece.box and piece.text.strip()))
    return Passage(
        id=id,
        document_id="",
        ordinal=0,
        text="".join(piece.text for piece in part),
        heading_path=section.heading_path,
        role=section.role,
        spans=tuple(_merged(piece.span for piece in part)),
        boxes=boxes,
    )


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    held: Span | None = None
    for span in spans:
        if held is not None and (held.page, held.end) == (span.page, span.start):
            held = Span(held.page, held.start, span.end)
        else:
            if held is not None:
                yield held
            held = span
    if held is not None:
        yield held


def exact(passage: Passage, pages: tuple[Page, ...]) -> bool:
    """Whether the passage's spans, cut from the pages, give back its text."""
    return cut(pages, passage.spans) == passage.text
