"""What a model learns from: pairs of texts that belong together, and where they come from."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

HELD_OUT_ONE_IN = 50


class Pair(NamedTuple):
    """An anchor, the text it must find, and the original they were cut from."""

    anchor: str
    positive: str
    origin: str


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of training pairs. To add one, write its ``read`` and list it in a mix."""

    name: str
    licence: str
    share: float
    """Of all batches, relative to the other sources of the mix."""
    read: Callable[[Path, int], list[Pair]]
    """The data folder and a seed -> the pairs, in a fixed order."""


def is_held_out(pair: Pair) -> bool:
    """Whether a pair measures and never trains: decided by its origin, so that no two cuts of
    one original stand on both sides."""
    return zlib.crc32(pair.origin.encode()) % HELD_OUT_ONE_IN == 0


def split(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The pairs to train on and the pairs to measure on."""
    training: list[Pair] = []
    held_out: list[Pair] = []
    for pair in pairs:
        (held_out if is_held_out(pair) else training).append(pair)
    return training, held_out


def distinct(pairs: Iterable[Pair]) -> list[Pair]:
    """Without pairs whose positive came before: in a batch they would be false negatives."""
    seen: dict[str, Pair] = {}
    for pair in pairs:
        seen.setdefault(pair.positive, pair)
    return list(seen.values())
