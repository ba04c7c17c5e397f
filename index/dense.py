"""Nearest vectors by inner product, with FAISS.

Exact while small; an inverted file with 8-bit codes when large. Under a filter that keeps
few passages the search is exact over those alone: at 1 % an HNSW graph finds a third to four
fifths of the true ten, an inverted file 95 %, the exact scan all of them in 10 ms per million.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.ports import EMPTY_RANKING, Ids, Ranking, Vectors

EXACT_UNTIL = 200_000
"""Passages up to which every search is exact."""
_NARROW = 0.05
_PROBED = 0.25
"""The share of an inverted file's lists that a search reads: at a million mixed passages a quarter
finds .88 of the true ten in 15 ms, a hundredth .41 in 1 ms (docs/speed.md)."""

faiss.omp_set_num_threads(1)


class DenseIndex:
    """Vectors by passage id (see ``index.ports.DenseEngine``)."""

    def __init__(self, index: Any, ids: Ids) -> None:
        self._index = index
        self._ids = ids

    @classmethod
    def build(cls, ids: Ids, vectors: Vectors, exact_until: int = EXACT_UNTIL) -> DenseIndex:
        """An index over (n, d) vectors whose ids ascend."""
        index = _exact(vectors) if len(vectors) <= exact_until else _inverted_file(vectors)
        index.add(vectors)
        return cls(index, ids)

    @classmethod
    def read(cls, folder: Path) -> DenseIndex:
        """What ``write`` left in the folder; the caller has checked its checksum."""
        index = faiss.read_index(str(folder / "vectors.faiss"))
        return cls(index, np.load(folder / "vectors.ids.npy", allow_pickle=False))

    def write(self, folder: Path) -> None:
        """Through Python's file: FAISS's own passes over a disk that is full when it closes."""
        with (folder / "vectors.faiss").open("wb") as file:
            into = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined] # no stub
            faiss.write_index(self._index, into)
        np.save(folder / "vectors.ids.npy", self._ids, allow_pickle=False)

    def __len__(self) -> int:
        return len(self._ids)

    def search(self, query: Vectors, limit: int, subset: Ids | None = None) -> Ranking:
        if limit <= 0 or len(self) == 0 or not np.any(query):
            return EMPTY_RANKING
        if subset is None:
            return self._nearest(query, limit)
        known = subset[np.isin(subset, self._ids, assume_unique=True)]
        if self._is_exact or len(known) <= _NARROW * len(self):
            return best(known, self.scores(query, known), limit)
        return self._nearest(query, limit, known)

    def scores(self, query: Vectors, ids: Ids) -> Vectors:
        found = np.zeros(len(ids), dtype=np.float32)
        positions = np.searchsorted(self._ids, ids)
        inside = positions < len(self)
        inside[inside] = self._ids[positions[inside]] == ids[inside]
        if inside.any():
            found[inside] = _products(self._index.reconstruct_batch(positions[inside]), query)
        return found

    @property
    def _is_exact(self) -> bool:
        return isinstance(self._index, faiss.IndexFlat)

    def _nearest(self, query: Vectors, limit: int, subset: Ids | None = None) -> Ranking:
        """From the lists next to the query; from all of them where those hold too few."""
        if self._is_exact:
            return self._read(query, limit, None)
        possible = min(limit, len(self) if subset is None else len(subset))
        ranking = self._read(
            query, limit, self._reach(int(_PROBED * self._index.nlist) + 1, subset)
        )
        if len(ranking) == possible:
            return ranking
        return self._read(query, limit, self._reach(self._index.nlist, subset))

    def _read(self, query: Vectors, limit: int, parameters: Any) -> Ranking:
        """FAISS keeps any of equal scores where a list ends, so it is asked past the last tie."""
        asked = limit
        while True:
            asked = 2 * asked
            scores, positions = self._index.search(query[None, :], asked, params=parameters)
            found = positions[0] >= 0
            if not found.all() or scores[0][limit - 1] > scores[0][asked - 1]:
                return best(self._ids[positions[0][found]], scores[0][found], limit)

    def _reach(self, probes: int, subset: Ids | None) -> Any:
        parameters: Any = faiss.SearchParametersIVF
        if subset is None:
            return parameters(nprobe=probes)
        selector = faiss.IDSelectorBatch(np.searchsorted(self._ids, subset))
        return parameters(sel=selector, nprobe=probes)


def _products(vectors: Vectors, query: Vectors) -> Vectors:
    """Row by row, so that equal vectors score equally wherever they stand (BLAS may not)."""
    products: Vectors = np.einsum("ij,j->i", vectors, query)
    return products


def _exact(vectors: Vectors) -> Any:
    return faiss.IndexFlatIP(vectors.shape[1])


def _inverted_file(vectors: Vectors) -> Any:
    rows, dimension = vectors.shape
    kind = f"IVF{int(4 * rows**0.5)},SQ8"
    index: Any = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:: max(1, rows // 100_000)])
    index.make_direct_map()
    return index


def best(ids: Ids, scores: Vectors, limit: int) -> Ranking:
    """The ``limit`` best by score, equal scores by ascending id."""
    order = np.lexsort((ids, -scores))[:limit]
    return Ranking(
        tuple(int(i) for i in ids[order]), tuple(float(score) for score in scores[order])
    )
