"""What the assistant gives back: statements that cite, citations that stay true for ever."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Box
from service.assistant.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Citation:
    """Its own copy of what was quoted and where, so that it outlives the next indexing."""

    document_id: str
    title: str
    city: str
    page: int
    quote: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, who says it, the citations it rests on and how well they support it (0–1)."""

    text: str
    speaker: str
    citations: tuple[Citation, ...]
    support: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents were judged one by one, and in how many something was found."""

    judged: int
    found: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of one asking."""

    question: str
    """Self-standing: a follow-up has its topic carried over."""
    outcome: Outcome
    statements: tuple[Statement, ...] = ()
    missing: tuple[str, ...] = ()
    """Parts of the question that the documents leave open."""
    suggestions: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    """What stands closest, shown beside a refusal; it is no answer."""
    coverage: Coverage | None = None
    neutralised: int = 0
    """Stretches that looked like orders to a machine and were not passed on."""
    by_model: bool = False
