"""Walk 1: PDFs -> passages -> the next generation of the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import CuratorError, UnreadableDocument
from corpus.model import Document, Passage, Reading
from index import generations
from index.generations import Generation, Manifest
from index.search import refuse_foreign
from index.store import FILE_NAME, Prepared, Store
from index.sync import Builder, Changes
from ingest.facts import propose
from ingest.isolate import read_many
from ingest.passages import split
from service.gathering import described, gather
from service.library import Library, stored_documents
from service.sorting import Same, Wanted, is_gone, sorted_out

PUBLISH_EVERY = 200
"""Documents after which what was read so far is published, so that a long run can resume."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; ``name`` is one of kept, replaced, updated, unchanged, removed,
    or the code of the reason it was skipped for."""

    path: str
    name: str
    document_id: str = ""
    fields: dict[str, object] = field(default_factory=dict)
    unread_pages: tuple[int, ...] = ()
    ocr_pages: dict[int, float] = field(default_factory=dict)

    @property
    def is_skipped(self) -> bool:
        return self.name not in ("kept", "replaced", "updated", "unchanged", "removed")


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of every file of a run, and whether it was stopped early."""

    outcomes: tuple[Outcome, ...]
    stopped: bool = False

    def count(self, *names: str) -> int:
        return sum(outcome.name in names for outcome in self.outcomes)

    @property
    def skipped(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.is_skipped)


class Adding:
    """One run over some places."""

    def __init__(self, library: Library, progress: Progress = lambda *_: None) -> None:
        self._library = library
        self._data = library.settings.data
        self._progress = progress
        self._known = {document.id: document for document in stored_documents(self._data)}
        self._outcomes: list[Outcome] = []

    def run(self, places: Sequence[Path], prune: bool = False) -> Report:
        """Reads what is new, publishes it, and says what became of every file."""
        found = sorted_out(gather(places), self._known)
        self._settle_model(is_writing=bool(found.wanted))
        self._outcomes += (_refusal(error) for error in found.refused)
        redescribed = tuple(self._redescribed(found.same))
        removed = tuple(self._vanished(found.same)) if prune else ()
        stopped = self._read_and_publish(found.wanted, Changes(redescribed, removed))
        self._library.shelf.keep_only(stored_documents(self._data))
        return Report(tuple(sorted(self._outcomes, key=lambda outcome: outcome.path)), stopped)

    def _settle_model(self, is_writing: bool) -> None:
        """An index of another model is replaced on request only (``pim reindex``).

        Where the operator chose no model and the bundled one came in a newer version, the index
        follows it by itself.
        """
        if not self._known:
            return
        generation = generations.current(self._data)
        if not self._library.settings.model:
            self._follow_newer_version(generation)
        elif is_writing or self._library.model != generation.manifest.model:
            refuse_foreign(generation, self._library.embedder)

    def _follow_newer_version(self, generation: Generation) -> None:
        if generation.manifest.fingerprint != self._library.embedder.fingerprint:
            rebuild(self._library, self._progress)

    def _redescribed(self, found: Sequence[Same]) -> Iterator[Prepared]:
        """Unchanged files; those that moved or whose catalogue row changed are stored again."""
        for same in found:
            document, changed = same.document, same.document != same.stored
            name = "updated" if changed else "unchanged"
            self._outcomes.append(Outcome(document.path, name, document.id))
            self._library.shelf.keep(document)
            if changed:
                yield _stored(self._data, document)

    def _vanished(self, found: Sequence[Same]) -> Iterator[str]:
        present = {same.document.id for same in found}
        for document in self._known.values():
            if document.id not in present and is_gone(document):
                self._outcomes.append(Outcome(document.path, "removed", document.id))
                yield document.id

    def _read_and_publish(self, wanted: Sequence[Wanted], changes: Changes) -> bool:
        """Publishes as it goes; on Ctrl-C what was read is kept and True is returned."""
        ready: list[Prepared] = list(changes.added)
        removed = changes.removed
        try:
            for prepared in self._read(wanted):
                ready.append(prepared)
                if len(ready) >= PUBLISH_EVERY:
                    self._publish(Changes(tuple(ready), removed))
                    ready, removed = [], ()
        except KeyboardInterrupt:
            self._publish(Changes(tuple(ready), removed))
            return True
        self._publish(Changes(tuple(ready), removed))
        return False

    def _read(self, wanted: Sequence[Wanted]) -> Iterator[Prepared]:
        by_path = {w.candidate.path: w for w in wanted}
        self._progress("reading", 0, len(wanted))
        readings = read_many(list(by_path), workers=self._library.settings.workers)
        for done, (path, reading) in enumerate(readings, start=1):
            self._progress("reading", done, len(wanted))
            if isinstance(reading, UnreadableDocument):
                self._outcomes.append(Outcome(str(path), reading.code, fields=reading.fields))
            else:
                yield self._prepared(by_path[path], reading)

    def _prepared(self, wanted: Wanted, reading: Reading) -> Prepared:
        facts = propose(reading, wanted.candidate.path, self._networks())
        document = described(wanted.document, wanted.candidate.entry, facts)
        self._library.shelf.keep(document)
        passages: tuple[Passage, ...] = split(reading, document.id)
        name = "kept" if wanted.is_new else "replaced"
        unread, scanned = reading.unread_pages, reading.ocr_pages
        outcome = Outcome(document.path, name, document.id, unread_pages=unread, ocr_pages=scanned)
        self._outcomes.append(outcome)
        return Prepared(document, reading.pages, passages, unread)

    def _networks(self) -> tuple[str, ...]:
        return tuple(sorted({d.network for d in self._known.values()} - {""}))

    def _publish(self, changes: Changes) -> None:
        if changes.is_empty:
            return
        builder = Builder(self._data, self._library.analyzer, self._library.embedder)
        builder.build(changes, lambda done, all_: self._progress("embedding", done, all_))


def rebuild(library: Library, progress: Progress = lambda *_: None) -> Manifest:
    """The same documents in a new generation by the model now set, read from the store.

    Search goes on in the old generation until the new one is published.
    """
    documents = list(stored_documents(library.settings.data))
    prepared = tuple(_stored(library.settings.data, document) for document in documents)
    builder = Builder(library.settings.data, library.analyzer, library.embedder)
    counted = builder.build(Changes(prepared), lambda done, all_: progress("embedding", done, all_))
    return counted.manifest


def _refusal(error: CuratorError) -> Outcome:
    return Outcome(str(error.fields.get("path", "")), error.code, fields=error.fields)


def _stored(data: Path, document: Document) -> Prepared:
    """A document with the pages and passages that the index already has of it."""
    store = Store.open(generations.current(data).folder / FILE_NAME)
    try:
        passages = store.passages_of(document.id)
        unread = store.unread_pages(document.id)
        return Prepared(document, store.pages(document.id), _renumbered(passages), unread)
    finally:
        store.close()


def _renumbered(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(replace(passage, ordinal=n) for n, passage in enumerate(passages))
