"""A question -> the passages that may answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from corpus.model import Document
from index.query import Filters, Query
from index.search import Hit
from service.assistant.evidence import Source
from service.assistant.names import names_any
from service.assistant.question import Question

SOURCES = 14
"""How many passages are read closely."""
_PER_DOCUMENT = 5
_PLAN = "PU"
Search = Callable[[Query], Sequence[Hit]]


def sources(
    question: Question, documents: Sequence[Document], filters: Filters, search: Search
) -> tuple[Source, ...]:
    """The best passages; of a city's own documents, and of others where they name the city."""
    if question.cities:
        hits = list(_about_cities(question, documents, filters, search))
    else:
        kind = filters.kind or ((_PLAN,) if question.names_plan else ())
        network = filters.network or question.networks
        open_ = replace(filters, kind=_known(kind, documents), network=network)
        hits = list(search(Query(question.plain_text, open_, SOURCES, _PER_DOCUMENT)))
    return tuple(_sources(hits))


def of_document(
    question: Question, document_id: str, limit: int, search: Search
) -> tuple[Source, ...]:
    """The best passages of one document."""
    within = Filters(document=(document_id,))
    return tuple(_sources(search(Query(question.plain_text, within, limit, limit))))


def _about_cities(
    question: Question, documents: Sequence[Document], filters: Filters, search: Search
) -> Iterable[Hit]:
    own = tuple(d.id for d in documents if d.city in question.cities)
    others = tuple(d.id for d in documents if not d.city)
    for ids in (own, others):
        if not ids:
            continue
        within = replace(filters, document=ids, city=())
        for hit in search(Query(question.plain_text, within, SOURCES, SOURCES)):
            if hit.document.city or names_any(hit.passage.text, question.cities):
                yield hit


def _sources(hits: Sequence[Hit]) -> Iterable[Source]:
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in hits:
        yield Source(hit.passage, hit.document, hit.score / best, hit.dense_score)


def _known(kinds: Sequence[str], documents: Sequence[Document]) -> tuple[str, ...]:
    """The kinds that some document has: a filter refuses the others."""
    return tuple(kind for kind in kinds if any(d.kind == kind for d in documents))
