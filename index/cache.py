"""Vectors already computed, by model fingerprint and digest of the text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.ports import Vectors

FILE_NAME = "embeddings.sqlite"


class EmbeddingCache:
    """A write-through cache in its own SQLite file, beside the generations.

    It outlives them, so an interrupted run resumes and a model tried before costs nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / FILE_NAME)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA secure_delete = ON")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS embeddings (model TEXT, digest TEXT, vector BLOB,"
            " PRIMARY KEY (model, digest)) WITHOUT ROWID"
        )

    @staticmethod
    def discard(folder: Path) -> None:
        """Removes the file; whatever it held can be computed again."""
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def known(self, model: str, digests: Iterable[str]) -> set[str]:
        """Which digests have a vector of this model."""
        query = "SELECT 1 FROM embeddings WHERE model = ? AND digest = ?"
        return {d for d in digests if self._db.execute(query, (model, d)).fetchone()}

    def put(self, model: str, digests: Sequence[str], vectors: Vectors) -> None:
        rows = ((model, d, v.tobytes()) for d, v in zip(digests, vectors, strict=True))
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)

    def get(self, model: str, digests: Sequence[str], dimension: int) -> Vectors:
        """The vectors of digests that are all known, float32 of shape (n, dimension)."""
        query = "SELECT vector FROM embeddings WHERE model = ? AND digest = ?"
        vectors = np.zeros((len(digests), dimension), dtype=np.float32)
        for row, digest in enumerate(digests):
            (blob,) = self._db.execute(query, (model, digest)).fetchone()
            vectors[row] = np.frombuffer(blob, dtype=np.float32)
        return vectors

    def forget_all_but(self, digests: set[str]) -> None:
        """Drops what no passage needs any more, so that removal is real."""
        stored = {digest for (digest,) in self._db.execute("SELECT digest FROM embeddings")}
        with self._db:
            self._db.executemany(
                "DELETE FROM embeddings WHERE digest = ?", ((d,) for d in stored - digests)
            )
