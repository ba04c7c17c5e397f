"""Everything that decides how a model comes out, apart from the data and the seed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices of one design; the defaults are the bundled model's."""

    tokens: str = "stems"
    vocabulary: int = 40_000
    dimension: int = 512
    dimensions: tuple[int, ...] = (512,)
    """Where a vector may be cut and still serve (Matryoshka, when there is more than one)."""
    steps: int = 2500
    batch: int = 1024
    rate: float = 0.03
    scale: float = 20.0
    smoothing: float = 3e-4
    """The SIF constant of the first table; none of it is applied after training."""


BUNDLED = Recipe()
