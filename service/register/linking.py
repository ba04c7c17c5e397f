"""Which city raises which barrier: every document judged over all its passages, with the quote.

A stretch bears a barrier out by the words and the meaning they share, more where it is nearer to
this barrier than to any other of the same plan, and more where the plan itself names the city.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Document, Passage, Role
from index.analysis import Analyzer
from index.evidence import NO_VECTORS, Evidence, Statement, Weighed, statement
from index.ports import Embedder, Vectors
from index.profiles import lemmas
from service.peers.masking import without_names
from service.register.plans import PlanBarrier
from service.register.quoting import Quote, paragraphs, quote, sentence_quotes
from service.register.raised import ROLES, Stretch, denies, stretches

LINK_FROM = 0.24
"""The least strength of a link, calibrated on the even lines of the golden barriers."""
TAKEN_UP_FROM = 0.16
"""The least strength from which a city's barrier counts as taken up by a plan."""
IMPLIED_FROM = 0.1
"""The least likeness of a passage that only implies a barrier the plan names the city for."""
RIVAL = 0.5
NAMED = 0.2
_SHORTEST_SENTENCE = 40
_NO_EVIDENCE = (*ROLES, Role.OTHER)
"""Chapters on barriers were judged already; covers, sources and the like imply nothing."""


class Status(StrEnum):
    """How a city's document speaks of a barrier."""

    STATED = "stated"
    IMPLIED = "implied"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Link:
    """One barrier in one city's document, with the words that bear it out."""

    barrier_id: str
    document: Document
    status: Status
    strength: float
    quote: Quote
    named: bool
    """Does the plan name this city beside the barrier?"""


@dataclass(frozen=True, slots=True)
class _Sentence:
    quote: Quote
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Links:
    """All links, and the ids of the passages that some barrier of a plan takes up."""

    found: tuple[Link, ...]
    taken_up: frozenset[str]


class Statements:
    """Texts as they are compared, each made once and kept as long as it is used."""

    def __init__(self, analyzer: Analyzer, embedder: Embedder) -> None:
        self._analyzer = analyzer
        self._embedder = embedder
        self._kept: dict[tuple[str, str], Statement] = {}
        self._used: dict[tuple[str, str], Statement] = {}

    def __call__(self, text: str) -> Statement:
        """A text without names, a vector a paragraph."""
        return self._once((text, "whole"), self._made)

    def words(self, text: str) -> Statement:
        """The same by its words alone, which is enough to choose among sentences."""
        return self._once((text, "words"), self._worded)

    def forget_unused(self) -> None:
        """Forgets what was not asked for since the last time."""
        self._kept, self._used = self._used, {}

    def _once(self, key: tuple[str, str], make: Callable[[str], Statement]) -> Statement:
        known = self._used.get(key) or self._kept.get(key) or make(key[0])
        return self._used.setdefault(key, known)

    def _made(self, text: str) -> Statement:
        plain = without_names(text)
        parts = [plain[start:end] for start, end in paragraphs(plain)]
        return statement(self._analyzer, self._embedder, parts or [plain])

    def _worded(self, text: str) -> Statement:
        words = Counter(lemma for lemma, _ in lemmas(self._analyzer, without_names(text)))
        return Statement(words, NO_VECTORS)


