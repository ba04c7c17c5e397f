"""The passages in which a city says what its challenge is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document, Passage, Role
from service.peers.masking import without_names

BASES = (Role.CHALLENGE, Role.OBJECTIVES)
"""Where a challenge is looked for, in this order; objectives are a fallback that is told."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """One document's challenge: its passages and the role of section they were taken from."""

    document: Document
    passages: tuple[Passage, ...]
    basis: Role

    @property
    def key(self) -> tuple[str, ...]:
        """All that decides the profile: equal keys, equal profiles."""
        return (self.document.title, self.document.city, *map(_headed, self.passages))

    def texts(self) -> tuple[str, ...]:
        """What is compared: each passage under its own heading, without names."""
        return tuple(without_names(_headed(each), self.document) for each in self.passages)


def _headed(passage: Passage) -> str:
    return "\n".join((*passage.heading_path[-1:], passage.text))


def challenges(holdings: Mapping[Document, Sequence[Passage]]) -> tuple[Challenge, ...]:
    """The challenge of every document of a city that has one, in the order of documents."""
    found = (_challenge(document, passages) for document, passages in holdings.items())
    return tuple(challenge for challenge in found if challenge)


def _challenge(document: Document, passages: Iterable[Passage]) -> Challenge | None:
    if not document.city:
        return None
    known = list(passages)
    for basis in BASES:
        chosen = tuple(passage for passage in known if passage.role is basis)
        if chosen:
            return Challenge(document, chosen, basis)
    return None
