"""Polish text -> terms: the one analysis chain, used for passages and for questions.

A word becomes its Snowball-Polish stem and its lemma, both folded (case, diacritics, also
``ł``), because together they rank better than either alone (PoQuAD nDCG@10 .859 against .836
and .840). Numbers, acronyms and legal references stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from index.lemmas import Lemmatize

_POLISH = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
_UNIT = r"(?:art|ust|pkt|par)\.?|artyku[łl]\w*|ust[eę]p\w*|punkt\w*|paragraf\w*|lit\.?|§"
_LEGAL = re.compile(
    rf"(?<!\w)(?:(?:{_UNIT})\s*\d+[a-z]{{0,3}}\b|lit\.?\s*[a-z]\b)",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)*[a-z]?(?![^\W\d_]))"
    r"|(?P<acronym>(?<!\w)[A-ZĄĆĘŁŃÓŚŹŻ]{2,}(?:-[a-ząćęłńóśźż]+)?(?!\w))"
    r"|(?P<word>[^\W_]+(?:[-\u2010\u2011][^\W_]+)*)"
)
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_LEGAL_NAMES = {"a": "art", "u": "ust", "p": "pkt", "l": "lit", "§": "par"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, acronym or legal reference and the terms it is found by."""

    start: int
    end: int
    surface: str
    """The folded form as it stands in the text, for exact phrases."""
    terms: tuple[str, ...]


@lru_cache(maxsize=500_000)
def fold(text: str) -> str:
    """Case and diacritics removed, ``ł`` included: ``Łódź`` -> ``lodz``."""
    plain = text.translate(_POLISH).casefold()
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


class Analyzer:
    """The analysis chain; cheap to make, thread-safe to use only within one thread."""

    def __init__(self, lemmatize: Lemmatize) -> None:
        self._lemmatize = lemmatize
        self._stem = Stemmer.Stemmer("polish", 0).stemWord
        self._word_terms = lru_cache(maxsize=200_000)(self._analyse_word)

    def tokens(self, text: str) -> Iterator[Token]:
        """Every token in the order of the text (expected in NFC), with its offsets."""
        for match in _TOKEN.finditer(text):
            terms = self._terms(match)
            surface = terms[0] if match.lastgroup == "number" else fold(match.group())
            yield Token(match.start(), match.end(), surface, terms)

    def terms(self, text: str) -> list[str]:
        """All terms of a text, repeated as often as they occur."""
        found = [term for token in self.tokens(text) for term in token.terms]
        return found + legal_references(text)

    def words(self, text: str) -> list[str]:
        """The folded surface words, for exact phrases."""
        return [part for token in self.tokens(text) for part in _HYPHENS.split(token.surface)]

    def knows(self, word: str) -> bool:
        """Is it an inflected form in the dictionary? A base form cannot be told from a misspelling,
        since the lemma of an unknown word is the word itself."""
        return self._lemmatize(word.lower()) != word.lower()

    def _terms(self, match: re.Match[str]) -> tuple[str, ...]:
        if match.lastgroup == "number":
            return (re.sub(r"[ \u00a0\u202f]", "", match.group()).casefold(),)
        if match.lastgroup == "acronym":
            return self._capitals(match.group())
        return self._word_terms(match.group().lower())

    def _capitals(self, word: str) -> tuple[str, ...]:
        """An acronym whole; also as a word, because headings are often set in capitals."""
        acronym, *ending = _HYPHENS.split(word)
        inflected = () if ending else self._word_terms(acronym.lower())
        return tuple(dict.fromkeys((fold(acronym), *inflected)))

    def _analyse_word(self, word: str) -> tuple[str, ...]:
        parts = _HYPHENS.split(word)
        forms = [part for part in parts if len(part) > 1 or len(parts) == 1]
        if len(parts) > 1 and len(parts[0]) <= 2:
            forms.append("".join(parts))
        terms = [fold(form) for part in forms for form in (self._stem(part), self._lemmatize(part))]
        return tuple(dict.fromkeys(terms))


def legal_references(text: str) -> list[str]:
    """Legal references as terms: ``art. 15 ust. 2`` -> ``art:15`` and ``art:15:ust:2``."""
    terms: list[str] = []
    path: list[str] = []
    end = -10
    for match in _LEGAL.finditer(text):
        name, number = _unit_and_number(match.group())
        continues = match.start() - end <= 3 and name not in ("art", "par")
        path = [*path, f"{name}:{number}"] if continues and path else [f"{name}:{number}"]
        if path[0].startswith(("art", "par")):
            terms.append(":".join(path))
        end = match.end()
    return terms


def _unit_and_number(reference: str) -> tuple[str, str]:
    folded = fold(reference)
    number = re.search(r"\d+[a-z]*|\b[a-z]$", folded)
    name = "par" if folded.startswith("par") else _LEGAL_NAMES[folded[0]]
    return name, number.group() if number else ""
