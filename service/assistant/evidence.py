"""Passages found for a question -> their sentences, each with how well it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Document, Passage
from index.analysis import Analyzer, Token
from service.assistant.injection import looks_like_an_order
from service.assistant.question import Part, Question, Wanted, Word
from service.assistant.sentences import Sentence, is_row, sentences

NEIGHBOUR, HEADING, ELSEWHERE = 0.6, 0.65, 0.25
"""What a word counts that stands beside the sentence, above it, or elsewhere in the passage."""
FITS, COUNTED, STRENGTH, DENSE, OWN_DOCUMENT = 0.1, 0.35, 0.2, 0.2, 0.25
DENSE_ENGLISH = 1.4
"""Weights of the score, calibrated on the even lines of the golden answers (docs/assistant.md)."""
_ALIKE = 0.75
_NEAR_NUMBER = 3
Terms = frozenset[str]
Similarities = Callable[[Sequence[str]], Sequence[float]]
"""Texts -> how close each is to the question in meaning."""
_FORMS: dict[Wanted, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        Wanted.MONEY: r"(?i)zł\b|złot|\beuro\b|\b(?:EUR|PLN)\b",
        Wanted.SHARE: r"\d\s*(?:%|proc)|\bprocent|\bco (?:drug|trzeci|czwart|piąt|dziesiąt)",
        Wanted.TIME: r"\b(?:1[89]|20)\d\d\b|\b(?:dni|dnia|lat|lata|roku|miesi[ąę]c\w*|tygodni\w*"
        r"|godzin\w*|minut\w*)\b",
        Wanted.REASON: r"(?i)\b(?:bo|ponieważ|gdyż|dlatego|wskutek|z powodu|przyczyn\w*|skutkiem"
        r"|skoro|dzięki|wynika)\b",
        Wanted.PERSON: r"\b(?:Adresa[tc]\w*|Odpowiada|Prowadzi|Kto)\b"
        r"|\b(?:Minist|Urz[ąę]d|Zarząd|Wydział|Biuro)\w*"
        r"|[a-ząćęłńóśźż,] [A-ZŁŚŻŹĆ][a-ząćęłńóśźż]+\s+[A-ZŁŚŻŹĆ][a-ząćęłńóśźż]+",
        Wanted.STANCE: r"(?i)\b(?:przeszk|barier|kłopot|problem|nie dotyczy|nie brakuje|brak\b"
        r"|brakuje|uważa|uznaj|uznał)",
        Wanted.NUMBER: r"\d|\b(?:dw[aóie]\w*|trzy|trzech|czter\w+|pięć|sześć|siedem|osiem"
        r"|dziewięć|dziesięć|\w+naście|\w+dzieścia|\w+dziesiąt|sto)\b",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that may answer, its document, and its score against the best one (at most 1)."""

    passage: Passage
    document: Document
    strength: float
    meaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a source and how well it answers each part of the question."""

    source: Source
    sentence: Sentence
    ordinal: int
    scores: tuple[float, ...]
    contexts: tuple[float, ...]
    """For each part: the share of it that the sentence holds, with what stands around it."""
    own: tuple[float, ...]
    """For each word of the question: how well the sentence itself holds it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All sentences of the sources, and what each passage holds of the question's words."""

    candidates: tuple[Candidate, ...]
    sources: tuple[Source, ...]
    passages: tuple[tuple[float, ...], ...]
    meanings: tuple[float, ...] = ()
    """For each passage its cosine to the question."""
    neutralised: int = 0
    """Sentences left out because they look like orders to a machine."""


@dataclass(frozen=True, slots=True)
class _Analysed:
    sentence: Sentence
    tokens: tuple[Token, ...]
    terms: Terms


