"""Documents added and removed -> a new generation of the index.

What did not change costs a copy; vectors come from the cache wherever the text was embedded
before by the same model.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.model import Document, Passage
from index import generations
from index.analysis import Analyzer
from index.cache import EmbeddingCache
from index.dense import DenseIndex
from index.generations import FORMAT, Generation, Manifest
from index.lexical import LexicalEntry, write_lexical
from index.ports import Embedder, Vectors
from index.store import FILE_NAME, Prepared, Store, digest_of, embedded_text

LEXICAL_FOLDER = "lexical"
_BATCH = 256

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Changes:
    """What the next generation adds (replacing documents of the same id) and removes."""

    added: tuple[Prepared, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.added and not self.removed

    @property
    def outdated(self) -> tuple[str, ...]:
        """The ids of documents whose old passages must go."""
        return self.removed + tuple(prepared.document.id for prepared in self.added)


@dataclass(frozen=True, slots=True)
class Builder:
    """Who builds an index: where, with which analysis and which model."""

    data: Path
    analyzer: Analyzer
    embedder: Embedder

    def build(self, changes: Changes, progress: Progress = lambda done, all_: None) -> Generation:
        """Writes and publishes the next generation; progress is told in passages embedded."""
        with generations.building(self.data) as scratch:
            previous = _previous(self.data)
            store = _start_store(previous, scratch)
            try:
                self._write_passages(store, previous, scratch, changes)
                self._write_vectors(store, scratch, progress)
                manifest = self._manifest(store)
            finally:
                store.close()
            return generations.publish(self.data, scratch, manifest)

    def _write_passages(
        self, store: Store, previous: Generation | None, scratch: Path, changes: Changes
    ) -> None:
        gone = store.remove(changes.outdated)
        entries = self._entries(store, changes.added)
        old = previous.folder / LEXICAL_FOLDER if previous else None
        write_lexical(scratch / LEXICAL_FOLDER, entries, gone, old)
        store.commit()

    def _entries(self, store: Store, added: Sequence[Prepared]) -> Iterator[LexicalEntry]:
        for prepared in added:
            ids = store.add(prepared)
            for row, passage in zip(ids, prepared.passages, strict=True):
                yield lexical_entry(self.analyzer, row, prepared.document, passage)

    def _write_vectors(self, store: Store, scratch: Path, progress: Progress) -> None:
        rows = list(store.digests())
        try:
            vectors = self._vectors(store, rows, progress)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            EmbeddingCache.discard(self.data)
            vectors = self._vectors(store, rows, progress)
        DenseIndex.build(np.array([i for i, _ in rows], dtype=np.int64), vectors).write(scratch)

    def _vectors(self, store: Store, rows: list[tuple[int, str]], progress: Progress) -> Vectors:
        digests = [digest for _, digest in rows]
        with EmbeddingCache(self.data) as cache:
            self._embed_missing(store, cache, rows, progress)
            vectors = cache.get(self.embedder.fingerprint, digests, self.embedder.dimension)
            cache.forget_all_but(set(digests))
        return vectors

    def _embed_missing(
        self, store: Store, cache: EmbeddingCache, rows: list[tuple[int, str]], progress: Progress
    ) -> None:
        known = cache.known(self.embedder.fingerprint, (digest for _, digest in rows))
        missing = [row for row, digest in rows if digest not in known]
        for start in range(0, len(missing), _BATCH):
            texts = _texts(store, missing[start : start + _BATCH])
            vectors = self.embedder.embed_passages(texts)
            cache.put(self.embedder.fingerprint, [digest_of(text) for text in texts], vectors)
            progress(min(start + _BATCH, len(missing)), len(missing))

    def _manifest(self, store: Store) -> Manifest:
        return Manifest(
            format=FORMAT,
            number=(generations.current_number(self.data) or 0) + 1,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=self.embedder.name,
            fingerprint=self.embedder.fingerprint,
            dimension=self.embedder.dimension,
            counts=store.counts(),
            files={},
        )


def lexical_entry(
    analyzer: Analyzer, row: int, document: Document, passage: Passage
) -> LexicalEntry:
    """The terms of one passage by field."""
    about = f"{document.title} {document.city} {document.network} {document.kind}"
    return LexicalEntry(
        id=row,
        document=document.id,
        role=passage.role.value,
        body=analyzer.terms(passage.text),
        heading=analyzer.terms(passage.heading),
        about=analyzer.terms(about),
        words=analyzer.words(passage.text),
    )


def _previous(data: Path) -> Generation | None:
    """The generation to build on; a damaged one stops the writer by its own error."""
    if generations.current_number(data) is None:
        return None
    generation = generations.current(data)
    generations.verify(generation)
    return generation


def _start_store(previous: Generation | None, scratch: Path) -> Store:
    if previous is None:
        return Store.create(scratch / FILE_NAME)
    old = Store.open(previous.folder / FILE_NAME)
    try:
        return old.copy_to(scratch / FILE_NAME)
    finally:
        old.close()


def _texts(store: Store, ids: Sequence[int]) -> list[str]:
    passages = store.passages(ids)
    documents = {document.id: document for document in store.documents()}
    return [embedded_text(documents[passages[i].document_id], passages[i]) for i in ids]
