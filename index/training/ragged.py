"""Texts as token ids, encoded once: what a batch needs, without tokenizing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

LONGEST = 256
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Encoded:
    """Many texts of different lengths in one array; text i is ``ids[starts[i]:starts[i + 1]]``."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The ids of the rows, one after the other, and where each row begins."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
        places = np.repeat(self.starts[rows], lengths) + within
        return self.ids[places].astype(np.int64), offsets[:-1].astype(np.int64)


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> Encoded:
    """The texts as token ids, each cut at ``LONGEST``."""
    rows: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), _AT_ONCE):
        batch = list(texts[start : start + _AT_ONCE])
        encodings = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
        rows += [np.array(encoding.ids[:LONGEST], dtype=np.int32) for encoding in encodings]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    ids = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
    return Encoded(ids, starts.astype(np.int64))


def frequencies(encoded: Sequence[Encoded], vocabulary: int) -> NDArray[np.float64]:
    """The share of each token in the texts."""
    counts = np.zeros(vocabulary)
    for texts in encoded:
        counts += np.bincount(texts.ids, minlength=vocabulary)
    return np.asarray(counts / max(float(counts.sum()), 1.0), dtype=np.float64)
