"""The ports of the index: what an embedder and a ranking engine promise.

Vectors go in and ids come out: an engine never embeds, an embedder never stores. Each
port has one contract suite under ``tests/contracts`` that every implementation passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passage ids with their scores, best first; equal scores by ascending id."""

    ids: tuple[int, ...]
    scores: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.ids)


EMPTY_RANKING = Ranking((), ())


class Embedder(Protocol):
    """Texts -> unit vectors, with one verb for passages and one for a query.

    - ``name`` is what a person types to choose it; ``fingerprint`` changes whenever the same
      text could embed differently (another model, revision, prompt or precision).
    - ``embed_passages`` gives float32 of shape (n, dimension), rows of length 1 in the order of
      the texts, or of length 0 where a text holds nothing the model knows; n may be 0.
    - ``embed_query`` gives float32 of shape (dimension,), of the same space.
    - The same text gives the same vector, alone or in a batch (to 1e-5).
    - ``dense_weight`` is the share of the dense half in the fusion, measured for this model.
    """

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def dense_weight(self) -> float: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...

    def embed_query(self, text: str) -> Vectors: ...


class DenseEngine(Protocol):
    """Vectors by id -> the nearest by inner product.

    - ``search`` returns at most ``limit`` ids; with ``subset`` (sorted ids) only ids of the
      subset, found as exactly as without it: a filter never shortens a list that could be full.
    - ``scores`` gives the inner product of the query with each given id, exactly as stored;
      an unknown id scores 0.
    """

    def search(self, query: Vectors, limit: int, subset: Ids | None = None) -> Ranking: ...

    def scores(self, query: Vectors, ids: Ids) -> Vectors: ...
