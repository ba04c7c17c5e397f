"""Documents, pages and passages in one SQLite file of an index generation."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from corpus.model import Box, Document, Page, Passage, Role, Span

FILE_NAME = "store.sqlite"
_SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL, city TEXT NOT NULL, network TEXT NOT NULL, edition TEXT NOT NULL,
    year INTEGER, voivodeship TEXT NOT NULL, population INTEGER, source TEXT NOT NULL,
    unread_pages TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE pages (
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    number INTEGER NOT NULL, text TEXT NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
    PRIMARY KEY (document_id, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, text TEXT NOT NULL, heading_path TEXT NOT NULL,
    role TEXT NOT NULL, spans TEXT NOT NULL, boxes TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE INDEX passages_by_document ON passages(document_id, ordinal);
"""
_DOCUMENT_COLUMNS = ", ".join(field.name for field in fields(Document))
_PASSAGE_COLUMNS = "key, document_id, ordinal, text, heading_path, role, spans, boxes"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with all that was read from it, ready to be stored."""

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    unread_pages: tuple[int, ...] = ()


def embedded_text(document: Document, passage: Passage) -> str:
    """What the embedder sees of a passage: its heading path, then its text."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Store:
    """Reads and writes one store file; a reader opens it read-only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA secure_delete = ON")

    @classmethod
    def create(cls, path: Path) -> Store:
        store = cls(sqlite3.connect(path))
        store._db.executescript(_SCHEMA)
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """A read-only view that several threads may share, one at a time."""
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    def copy_to(self, path: Path) -> Store:
        """A writable copy in another file."""
        copy = sqlite3.connect(path)
        self._db.backup(copy)
        return Store(copy)

    def close(self) -> None:
        self._db.close()

    def commit(self) -> None:
        self._db.commit()

    def documents(self) -> tuple[Document, ...]:
        """Every document, by id."""
        rows = self._db.execute(f"SELECT {_DOCUMENT_COLUMNS} FROM documents ORDER BY id")  # noqa: S608
        return tuple(Document(*row) for row in rows)

    def document(self, document_id: str) -> Document | None:
        query = f"SELECT {_DOCUMENT_COLUMNS} FROM documents WHERE id = ?"  # noqa: S608
        row = self._db.execute(query, (document_id,)).fetchone()
        return Document(*row) if row else None

    def pages(self, document_id: str) -> tuple[Page, ...]:
        rows = self._db.execute(
            "SELECT number, text, width, height FROM pages WHERE document_id = ? ORDER BY number",
            (document_id,),
        )
        return tuple(Page(*row) for row in rows)

    def unread_pages(self, document_id: str) -> tuple[int, ...]:
        query = "SELECT unread_pages FROM documents WHERE id = ?"
        row = self._db.execute(query, (document_id,)).fetchone()
        return tuple(json.loads(row[0])) if row else ()

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in reading order."""
        rows = self._db.execute(
            f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE document_id = ? ORDER BY ordinal",  # noqa: S608
            (document_id,),
        )
        return tuple(_passage(row) for row in rows)

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Passages by their row ids; unknown ids are left out."""
        query = f"SELECT id, {_PASSAGE_COLUMNS} FROM passages WHERE id = ?"  # noqa: S608
        rows = (self._db.execute(query, (i,)).fetchone() for i in ids)
        return {row[0]: _passage(row[1:]) for row in rows if row}

    def documents_of(self, ids: Sequence[int]) -> dict[int, str]:
        """The document id of each row id."""
        query = "SELECT document_id FROM passages WHERE id = ?"
        rows = ((i, self._db.execute(query, (i,)).fetchone()) for i in ids)
        return {i: row[0] for i, row in rows if row}

    def digests(self) -> Iterator[tuple[int, str]]:
        """(row id, digest of the embedded text) of every passage, ids ascending."""
        yield from self._db.execute("SELECT id, digest FROM passages ORDER BY id")

    def counts(self) -> dict[str, int]:
        query = (
            "SELECT (SELECT COUNT(*) FROM documents), (SELECT COUNT(*) FROM pages),"
            " (SELECT COUNT(*) FROM passages)"
        )
        documents, pages, passages = self._db.execute(query).fetchone()
        return {"documents": documents, "pages": pages, "passages": passages}

    def remove(self, document_ids: Iterable[str]) -> frozenset[str]:
        """Removes documents with all that was read from them; gives the ids that were there."""
        gone = frozenset(i for i in document_ids if self.document(i))
        self._db.executemany("DELETE FROM documents WHERE id = ?", ((i,) for i in gone))
        return gone

    def add(self, prepared: Prepared) -> list[int]:
        """Stores one document and gives the new row ids of its passages, in order."""
        unread = json.dumps(prepared.unread_pages)
        marks = ", ".join("?" * (len(fields(Document)) + 1))
        self._db.execute(
            f"INSERT INTO documents ({_DOCUMENT_COLUMNS}, unread_pages) VALUES ({marks})",  # noqa: S608
            (*astuple(prepared.document), unread),
        )
        self._db.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
            ((prepared.document.id, p.number, p.text, p.width, p.height) for p in prepared.pages),
        )
        return [self._add_passage(prepared.document, passage) for passage in prepared.passages]

    def _add_passage(self, document: Document, passage: Passage) -> int:
        cursor = self._db.execute(
            f"INSERT INTO passages ({_PASSAGE_COLUMNS}, digest) VALUES (?,?,?,?,?,?,?,?,?)",  # noqa: S608
            (
                passage.id,
                document.id,
                passage.ordinal,
                passage.text,
                json.dumps(passage.heading_path, ensure_ascii=False),
                passage.role.value,
                json.dumps([astuple(span) for span in passage.spans]),
                json.dumps([astuple(box) for box in passage.boxes]),
                digest_of(embedded_text(document, passage)),
            ),
        )
        return int(cursor.lastrowid or 0)


def _passage(row: tuple[str, str, int, str, str, str, str, str]) -> Passage:
    key, document_id, ordinal, text, heading_path, role, spans, boxes = row
    return Passage(
        id=key,
        document_id=document_id,
        ordinal=ordinal,
        text=text,
        heading_path=tuple(json.loads(heading_path)),
        role=Role(role),
        spans=tuple(Span(*span) for span in json.loads(spans)),
        boxes=tuple(Box(*box) for box in json.loads(boxes)),
    )
