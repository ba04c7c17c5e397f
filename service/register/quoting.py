"""A stretch of a passage as a quote: its own words, and the page they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Passage, Span
from service.assistant.sentences import sentences


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of one document; its spans cut from their pages give the text back."""

    document_id: str
    text: str
    spans: tuple[Span, ...]
    passage_id: str
    heading: str
    start: int
    """Where it begins in its passage."""

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.spans[0].page


def quote(passage: Passage, start: int, end: int) -> Quote:
    """The characters ``start:end`` of a passage."""
    text = passage.text[start:end]
    spans = tuple(_within(passage.spans, start, end))
    return Quote(passage.document_id, text, spans, passage.id, passage.heading, start)


def sentence_quotes(passage: Passage, start: int = 0, end: int | None = None) -> list[Quote]:
    """The sentences of a stretch of a passage, each a quote."""
    text = passage.text[start:end]
    return [quote(passage, start + s.start, start + s.end) for s in sentences(text)]


def first_sentence(passage: Passage) -> Quote:
    """The sentence a passage begins with; the whole of one that has none."""
    found = sentence_quotes(passage)
    return found[0] if found else quote(passage, 0, len(passage.text))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each paragraph; a line of its own is one too."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _within(spans: tuple[Span, ...], start: int, end: int) -> Iterator[Span]:
    at = 0
    for span in spans:
        length = span.end - span.start
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            yield Span(span.page, span.start + first, span.start + last)
        at += length
