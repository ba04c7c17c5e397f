"""The passages of a city's document -> the barriers and risks it raises, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from corpus.model import Document, Passage, Role
from service.register.plans import title_of
from service.register.quoting import Quote, first_sentence, paragraphs

ROLES = (Role.BARRIER, Role.RISKS)
_SHORTEST = 60
_OBSTACLE = r"(?:przeszkod|barier|problem|kłopot|trudnoś)\w*"
_DENIES = re.compile(
    rf"\bnie\s+(?:jest|są|stanowi\w*|bywa)\s+(?:\w+\s+){{0,3}}?{_OBSTACLE}(?!\w*[^.!?]*\blecz\b)"
    rf"|\b{_OBSTACLE}\s+(?:\w+\s+){{0,2}}?nie\s+(?:jest|są|stanowi\w*|uznaj\w*|uważa\w*|widzi\w*)"
    r"(?![^.!?]*\blecz\b)"
    r"|\bnie\s+(?:uznaj|uważa|podziela|zgłasza|odczuwa|doskwiera|przeszkadza|skarży)\w*"
    r"|\bnie\s+dotyczy\s+(?:to\s+)?nas\b|\bnas\s+(?:to\s+)?nie\s+dotycz\w+"
    r"|\bnie\s+brakuje\s+(?:nam|u\s+nas)\b|\bu\s+nas\s+nie\s+(?:brakuje|ma\s+tego)\b"
    rf"|\bnie\s+mamy\s+z\s+tym\s+{_OBSTACLE}",
    re.IGNORECASE,
)
"""Says that something is no obstacle; «nie jest …, lecz …» names another one and denies nothing."""


@dataclass(frozen=True, slots=True)
class CityBarrier:
    """A barrier or a risk that one city's document raises."""

    id: str
    document: Document
    kind: Role
    title: str
    quote: Quote
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage or one of its paragraphs: what a statement may be borne out by."""

    document: Document
    passage: Passage
    start: int
    end: int
    denies: bool

    @property
    def text(self) -> str:
        """Its words under the last heading."""
        heading = self.passage.heading_path[-1] if self.passage.heading_path else ""
        return f"{heading}\n{self.passage.text[self.start : self.end]}"


def city_barriers(document: Document, passages: Iterable[Passage]) -> tuple[CityBarrier, ...]:
    """One record a section that speaks of barriers or risks."""
    chosen = (passage for passage in passages if passage.role in ROLES)
    sections = groupby(chosen, key=lambda passage: (passage.heading_path, passage.role))
    return tuple(_record(document, tuple(group)) for _, group in sections)


def _record(document: Document, section: tuple[Passage, ...]) -> CityBarrier:
    first = section[0]
    opening = first_sentence(first)
    title = title_of(first.heading_path[-1]) if first.heading_path else opening.text
    return CityBarrier(
        f"{document.id}:s{first.ordinal}", document, first.role, title, opening, section
    )


def stretches(document: Document, passages: Iterable[Passage]) -> Iterator[Stretch]:
    """Every passage whole, and its paragraphs where it has several."""
    for passage in passages:
        parts = [(s, e) for s, e in paragraphs(passage.text) if e - s >= _SHORTEST]
        whole = (0, len(passage.text))
        for start, end in dict.fromkeys((whole, *(parts if len(parts) > 1 else ()))):
            yield _stretch(document, passage, start, end)


def denies(text: str) -> bool:
    """Does a text say of something that it is no obstacle?"""
    return bool(_DENIES.search(text))


def _stretch(document: Document, passage: Passage, start: int, end: int) -> Stretch:
    heading = passage.heading_path[-1] if passage.heading_path else ""
    return Stretch(document, passage, start, end, denies(f"{heading}. {passage.text[start:end]}"))
