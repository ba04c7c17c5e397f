"""``python -m index.training --data DIR --out DIR --seed N``: makes the bundled model."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import torch

from index.training.building import build, gather, held_out_accuracy
from index.training.export import Card, export
from index.training.mix import RELEASED
from index.training.recipe import BUNDLED, Recipe

NAME = "pim-static-pl-en"
DENSE_WEIGHT = 0.4
"""Chosen on the even questions of the golden set (docs/quality.md)."""
_THREADS = 2


def make(data: Path, out: Path, seed: int, recipe: Recipe = BUNDLED) -> None:
    """Data, training, the held-out figures, export."""
    material = gather(RELEASED, data, seed)
    model = build(material, recipe, seed)
    figures = {name: round(v, 3) for name, v in held_out_accuracy(model, material).items()}
    sources = tuple(source.name for source in RELEASED)
    export(model, Card(NAME, DENSE_WEIGHT, seed, sources, figures, recipe), out)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of training data")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the model")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(_THREADS)
    make(given.data, given.out, given.seed)


if __name__ == "__main__":
    main()
