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
from index.analysis import Analyzer, Token, fold
from index.dense import DenseIndex
from index.expansion import ENGLISH_WORDS, Expander, Expansion, is_english
from index.fusion import fuse
from index.generations import Generation
from index.lexical import LexicalIndex, Restriction
from index.ports import EMPTY_RANKING, Embedder, Ids, Ranking, Vectors
from index.query import Query, allowed_documents, allowed_roles, checked
from index.spelling import Respelling, nearest, respelt, with_diacritics
from index.store import FILE_NAME, Store
from index.sync import LEXICAL_FOLDER

CANDIDATES = 200
"""How deep each half is read before the fusion."""
_SAME_START = 2
"""Letters at which a misspelt word must begin like the right one."""


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
    respelt: tuple[tuple[str, str], ...] = ()
    """Words as typed that no passage has, each with the nearest one that was searched for."""
    expanded: tuple[str, ...] = ()
    """Concepts of the thesaurus that were searched for as well."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A checked question with what both halves need of it."""

    query: Query
    terms: list[str]
    expansion: Expansion
    vector: Vectors | None
    spelling: tuple[Respelling, ...]


class Searcher:
    """One open generation; made once, asked often, replaced when the generation changes."""

    def __init__(
        self,
        generation: Generation,
        analyzer: Analyzer,
        embedder: Embedder,
        expander: Expander | None = None,
    ) -> None:
        refuse_foreign(generation, embedder)
        self.generation = generation
        self._analyzer = analyzer
        self._embedder = embedder
        self._expander = expander
        self.store = Store.open(generation.folder / FILE_NAME)
        self.documents = {document.id: document for document in self.store.documents()}
        self._lexical = LexicalIndex(generation.folder / LEXICAL_FOLDER)
        self._dense = DenseIndex.read(generation.folder)

    @classmethod
    def open(
        cls,
        data: Path,
        analyzer: Analyzer,
        embedder: Embedder,
        expander: Expander | None = None,
    ) -> Searcher:
        """Opens the current generation after checking every file against its checksum.

        A writer may remove a generation that is just being opened; then the newer one is opened.
        """
        number = generations.current_number(data)
        try:
            generation = generations.current(data)
            generations.verify(generation)
            return cls(generation, analyzer, embedder, expander)
        except Exception:
            if generations.current_number(data) == number:
                raise
        return cls.open(data, analyzer, embedder, expander)

    def search(self, query: Query) -> Results:
        """Filters, ranks by words and by meaning, fuses, caps per document, explains."""
        asked = self._asked(query)
        restriction = self._restriction(asked.query)
        subset = None if restriction.is_open else self._lexical.matching(restriction)
        lexical = self._rank_by_words(asked, CANDIDATES, restriction)
        dense = self._rank_by_meaning(asked, CANDIDATES, subset)
        chosen = self._capped(self._fused(asked, lexical, dense), asked.query)
        hits = tuple(self._hits(chosen, (lexical, dense), asked.terms))
        searched = len(self._lexical) if subset is None else len(subset)
        respellings = self._respellings(asked, hits)
        return Results(asked.query, hits, searched, respellings, asked.expansion.labels)

    def rank(self, question: str, depth: int) -> dict[str, Ranking]:
        """Words alone (misspelt ones put right), meaning alone, and their fusion; uncapped."""
        asked = self._asked(Query(question, limit=1))
        dense = self._dense.search(self._embedder.embed_query(asked.query.text), depth)
        near = self._rank_by_meaning(asked, depth, None)
        hybrid = self._fused(asked, self._rank_by_words(asked, depth, Restriction()), near)
        return {
            "lexical": self._lexical.search(asked.terms, depth),
            "dense": dense,
            "hybrid": hybrid,
        }

    def frequencies(self, terms: Iterable[str]) -> tuple[dict[str, int], int]:
        """In how many passages each term stands, and how many passages there are."""
        counts = {term: self._lexical.document_frequency(term) for term in terms}
        return counts, len(self._lexical)

    def _respellings(self, asked: _Asked, hits: Sequence[Hit]) -> tuple[tuple[str, str], ...]:
        """Each respelling as typed and, where a hit has the word, as it is written there."""
        typed = ((asked.query.text[r.start : r.end], r.word) for r in asked.spelling)
        misspelt = ((word, found) for word, found in typed if fold(word) != fold(found))
        return tuple((word, self._as_written(found, hits)) for word, found in misspelt)

    def _as_written(self, word: str, hits: Sequence[Hit]) -> str:
        texts = (hit.passage.text for hit in hits)
        found = ((text, t) for text in texts for t in self._analyzer.tokens(text))
        return next((text[t.start : t.end] for text, t in found if t.surface == word), word)

    def _asked(self, query: Query) -> _Asked:
        query = checked(query)
        spelling = self._spelling(query)
        text = respelt(query.text, spelling)
        expands = self._expander is not None and query.expand
        expansion = self._expander.expand(text) if self._expander and expands else Expansion()
        needed = self._embedder.dense_weight > 0
        vector = self._embedder.embed_query(text) if needed else None
        return _Asked(query, self._terms(text), expansion, vector, spelling)

    def _spelling(self, query: Query) -> tuple[Respelling, ...]:
        """What stands for the words of a Polish question that no passage has."""
        if not query.expand or is_english(query.text):
            return ()
        words = ((t, query.text[t.start : t.end]) for t in self._analyzer.tokens(query.text))
        unknown = (t for t, word in words if self._is_unknown(t) and not self._analyzer.knows(word))
        found = ((t, self._nearest(t.surface)) for t in unknown)
        return tuple(Respelling(t.start, t.end, word) for t, word in found if word)

    def _is_unknown(self, token: Token) -> bool:
        return not any(self._lexical.document_frequency(term) for term in token.terms)

    def _nearest(self, word: str) -> str:
        """The word as Polish writes it, where only diacritics are missing; else the nearest."""
        for variant in with_diacritics(word):
            if not all(self._is_unknown(token) for token in self._analyzer.tokens(variant)):
                return variant
        return next(iter(nearest(word, self._lexical.words_beginning(word[:_SAME_START]))), "")

    def _terms(self, question: str) -> list[str]:
        """The question's terms; English function words, Polish ones by accident, left out."""
        if not is_english(question):
            return self._analyzer.terms(question)
        kept = (t for t in self._analyzer.tokens(question) if t.surface not in ENGLISH_WORDS)
        return [term for token in kept for term in token.terms]

    def _restriction(self, query: Query) -> Restriction:
        documents = allowed_documents(query.filters, tuple(self.documents.values()))
        phrases = (tuple(self._analyzer.words(phrase)) for phrase in query.phrases)
        return Restriction(documents, allowed_roles(query.filters), tuple(p for p in phrases if p))

    def _rank_by_words(self, asked: _Asked, depth: int, restriction: Restriction) -> Ranking:
        return self._lexical.search(asked.terms, depth, restriction, asked.expansion.weights)

    def _rank_by_meaning(self, asked: _Asked, depth: int, subset: Ids | None) -> Ranking:
        if asked.vector is None:
            return EMPTY_RANKING
        return self._dense.search(asked.vector, depth, subset)

    def _fused(self, asked: _Asked, lexical: Ranking, dense: Ranking) -> Ranking:
        """Both halves as one ranking; what only words found gets its true cosine."""
        cosines = dict(zip(dense.ids, dense.scores, strict=True))
        if asked.vector is not None:
            rest = np.array([i for i in lexical.ids if i not in cosines], dtype=np.int64)
            scores = self._dense.scores(asked.vector, rest)
            cosines |= {int(i): float(score) for i, score in zip(rest, scores, strict=True)}
        words = dict(zip(lexical.ids, lexical.scores, strict=True))
        return fuse(words, cosines, self._embedder.dense_weight)

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


def refuse_foreign(generation: Generation, embedder: Embedder) -> None:
    manifest = generation.manifest
    if manifest.fingerprint != embedder.fingerprint:
        raise IndexForeign(
            "index_model", path=str(generation.folder), built=manifest.model, wanted=embedder.name
        )
