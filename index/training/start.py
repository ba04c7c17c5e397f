"""The table before training: near-orthogonal rows, one direction for the forms of a word,
frequent tokens short (the smooth inverse frequency of Arora et al. 2017)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.training.vocabulary import bare, starts_word

Table = NDArray[np.float32]
_SHARED = 0.85
_WITHIN_WORD = 0.8


def first_table(
    pieces: Sequence[str], shares: NDArray[np.float64], dimension: int, seed: int, smoothing: float
) -> Table:
    """A row for each token, by its stem, its place in the word and its frequency."""
    stem = Stemmer.Stemmer("polish", 0).stemWord
    rows = np.zeros((len(pieces), dimension), dtype=np.float32)
    for number, piece in enumerate(pieces):
        word = bare(piece)
        own = _direction(f"piece:{piece}", dimension, seed)
        shared = _direction(f"stem:{stem(word)}", dimension, seed)
        row = _SHARED * shared + (1 - _SHARED**2) ** 0.5 * own
        rows[number] = row if starts_word(piece) else _WITHIN_WORD * own
    weights = smoothing / (smoothing + shares)
    return np.asarray(rows * weights[:, None], dtype=np.float32)


def _direction(name: str, dimension: int, seed: int) -> Table:
    chance = np.random.default_rng((seed, zlib.crc32(name.encode())))
    return chance.standard_normal(dimension).astype(np.float32)
