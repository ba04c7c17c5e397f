"""Which cities and networks a question names, in whatever case they stand.

Names are data of the catalogue. A Polish name changes its ending («w Łęgowcu», «Łęgowiec»), so a
word counts as a name when both agree up to endings of the Polish declension.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.model import Document
from index.analysis import fold

# fmt: off
_ENDINGS = frozenset((
    "", "a", "u", "e", "y", "i", "o", "m", "mi", "ie", "em", "om", "ow", "owi", "ach", "ami",
    "iem", "iu", "ia", "ii", "ec", "ca", "cu", "cem", "cowi", "iec", "rze", "ra", "re", "ry",
    "ro", "ek", "ka", "ku", "kiem", "kowi", "ze", "za", "dz", "dzie", "d", "du", "da", "dem",
    "dowi", "zie", "z", "zu", "c", "ce", "ski", "skie", "skiego", "skim", "skiemu", "ska",
    "skiej", "ym", "ego", "emu", "ej", "go", "ga", "dze", "g", "gu", "giem", "gowi", "ch",
    "im", "t", "cie", "ta", "tu", "tem", "l", "la", "lu", "le", "lem", "lowi", "n", "na",
    "nie", "nem", "nia", "niu",
))
# fmt: on
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTEST = 3
_LONGEST_ENDING = 3
_ABOUT_A_NETWORK = re.compile(r"siec|sieci|miast|miasta|miastach|network|cities|city")


def is_form_of(word: str, name: str) -> bool:
    """Could the word be an inflected form of a name? Both are folded first."""
    word, name = fold(word), fold(name)
    shared = _shared(word, name)
    if shared < max(_SHORTEST, min(len(name), len(name) - _LONGEST_ENDING)):
        return False
    return word[shared:] in _ENDINGS and name[shared:] in _ENDINGS


def cities_named(text: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """The catalogue's cities that a text names with a capital letter, in the catalogue's order."""
    words = [word for word in _WORD.findall(text) if word[0].isupper()]
    cities = dict.fromkeys(document.city for document in documents if document.city)
    return tuple(city for city in cities if _is_named(_WORD.findall(city), words))


def names_any(text: str, cities: Sequence[str]) -> bool:
    """Does a text name one of the cities?"""
    words = [word for word in _WORD.findall(text) if word[0].isupper()]
    return any(_is_named(_WORD.findall(city), words) for city in cities)


def networks_named(text: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """The networks a text names beside the word for a network or for cities."""
    words = _WORD.findall(text)
    near = {
        word
        for at, word in enumerate(words)
        for other in words[max(0, at - 1) : at + 2]
        if word[0].isupper() and _ABOUT_A_NETWORK.fullmatch(fold(other))
    }
    networks = dict.fromkeys(document.network for document in documents if document.network)
    return tuple(name for name in networks if _is_named(_WORD.findall(name), sorted(near)))


def _is_named(parts: Sequence[str], words: Sequence[str]) -> bool:
    return bool(parts) and all(any(is_form_of(word, part) for word in words) for part in parts)


def _shared(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count
