"""What people decided about links, kept apart from any index and surviving all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import starmap
from pathlib import Path

from corpus.errors import StorageFailed

FILE_NAME = "decisions.sqlite"


class Verdict(StrEnum):
    """What a person says of a link."""

    CONFIRM = "confirm"
    REJECT = "reject"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, anchored on the city's document and its words, not on any passage."""

    barrier_id: str
    barrier_title: str
    document_id: str
    quote: str
    page: int
    verdict: Verdict
    status: str
    """What a confirmed link says: stated, implied or denied."""
    merged_into: str
    """The barrier that a merged link belongs to."""
    author: str
    note: str
    at: str = ""


class Decisions:
    """The file of decisions under one data directory; nothing in it is ever changed."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE_NAME

    def all(self) -> tuple[Decision, ...]:
        """Every decision, oldest first; none where the file does not exist yet."""
        if not self._path.is_file():
            return ()
        names = ", ".join(field.name for field in fields(Decision))
        with self._open() as db:
            rows = db.execute(f"SELECT {names} FROM decisions ORDER BY id").fetchall()  # noqa: S608
        return tuple(
            replace(decision, verdict=Verdict(decision.verdict))
            for decision in starmap(Decision, rows)
        )

    def add(self, decision: Decision) -> Decision:
        """Keeps a decision and gives it back with the time it was made."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        values = (*astuple(decision)[:-1], now)
        names = ", ".join(field.name for field in fields(Decision))
        marks = ", ".join("?" * len(values))
        with self._open() as db, db:
            db.execute(f"INSERT INTO decisions ({names}) VALUES ({marks})", values)  # noqa: S608
        return Decision(*values)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        columns = ", ".join(f"{field.name} NOT NULL" for field in fields(Decision))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path)) as db:
                db.execute(
                    f"CREATE TABLE IF NOT EXISTS decisions (id INTEGER PRIMARY KEY, {columns})"
                )
                yield db
        except (OSError, sqlite3.Error) as error:
            raise StorageFailed(path=str(self._path), reason=str(error)) from error
