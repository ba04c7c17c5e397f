"""Questions for many cities: every document judged by itself, none left to a list of the best.

Exhaustive, one search a document: right for a programme of some hundred documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Document
from service.assistant.evidence import Candidate, Evidence, Source, share
from service.assistant.names import cities_named
from service.assistant.question import Question

PASSAGES = 3
"""How many passages of each document are read."""
ENOUGH = 0.33
"""How much of the question the best sentence and its passage must hold between them …"""
RELATIVE = 0.62
"""… and how much of what the best document holds (even lines of the golden lists)."""
ENOUGH_IN_A_PLAN = 0.5
_PLAN_SENTENCES = 6
Find = Callable[[Document], Sequence[Source]]
Weigh = Callable[[Sequence[Source]], Evidence]


@dataclass(frozen=True, slots=True)
class Survey:
    """Who speaks of the matter, how many documents were judged, and the orders left out."""

    candidates: tuple[Candidate, ...]
    judged: int
    found: int
    best: float
    neutralised: int = 0


def surveyed(question: Question, documents: Sequence[Document], find: Find, weigh: Weigh) -> Survey:
    """The best sentence of each city's document that speaks of the matter, and what plans say."""
    cities, plans = _in_scope(question, documents)
    weighed = [weigh(find(document)) for document in (*cities, *plans)]
    judged = [_best(question, evidence) for evidence in weighed[: len(cities)]]
    best = max((score for score, _ in judged), default=0.0)
    needed = max(ENOUGH, RELATIVE * best)
    kept = sorted((p for p in judged if p[1] and p[0] >= needed), key=lambda pair: -pair[0])
    found = [candidate for _, candidate in kept if candidate]
    told = [c for e in weighed[len(cities) :] for c in _told(question, e, documents)]
    told = sorted(told, key=lambda c: -max(c.scores))[:_PLAN_SENTENCES]
    orders = sum(evidence.neutralised for evidence in weighed)
    return Survey((*found, *told), len(weighed), len(found), best, orders)


def _in_scope(
    question: Question, documents: Iterable[Document]
) -> tuple[list[Document], list[Document]]:
    """The documents of cities and those of no city, of the networks that the question names."""
    named = [d for d in documents if not question.networks or d.network in question.networks]
    return [d for d in named if d.city], [d for d in named if not d.city]


def _best(question: Question, evidence: Evidence) -> tuple[float, Candidate | None]:
    if not evidence.candidates:
        return 0.0, None
    best = max(evidence.candidates, key=lambda candidate: max(candidate.scores))
    passage = max((share(question.words, words) for words in evidence.passages), default=0.0)
    return (max(best.contexts) + passage) / 2, best


def _told(
    question: Question, evidence: Evidence, documents: Sequence[Document]
) -> Iterable[Candidate]:
    """Sentences that name cities, from passages about the matter."""
    about = {
        source.passage.id
        for source, words in zip(evidence.sources, evidence.passages, strict=True)
        if share(question.words, words) >= ENOUGH_IN_A_PLAN
    }
    for candidate in evidence.candidates:
        if candidate.source.passage.id in about and cities_named(
            candidate.sentence.text, documents
        ):
            yield candidate
