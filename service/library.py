"""The open collection: asked for hits and documents, told to add and remove."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.errors import IndexCorrupt, IndexMissing, NotFound, PimError
from corpus.model import Document, Page, Passage
from index import generations
from index.analysis import Analyzer
from index.embedding import DEFAULT_MODEL, open_embedder
from index.expansion import Expander, open_expander
from index.generations import Manifest
from index.lemmas import open_lemmatizer
from index.ports import Embedder
from index.query import Query
from index.search import Results, Searcher
from service.settings import Settings
from service.shelf import Shelf

LEMMAS_FOLDER = "lemmas"


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything one generation holds, for what must see all of it and not the best alone."""

    manifest: Manifest
    passages: Mapping[Document, tuple[Passage, ...]]
    unread_pages: Mapping[str, tuple[int, ...]]
    """Pages without readable text, by document id; documents read whole are left out."""


class Library:
    """One data directory with one model; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.shelf = Shelf(settings.data)
        self._lock = threading.Lock()
        self._searcher: Searcher | None = None
        self._embedders: dict[str, Embedder] = {}

    @cached_property
    def analyzer(self) -> Analyzer:
        with generations.storage(self.settings.data):
            return Analyzer(open_lemmatizer(self.settings.data / LEMMAS_FOLDER))

    @property
    def model(self) -> str:
        """The operator's choice; else the model that built the index; else the bundled one."""
        if self.settings.model:
            return self.settings.model
        if generations.current_number(self.settings.data) is None:
            return DEFAULT_MODEL
        return generations.current(self.settings.data).manifest.model

    @property
    def embedder(self) -> Embedder:
        """The model in use, loaded once; another one after ``pim reindex`` moved the index."""
        name = self.model
        if name not in self._embedders:
            self._embedders[name] = open_embedder(name, self.settings.dense_weight)
        return self._embedders[name]

    @cached_property
    def expander(self) -> Expander:
        """The thesaurus as the search uses it, analysed once for each change of its tables."""
        cache = self.settings.data / LEMMAS_FOLDER
        return open_expander(self.settings.thesaurus, cache, self.analyzer)

    def load_model(self) -> None:
        """Loads the model now rather than at the first question; raises ModelMissing."""
        _ = self.embedder

    def search(self, query: Query) -> tuple[Results, Manifest]:
        """The hits of a question and the generation they came from."""
        with self._lock:
            searcher = self._current()
            return searcher.search(query), searcher.generation.manifest

    def frequencies(self, terms: Iterable[str]) -> tuple[dict[str, int], int]:
        """In how many passages each term stands, and how many passages there are."""
        with self._lock:
            return self._current().frequencies(terms)

    def manifest(self) -> Manifest:
        """What the open generation says of itself."""
        with self._lock:
            return self._current().generation.manifest

    def glimpse(self) -> Manifest | None:
        """The same at no cost: of what is open, else of what lies on the disk, else nothing."""
        if self._searcher:
            return self._searcher.generation.manifest
        try:
            return generations.current(self.settings.data).manifest
        except PimError:
            return None

    def documents(self) -> tuple[Document, ...]:
        """Every document, by id."""
        with self._lock:
            return tuple(self._current().documents.values())

    def document(self, document_id: str) -> Document:
        """One document; raises NotFound."""
        with self._lock:
            found = self._current().documents.get(document_id)
        if found is None:
            raise NotFound("no_such_document", id=document_id)
        return found

    def pages(self, document_id: str) -> tuple[Page, ...]:
        """The pages of a document as they were read."""
        document = self.document(document_id)
        with self._lock:
            return self._current().store.pages(document.id)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of a document in reading order."""
        document = self.document(document_id)
        with self._lock:
            return self._current().store.passages_of(document.id)

    def unread_pages(self, document_id: str) -> tuple[int, ...]:
        """The pages on which no text could be read."""
        with self._lock:
            return self._current().store.unread_pages(document_id)

    def picture(self, document_id: str, page: int) -> bytes:
        """A page as PNG; raises NotFound for a page the document does not have."""
        document = self.document(document_id)
        count = len(self.pages(document_id))
        if not 1 <= page <= count:
            raise NotFound("no_such_page", id=document_id, page=page, pages=count)
        return self.shelf.picture(document, page)

    def file(self, document_id: str) -> Path:
        """The PDF as it was indexed."""
        return self.shelf.file(self.document(document_id))

    def holdings(self) -> Holdings:
        """All documents with all their passages, of one generation."""
        with self._lock:
            searcher = self._current()
            store, documents = searcher.store, searcher.documents.values()
            passages = {document: store.passages_of(document.id) for document in documents}
            unread = {d.id: pages for d in documents if (pages := store.unread_pages(d.id))}
            return Holdings(searcher.generation.manifest, passages, unread)

    def open_searcher(self) -> Searcher:
        """A searcher of one's own over the current generation."""
        return Searcher.open(self.settings.data, self.analyzer, self.embedder, self.expander)

    def _current(self) -> Searcher:
        """The open generation, changed for a newer one as soon as that is published."""
        number = generations.current_number(self.settings.data)
        if number is None:
            raise IndexMissing(path=str(self.settings.data))
        if self._searcher is None or number != self._searcher.generation.manifest.number:
            self._searcher = self.open_searcher()
        return self._searcher


def stored_documents(data: Path) -> Iterator[Document]:
    """The documents of the current generation, without a model; none where there is no index."""
    from index.store import FILE_NAME, Store

    if generations.current_number(data) is None:
        return
    path = generations.current(data).folder / FILE_NAME
    try:
        with closing(Store.open(path)) as store:
            yield from store.documents()
    except sqlite3.DatabaseError as error:
        raise IndexCorrupt(path=str(path)) from error
