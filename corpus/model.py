"""The nouns every room speaks: frozen values, no behaviour that needs a library.

Offsets are Python string indices (code points). Page numbers count from 1. Boxes are in
PDF points (1/72 inch) with the origin in the top left corner of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a section is for in a programme document."""

    CHALLENGE = "challenge"
    OBJECTIVES = "objectives"
    ACTIONS = "actions"
    SCHEDULE = "schedule"
    STAKEHOLDERS = "stakeholders"
    COMMUNICATION = "communication"
    FUNDING = "funding"
    RISKS = "risks"
    INDICATORS = "indicators"
    BARRIER = "barrier"
    RECOMMENDATION = "recommendation"
    GOOD_PRACTICE = "good_practice"
    CONTEXT = "context"
    OTHER = "other"


class BlockKind(StrEnum):
    """What a block of a page is typographically."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Document:
    """One PDF of the programme; what could not be known is empty (``""`` or ``None``)."""

    id: str
    path: str
    sha256: str
    title: str
    kind: str = ""
    city: str = ""
    network: str = ""
    edition: str = ""
    year: int | None = None
    voivodeship: str = ""
    population: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``start:end`` of one page's text."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on one page."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was read: its repaired text and its size in points."""

    number: int
    text: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one or two pages that belongs together, in reading order."""

    kind: BlockKind
    spans: tuple[Span, ...]
    boxes: tuple[Box, ...] = ()
    level: int = 0
    """Heading depth, 1 for the highest; 0 for what is no heading."""


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks under one heading path."""

    heading_path: tuple[str, ...]
    role: Role
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one PDF."""

    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    title: str = ""
    repairs: dict[str, int] = field(default_factory=dict)
    """How often each kind of repair was made."""
    unread_pages: tuple[int, ...] = ()
    """Pages on which no text could be read."""
    ocr_pages: dict[int, float] = field(default_factory=dict)
    """Pages read from their picture, each with the mean confidence from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch inside one section, with its exact place.

    Invariant: the text is the concatenation of its spans cut from their pages.
    """

    id: str
    document_id: str
    ordinal: int
    text: str
    heading_path: tuple[str, ...]
    role: Role
    spans: tuple[Span, ...]
    boxes: tuple[Box, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, ascending."""
        return tuple(sorted({span.page for span in self.spans}))

    @property
    def heading(self) -> str:
        """The heading path as one line."""
        return " › ".join(self.heading_path)


def cut(pages: tuple[Page, ...], spans: tuple[Span, ...]) -> str:
    """The text that spans denote; the pages may come in any order."""
    by_number = {page.number: page.text for page in pages}
    return "".join(by_number[span.page][span.start : span.end] for span in spans)
