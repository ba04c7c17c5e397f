"""The lexical half: BM25 over our own terms, exact phrases and filters, with tantivy.

Tantivy sees text that ``index.analysis`` has already made into terms; its own tokenizer only
splits at spaces. Filters and phrases restrict the passages before anything is ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import tantivy

from index.ports import EMPTY_RANKING, Ids, Ranking

FIELD_BOOSTS = {"body": 1.0, "heading": 0.8, "about": 0.3}
"""Where a term may stand and what it counts there."""
_TOKENIZER = "spaces"
_HEAP_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One passage as the lexical index keeps it: terms by field, and what filters need."""

    id: int
    document: str
    role: str
    body: Sequence[str]
    heading: Sequence[str]
    about: Sequence[str]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Restriction:
    """Which passages may be found at all; ``None`` leaves a side open."""

    documents: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def is_open(self) -> bool:
        return self.documents is None and self.roles is None and not self.phrases


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, fast=True)
    for field in ("document", "role"):
        builder.add_text_field(field, stored=True, tokenizer_name="raw", index_option="basic")
    for field in FIELD_BOOSTS:
        builder.add_text_field(field, stored=True, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("words", stored=True, tokenizer_name=_TOKENIZER, index_option="position")
    return builder.build()


_SCHEMA = _schema()


def _open(folder: Path) -> tantivy.Index:
    """Without tantivy's own watching thread, which writes lock files beside what it watches."""
    index = tantivy.Index(_SCHEMA, path=str(folder))
    index.config_reader(reload_policy="manual")
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, splitter)
    return index


def write_lexical(
    folder: Path,
    added: Iterable[LexicalEntry],
    removed: frozenset[str] = frozenset(),
    previous: Path | None = None,
) -> None:
    """Writes what ``previous`` holds, less the passages of some documents, and the added ones.

    Where nothing is removed the old files are taken over. Else every passage that stays is
    written anew: tantivy keeps the words of removed passages, and counts them in BM25, until
    it happens to merge.
    """
    if previous and not removed:
        copytree(previous, folder)
    kept = _remaining(previous, removed) if previous and removed else ()
    folder.mkdir(exist_ok=True)
    with _disk_errors():
        writer = _open(folder).writer(_HEAP_BYTES, 1)
    for document in chain(kept, map(_document, added)):
        with _disk_errors():
            writer.add_document(document)
    with _disk_errors():
        writer.commit()
        writer.wait_merging_threads()


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Tantivy reports a disk that refuses as ValueError."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error


def _remaining(folder: Path, removed: frozenset[str]) -> Iterator[tantivy.Document]:
    """The passages of all other documents as they were stored, ids ascending."""
    index = LexicalIndex(folder)
    for document in index.stored():
        if document["document"][0] not in removed:
            yield document


def _document(entry: LexicalEntry) -> tantivy.Document:
    return tantivy.Document(
        id=entry.id,
        document=entry.document,
        role=entry.role,
        body=" ".join(entry.body),
        heading=" ".join(entry.heading),
        about=" ".join(entry.about),
        words=" ".join(entry.words),
    )


class LexicalIndex:
    """Reads what ``write_lexical`` wrote."""

    def __init__(self, folder: Path) -> None:
        self._index = _open(folder)
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self,
        terms: Sequence[str],
        limit: int,
        restriction: Restriction = Restriction(),
        expansions: Iterable[tuple[str, float]] = (),
    ) -> Ranking:
        """The best passages by BM25 summed over the fields; at least one term must occur.

        A term weighs as often as it is given; ``expansions`` add terms with their own weights.
        """
        weights: dict[str, float] = dict(Counter(terms))
        for term, weight in expansions:
            weights[term] = weights.get(term, 0.0) + weight
        if not weights or limit <= 0:
            return EMPTY_RANKING
        wanted = tantivy.Query.boolean_query(list(self._scored(weights)))
        if not restriction.is_open:
            wanted = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, self._filter(restriction))]
            )
        found = self._searcher.search(wanted, limit=limit, count=False).hits
        ids = self._ids([address for _, address in found])
        pairs = sorted(zip(ids, (score for score, _ in found), strict=True), key=_best_first)
        return Ranking(tuple(i for i, _ in pairs), tuple(float(score) for _, score in pairs))

    def matching(self, restriction: Restriction) -> Ids:
        """The ids of all passages that a restriction leaves, ascending."""
        query = tantivy.Query.all_query() if restriction.is_open else self._filter(restriction)
        found = self._searcher.search(query, limit=max(1, len(self)), count=False).hits
        return np.array(sorted(self._ids([address for _, address in found])), dtype=np.int64)

    def stored(self) -> Iterator[tantivy.Document]:
        """Every passage as it was written, ids ascending."""
        found = self._searcher.search(tantivy.Query.all_query(), limit=max(1, len(self))).hits
        addresses = [address for _, address in found]
        for _, address in sorted(zip(self._ids(addresses), addresses, strict=True), key=_by_id):
            yield self._searcher.doc(address)

    def document_frequency(self, term: str) -> int:
        """In how many passages a term stands in the running text."""
        return int(self._searcher.doc_freq("body", term))

    def words_beginning(self, prefix: str) -> list[tuple[str, int]]:
        """The folded words of all passages with a prefix, and in how many passages each stands."""
        return [(w, int(n)) for w, n in self._searcher.terms_with_prefix("words", prefix)]

    def _ids(self, addresses: list[Any]) -> list[int]:
        values = self._searcher.fast_field_values("id", addresses) if addresses else []
        return [int(value) for value in values if value is not None]

    def _scored(self, weights: Mapping[str, float]) -> Iterable[tuple[Any, tantivy.Query]]:
        for term, weight in weights.items():
            for field, boost in FIELD_BOOSTS.items():
                query = tantivy.Query.term_query(_SCHEMA, field, term, "freq")
                yield tantivy.Occur.Should, tantivy.Query.boost_query(query, boost * weight)

    def _filter(self, restriction: Restriction) -> tantivy.Query:
        parts = [_phrase(words) for words in restriction.phrases]
        for field, values in (("document", restriction.documents), ("role", restriction.roles)):
            if values is not None:
                parts.append(tantivy.Query.term_set_query(_SCHEMA, field, sorted(values)))
        every = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        return tantivy.Query.const_score_query(every, 0.0)


def _phrase(words: tuple[str, ...]) -> tantivy.Query:
    if len(words) == 1:
        return tantivy.Query.term_query(_SCHEMA, "words", words[0])
    return tantivy.Query.phrase_query(_SCHEMA, "words", list(words))


def _by_id(pair: tuple[int, Any]) -> int:
    return pair[0]


def _best_first(pair: tuple[int, float]) -> tuple[float, int]:
    return -pair[1], pair[0]
