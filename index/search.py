"""Walk 2: a question -> hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import IndexForeign
from corpus.model import Document, Passage
from index import generations
from index.analysis import Analyzer
from index.dense import DenseIndex
from index.fusion import fuse
from index.generations import Generation
from index.lexical import LexicalIndex, Restriction
from index.ports import EMPTY_RANKING, Embedder, Ids, Ranking
from index.query import Query, allowed_documents, allowed_roles, checked
from index.store import FILE_NAME, Store
from index.sync import LEXICAL_FOLDER

CANDIDATES = 200
"""How deep each half is read before the fusion."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and why it was found."""

    passage: Passage
    document: Document
    score: float
    lexical_score: float
    dense_score: float
    matches: tuple[tuple[int, int], ...]
    """Character ranges of the passage's text whose terms the question has."""


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one question and how many passages were open to it."""

    query: Query
    hits: tuple[Hit, ...]
    searched: int


class Searcher:
    """One open generation; made once, asked often, replaced when the generation changes."""

    def __init__(self, generation: Generation, analyzer: Analyzer, embedder: Embedder) -> None:
        _refuse_foreign(generation, embedder)
        self.generation = generation
        self._analyzer = analyzer
        self._embedder = embedder
        self.store = Store.open(generation.folder / FILE_NAME)
        self.documents = {document.id: document for document in self.store.documents()}
        self._lexical = LexicalIndex(generation.folder / LEXICAL_FOLDER)
        self._dense = DenseIndex.read(generation.folder)

    @classmethod
    def open(cls, data: Path, analyzer: Analyzer, embedder: Embedder) -> Searcher:
        """Opens the current generation after checking every file against its checksum."""
        generation = generations.current(data)
        generations.verify(generation)
        return cls(generation, analyzer, embedder)

    def search(self, query: Query) -> Results:
        """Filters, ranks by words and by meaning, fuses, caps per document, explains."""
        query = checked(query)
        restriction = self._restriction(query)
        terms = self._analyzer.terms(query.text)
        subset = None if restriction.is_open else self._lexical.matching(restriction)
        lexical = self._lexical.search(terms, CANDIDATES, restriction)
        dense = self._rank_by_meaning(query, subset)
        ranking = self.fused(query, lexical, dense)
        chosen = self._capped(ranking, query)
        searched = len(self._lexical) if subset is None else len(subset)
        return Results(query, tuple(self._hits(chosen, (lexical, dense), terms)), searched)

    def rank(self, question: str, depth: int) -> dict[str, Ranking]:
        """The two halves and their fusion over all passages, uncapped, for measuring."""
        query = checked(Query(question, limit=1))
        lexical = self._lexical.search(self._analyzer.terms(query.text), depth)
        dense = self._dense.search(self._embedder.embed_query(query.text), depth)
        return {"lexical": lexical, "dense": dense, "hybrid": self.fused(query, lexical, dense)}

    def fused(self, query: Query, lexical: Ranking, dense: Ranking) -> Ranking:
        """Both halves as one ranking; what only words found gets its true cosine."""
        weight = self._embedder.dense_weight
        cosines = dict(zip(dense.ids, dense.scores, strict=True))
        if weight > 0:
            cosines |= self._cosines(query, [i for i in lexical.ids if i not in cosines])
        return fuse(dict(zip(lexical.ids, lexical.scores, strict=True)), cosines, weight)

    def _restriction(self, query: Query) -> Restriction:
        documents = allowed_documents(query.filters, tuple(self.documents.values()))
        phrases = (tuple(self._analyzer.words(phrase)) for phrase in query.phrases)
        return Restriction(documents, allowed_roles(query.filters), tuple(p for p in phrases if p))

    def _rank_by_meaning(self, query: Query, subset: Ids | None) -> Ranking:
        if self._embedder.dense_weight <= 0:
            return EMPTY_RANKING
        return self._dense.search(self._embedder.embed_query(query.text), CANDIDATES, subset)

    def _cosines(self, query: Query, ids: Sequence[int]) -> dict[int, float]:
        order = np.array(ids, dtype=np.int64)
        scores = self._dense.scores(self._embedder.embed_query(query.text), order)
        return {i: float(score) for i, score in zip(ids, scores, strict=True)}

    def _capped(self, ranking: Ranking, query: Query) -> list[tuple[int, float]]:
        documents = self.store.documents_of(ranking.ids)
        return cap_per_document(ranking, documents, query.per_document)[: query.limit]

    def _hits(
        self, chosen: list[tuple[int, float]], halves: tuple[Ranking, Ranking], terms: list[str]
    ) -> Iterable[Hit]:
        passages = self.store.passages([i for i, _ in chosen])
        lexical, dense = (dict(zip(half.ids, half.scores, strict=True)) for half in halves)
        for i, score in chosen:
            passage = passages[i]
            yield Hit(
                passage=passage,
                document=self.documents[passage.document_id],
                score=score,
                lexical_score=lexical.get(i, 0.0),
                dense_score=dense.get(i, 0.0),
                matches=matches(self._analyzer, passage.text, terms),
            )


def cap_per_document(
    ranking: Ranking, documents: dict[int, str], cap: int
) -> list[tuple[int, float]]:
    """At most ``cap`` passages of one document first; the rest follows as backfill."""
    taken: Counter[str] = Counter()
    first: list[tuple[int, float]] = []
    rest: list[tuple[int, float]] = []
    for i, score in zip(ranking.ids, ranking.scores, strict=True):
        taken[documents[i]] += 1
        (first if taken[documents[i]] <= cap else rest).append((i, score))
    return first + rest


def matches(analyzer: Analyzer, text: str, terms: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where words of the text share a term with the question; stop words are passed over."""
    wanted = {term for term in terms if len(term) > 2 or term.isdigit()}
    return tuple(
        (token.start, token.end)
        for token in analyzer.tokens(text)
        if wanted.intersection(token.terms)
    )


def _refuse_foreign(generation: Generation, embedder: Embedder) -> None:
    manifest = generation.manifest
    if manifest.fingerprint != embedder.fingerprint:
        raise IndexForeign(
            "index_model", path=str(generation.folder), built=manifest.model, wanted=embedder.name
        )
