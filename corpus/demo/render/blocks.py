"""The nouns of a source: frozen blocks and the runs of text in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Role


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The place a footnote is called from; ``number`` counts from 1."""

    number: int


Inline = Run | NoteRef
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title and the role of the section it opens."""

    level: int
    role: Role
    text: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Inlines


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; ``start`` is the first number of an ordered one, None for bullets."""

    items: tuple[Inlines, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its caption; every row has as many cells as the header."""

    caption: Inlines
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; ``shown`` is the number as the author wrote it."""

    label: str
    shown: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart under its caption."""

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the text: ``kind`` is ``ramka``, ``margines`` or ``abstract``."""

    kind: str
    title: str
    blocks: tuple[Paragraph | Listing, ...]


Block = Heading | Paragraph | Listing | Table | Chart | Aside


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the source says of itself; a Plan Ulepszeń has no city."""

    id: str
    kind: str
    title: str
    network: str
    edition: str
    year: int
    layout: str
    city: str = ""
    voivodeship: str = ""
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One document as its author wrote it."""

    about: FrontMatter
    blocks: tuple[Block, ...]
    notes: tuple[Inlines, ...] = ()


def plain(text: Iterable[Inline]) -> str:
    """The letters alone: no faces, no footnote calls."""
    return "".join(part.text for part in text if isinstance(part, Run)).strip()
