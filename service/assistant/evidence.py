"""Passages found for a question -> their sentences, each with how well it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document, Passage
from index.analysis import Analyzer
from service.assistant.question import Question, Wanted, Word
from service.assistant.sentences import Sentence, is_row, sentences

NEIGHBOUR = 0.5
HEADING = 0.5
ELSEWHERE = 0.3
"""What a word counts that stands not in the sentence but beside it, above it, or further off."""
FITS = 0.12
_ALIKE = 0.75
_FORMS: dict[Wanted, re.Pattern[str]] = {
    Wanted.MONEY: re.compile(r"\d[^|.]*(?:zł|złot|euro|EUR|PLN)|(?:zł|złot)", re.IGNORECASE),
    Wanted.SHARE: re.compile(r"\d\s*(?:%|proc)|\bprocent|\bco (?:druga|trzeci|czwart|piąt|dziesiąt)"),
    Wanted.TIME: re.compile(
        r"\b(?:1[89]|20)\d\d\b|\d+\s*(?:dni|lat|lata|miesi|tygodni|godzin|minut)|\bdni\b|\bmiesięcy\b"
        r"|\btygodni\b|\blat\b"
    ),
    Wanted.REASON: re.compile(
        r"\b(?:bo|ponieważ|gdyż|dlatego|wskutek|z powodu|przyczyn\w*|skutkiem|skoro|dzięki|wynika)\b",
        re.IGNORECASE,
    ),
    Wanted.PERSON: re.compile(
        r"\b(?:Adresa[tc]\w*|Odpowiada|Prowadzi|Kto)\b|\b(?:Minist|Urz[ąę]d|Zarząd|Wydział|Biuro)\w*"
        r"|[a-ząćęłńóśźż,] [A-ZŁŚŻŹĆ][a-ząćęłńóśźż]+\s+[A-ZŁŚŻŹĆ][a-ząćęłńóśźż]+"
    ),
    Wanted.STANCE: re.compile(
        r"\b(?:przeszk|barier|kłopot|problem|nie dotyczy|nie brakuje|brak\b|brakuje|uważa|uznaj|uznał)",
        re.IGNORECASE,
    ),
    Wanted.NUMBER: re.compile(
        r"\d|\b(?:dwa|dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|kilka|\w+naście"
        r"|\w+dzieścia|\w+dziesiąt|sto)\b"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that may answer, its document, and its rank among those found (1 is best)."""

    passage: Passage
    document: Document
    strength: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage and how well it answers."""

    source: Source
    sentence: Sentence
    ordinal: int
    score: float
    coverage: float
    """The share of the question that the sentence holds itself, words weighted by rarity."""
    context: float
    """The same with what stands beside, above and elsewhere in the passage."""
    held: frozenset[str]
    """The question's words it holds itself."""
    terms: frozenset[str]


class Weigher:
    """Weighs sentences against one question; one thread at a time."""

    def __init__(self, analyzer: Analyzer, question: Question) -> None:
        self._analyzer = analyzer
        self._question = question

    def weigh(self, source: Source) -> list[Candidate]:
        """Every sentence of a passage, in order."""
        found = sentences(source.passage.text)
        terms = [self._terms(sentence.text) for sentence in found]
        above = self._terms(source.passage.heading)
        everywhere = frozenset().union(above, *terms)
        near = [_beside(found, terms, at) for at in range(len(terms))]
        return [
            self._candidate(source, (at, sentence), (terms[at], near[at], above, everywhere))
            for at, sentence in enumerate(found)
        ]

    def _candidate(
        self,
        source: Source,
        placed: tuple[int, Sentence],
        terms: tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]],
    ) -> Candidate:
        own, near, above, everywhere = terms
        ordinal, sentence = placed
        coverage = context = 0.0
        held = set()
        for word in self._question.words:
            inside = likeness(word, own)
            outside = max(
                NEIGHBOUR * likeness(word, near),
                HEADING * likeness(word, above),
                ELSEWHERE * likeness(word, everywhere),
            )
            coverage += word.weight * inside
            context += word.weight * max(inside, outside)
            if inside >= 0.5:
                held.add(word.surface)
        whole = self._question.weight or 1.0
        score = context / whole + FITS * self._fits(sentence) + 0.1 * source.strength
        return Candidate(
            source, sentence, ordinal, score, coverage / whole, context / whole, frozenset(held), own
        )

    def _fits(self, sentence: Sentence) -> float:
        wanted = self._question.wanted
        if not wanted:
            return 0.0
        return sum(bool(_FORMS[kind].search(sentence.text)) for kind in wanted) / len(wanted)

    def _terms(self, text: str) -> frozenset[str]:
        return frozenset(self._analyzer.terms(text))


def likeness(word: Word, terms: frozenset[str]) -> float:
    """1 where the word stands, less where a form alike or a related word stands, else 0."""
    if word.terms & terms:
        return 1.0
    related = max((weight for term, weight in word.related if term in terms), default=0.0)
    alike = any(_is_alike(term, other) for term in word.terms for other in terms)
    return max(related, 0.7 * alike)


def _is_alike(a: str, b: str) -> bool:
    """The same beginning, long enough to be of one family of words."""
    if len(a) < 6 or len(b) < 6 or a[:5] != b[:5]:
        return False
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return shared >= _ALIKE * max(len(a), len(b))


def _beside(found: Sequence[Sentence], terms: Sequence[frozenset[str]], at: int) -> frozenset[str]:
    """The terms of the sentences before and after; the rows of a table don't explain each other."""
    if is_row(found[at].text):
        return frozenset()
    return frozenset().union(*terms[max(0, at - 1) : at], *terms[at + 1 : at + 2])