class Linker:
    """Compares the barriers of plans with what cities raise; one thread at a time."""

    def __init__(
        self, statements: Statements, cities: Mapping[Document, Sequence[Passage]]
    ) -> None:
        self.statement = statements
        self._cities = cities
        self.stretches = tuple(_raised(cities))
        self.evidence = Evidence(
            [statements(stretch.text) for stretch in self.stretches],
            [stretch.document.id for stretch in self.stretches],
        )
        self._apart: dict[tuple[str, int, int], list[_Sentence]] = {}
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, stretch in enumerate(self.stretches):
            self._places[stretch.document.id].append(place)

    def links(self, barriers: Sequence[PlanBarrier]) -> Links:
        """Every link, by barrier and document; what is not linked is not raised."""
        asked = [self.statement(whole(barrier)) for barrier in barriers]
        likeness = [self.evidence.likeness(each) for each in asked]
        found: list[Link] = []
        taken_up: set[str] = set()
        for at, barrier in enumerate(barriers):
            rivals = [
                likeness[other]
                for other, each in enumerate(barriers)
                if other != at and each.document == barrier.document
            ]
            scores = self.evidence.against(likeness[at], rivals, RIVAL)
            found += self._of_barrier(barrier, asked[at], scores)
            taken_up.update(self._borne_out(scores))
        return Links(tuple(found), frozenset(taken_up))

    def _of_barrier(
        self, barrier: PlanBarrier, asked: Statement, scores: Vectors
    ) -> Iterator[Link]:
        near = self.evidence.strong(scores, LINK_FROM - NAMED)
        for document in self._cities:
            named = is_named(barrier, document)
            place, score = near.get(document.id, (-1, 0.0))
            strength = score + NAMED * named
            if place >= 0 and strength >= LINK_FROM:
                spoken = self._narrowest(place, scores)
                yield self._stated(barrier, asked, spoken, strength)
            elif named and (link := self._implied(barrier, asked, document)):
                yield link

    def _borne_out(self, scores: Vectors) -> Iterator[str]:
        """Passages near a barrier whether or not a plan names their city."""
        for stretch, score in zip(self.stretches, scores, strict=True):
            if score >= TAKEN_UP_FROM:
                yield stretch.passage.id

    def _stated(
        self, barrier: PlanBarrier, asked: Statement, spoken: Stretch, strength: float
    ) -> Link:
        status = Status.DENIED if spoken.denies else Status.STATED
        words = self.best_quote(asked, spoken, spoken.denies)
        named = is_named(barrier, spoken.document)
        return Link(barrier.id, spoken.document, status, min(1.0, strength), words, named)

    def _implied(self, barrier: PlanBarrier, asked: Statement, document: Document) -> Link | None:
        """The nearest passage outside the chapters on barriers, where the plan names the city."""
        passages = [p for p in self._cities[document] if p.role not in _NO_EVIDENCE]
        texts = [self.statement(passage.text) for passage in passages]
        ranked = zip(self.evidence.each_against(asked, texts), passages, strict=True)
        strength, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
        if best is None or strength < IMPLIED_FROM:
            return None
        whole = Stretch(document, best, 0, len(best.text), denies=False)
        words = self.best_quote(asked, whole)
        return Link(barrier.id, document, Status.IMPLIED, min(1.0, strength), words, True)

    def _narrowest(self, place: int, scores: Vectors) -> Stretch:
        """The best paragraph of the passage that the best stretch is, or stands in."""
        passage, document = self.stretches[place].passage, self.stretches[place].document
        same = [p for p in self._places[document.id] if self.stretches[p].passage == passage]
        parts = [p for p in same if not _is_whole(self.stretches[p])] or same
        return self.stretches[max(parts, key=lambda part: scores[part])]

    def best_quote(self, asked: Statement, stretch: Stretch, denied: bool = False) -> Quote:
        """The sentence that shares most with a statement, of a denial the one that denies.

        «U nas to nie jest przeszkodą» says too little: the sentence before it is quoted as well.
        """
        found = self._sentences(stretch)
        long = [each for each in found if len(each.quote.text) >= _SHORTEST_SENTENCE] or found
        denying = [each for each in found if denies(each.quote.text)] if denied else []
        if not long:
            return quote(stretch.passage, stretch.start, stretch.end)
        weights = self.evidence.weighed(asked)
        best = max(denying or long, key=lambda each: weights.shared(each.weighed))
        if len(best.quote.text) >= _SHORTEST_SENTENCE:
            return best.quote
        before = found[max(found.index(best) - 1, 0)].quote
        return quote(stretch.passage, before.start, best.quote.start + len(best.quote.text))

    def _sentences(self, stretch: Stretch) -> list[_Sentence]:
        """The sentences of a stretch, taken apart once."""
        key = (stretch.passage.id, stretch.start, stretch.end)
        if key not in self._apart:
            quotes = sentence_quotes(stretch.passage, stretch.start, stretch.end)
            self._apart[key] = [
                _Sentence(each, self.evidence.weighed(self.statement.words(each.text)))
                for each in quotes
            ]
        return self._apart[key]


def _raised(cities: Mapping[Document, Iterable[Passage]]) -> Iterator[Stretch]:
    for document, passages in cities.items():
        yield from stretches(document, (p for p in passages if p.role in ROLES))


def is_named(barrier: PlanBarrier, document: Document) -> bool:
    """Does the plan name this city, and speak of this document's network?"""
    plan = barrier.document
    return document.city in barrier.cities and plan.network in ("", document.network)


def _is_whole(stretch: Stretch) -> bool:
    return (stretch.start, stretch.end) == (0, len(stretch.passage.text))


def whole(barrier: PlanBarrier) -> str:
    """All that a plan says of a barrier."""
    return "\n".join((barrier.title, *(passage.text for passage in barrier.passages)))
