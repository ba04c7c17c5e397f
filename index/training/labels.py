"""Pairs from the programme thesaurus: the ways people say one thing, in both languages.

A source holds one pair of each concept, so that no batch has two pairs of the same concept, which
would be false negatives of each other.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.thesaurus import Concept, read
from index.training.pairs import Pair

MOST_LABELS = 6


def alternative(number: int) -> Callable[[Path, int], list[Pair]]:
    """The ``number``-th other Polish label of each concept with its preferred one."""

    def pairs(_data: Path, _seed: int) -> list[Pair]:
        having = (concept for concept in read() if len(concept.alt_pl) > number)
        return [_pair(concept.alt_pl[number], concept.pref_pl, concept) for concept in having]

    return pairs


def english(_data: Path, _seed: int) -> list[Pair]:
    """The English label of each concept with its Polish one."""
    return [_pair(concept.pref_en, concept.pref_pl, concept) for concept in read()]


def scope(_data: Path, _seed: int) -> list[Pair]:
    """The label of each concept with the line that says what it is."""
    return [_pair(concept.pref_pl, concept.scope, concept) for concept in read()]


def _pair(anchor: str, positive: str, concept: Concept) -> Pair:
    return Pair(anchor, positive, concept.id)