class Weigher:
    """Weighs sentences against questions; keeps the analysis of passages; one thread at a time."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._split = lru_cache(maxsize=4_096)(self._analysed)
        self._terms = lru_cache(maxsize=4_096)(lambda text: frozenset(analyzer.terms(text)))

    def weigh(
        self, question: Question, sources: Sequence[Source], similar: Similarities
    ) -> Evidence:
        """Every sentence of the sources in order, less what looks like an order to a machine."""
        weighed = [self._source(question, source, similar) for source in sources]
        candidates = [candidate for found, _ in weighed for candidate in found]
        kept = [c for c in candidates if not looks_like_an_order(c.sentence.text)]
        held = tuple(words for _, words in weighed)
        meanings = tuple(source.meaning for source in sources)
        return Evidence(tuple(kept), tuple(sources), held, meanings, len(candidates) - len(kept))

    def _source(
        self, question: Question, source: Source, similar: Similarities
    ) -> tuple[list[Candidate], tuple[float, ...]]:
        found = self._split(source.passage.text)
        above = self._terms(source.passage.heading)
        everywhere = frozenset(above).union(*(each.terms for each in found))
        meanings = similar([each.sentence.text for each in found])
        candidates = [
            _candidate(question, source, (at, found), (above, everywhere), meanings[at])
            for at in range(len(found))
        ]
        inside = frozenset[str]().union(*(each.terms for each in found))
        return candidates, tuple(
            max(likeness(word, inside), likeness(word, above)) for word in question.words
        )

    def _analysed(self, text: str) -> tuple[_Analysed, ...]:
        analysed = []
        for sentence in sentences(text):
            tokens = tuple(self._analyzer.tokens(sentence.text))
            analysed.append(_Analysed(sentence, tokens, frozenset(self._terms(sentence.text))))
        return tuple(analysed)


def _candidate(
    question: Question,
    source: Source,
    place: tuple[int, Sequence[_Analysed]],
    around: tuple[Terms, Terms],
    similarity: float,
) -> Candidate:
    at, found = place
    above, everywhere = around
    near = _beside(found, at)
    own = tuple(likeness(word, found[at].terms) for word in question.words)
    context = [
        max(
            inside,
            NEIGHBOUR * likeness(word, near),
            HEADING * likeness(word, above),
            ELSEWHERE * likeness(word, everywhere),
        )
        for word, inside in zip(question.words, own, strict=True)
    ]
    contexts = tuple(share(part.words, context) for part in question.parts)
    bonus = STRENGTH * source.strength + OWN_DOCUMENT * (source.document.city in question.cities)
    bonus += (DENSE_ENGLISH if question.is_english else DENSE) * similarity
    scores = tuple(
        held + bonus + FITS * _fits(part, found[at].sentence) + COUNTED * _counts(part, found[at])
        for held, part in zip(contexts, question.parts, strict=True)
    )
    return Candidate(source, found[at].sentence, at, scores, contexts, own)


def share(words: Sequence[Word], held: Sequence[float]) -> float:
    """How much of the words is held, rare words counting more."""
    whole = sum(word.weight for word in words) or 1.0
    return sum(word.weight * part for word, part in zip(words, held, strict=True)) / whole


def likeness(word: Word, terms: Terms) -> float:
    """1 where the word stands, less where a form alike or a related word stands, else 0."""
    if not word.terms.isdisjoint(terms):
        return 1.0
    related = max((weight for term, weight in word.related if term in terms), default=0.0)
    return max(related, 0.7 * any(_alike(term, terms) for term in word.terms))


def _alike(term: str, terms: Terms) -> bool:
    """Is there a term of the same beginning, long enough to be of one family of words?"""
    if len(term) < 6:
        return False
    beginning = term[:5]
    return any(
        len(other) >= 6 and other.startswith(beginning) and _shared(term, other) >= _ALIKE
        for other in terms
    )


def _shared(a: str, b: str) -> float:
    same = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    return same / max(len(a), len(b))


def _fits(part: Part, sentence: Sentence) -> float:
    if not part.wanted:
        return 0.0
    return sum(bool(_FORMS[kind].search(sentence.text)) for kind in part.wanted) / len(part.wanted)


def _counts(part: Part, found: _Analysed) -> bool:
    """Does a number stand beside what the question counts?"""
    if part.counted.isdisjoint(found.terms):
        return False
    if is_row(found.sentence.text):
        return any(character.isdigit() for character in found.sentence.text)
    places = [
        at for at, token in enumerate(found.tokens) if not part.counted.isdisjoint(token.terms)
    ]
    return any(
        _FORMS[Wanted.NUMBER].match(token.surface)
        for at in places
        for token in found.tokens[max(0, at - _NEAR_NUMBER) : at + _NEAR_NUMBER]
    )


def _beside(found: Sequence[_Analysed], at: int) -> Terms:
    """The terms of the sentences before and after; the rows of a table don't explain each other."""
    if is_row(found[at].sentence.text):
        return frozenset()
    near = (*found[max(0, at - 1) : at], *found[at + 1 : at + 2])
    return frozenset[str]().union(*(each.terms for each in near))
