"""A word that no passage has -> the nearest words that passages do have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from rapidfuzz.distance import OSA

MOST = 3
_SHORTEST = 4
_LONG = 8
_MOST_VARIANTS = 512
_MARKED = {
    "a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zżź",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Respelling:
    """The characters ``start:end`` of a question, and the word searched for in their place."""

    start: int
    end: int
    word: str


def respelt(text: str, spelling: Iterable[Respelling]) -> str:
    """A question with its respellings in place; they come in the order of the text."""
    parts, at = [], 0
    for one in spelling:
        parts += [text[at : one.start], one.word]
        at = one.end
    return "".join((*parts, text[at:]))


def with_diacritics(word: str) -> Iterator[str]:
    """The words that lose their diacritics to this one: ``zolw`` -> ``zolw``, …, ``żółw``."""
    letters = [_MARKED.get(letter, letter) for letter in word]
    if prod(len(options) for options in letters) <= _MOST_VARIANTS:
        yield from ("".join(variant) for variant in product(*letters))


def nearest(word: str, known: Iterable[tuple[str, int]]) -> list[str]:
    """The known words (given with how many passages have them) closest to a misspelt one.

    One letter may differ, two in a word of eight or more; a swap of neighbours counts as one
    (optimal string alignment). Nearest first, then most frequent; empty for a short word.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return []
    allowed = 2 if len(word) >= _LONG else 1
    found = []
    for other, frequency in known:
        distance = OSA.distance(word, other, score_cutoff=allowed)
        if distance <= allowed:
            found.append((distance, -frequency, other))
    closest = min((distance for distance, _, _ in found), default=0)
    return [other for distance, _, other in sorted(found) if distance == closest][:MOST]
