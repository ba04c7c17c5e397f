"""The training loop: batches of one source at a time through sentence-transformers' losses.

The library's own trainer needs two further packages and tokenizes every text in every epoch;
here texts are tokenized once, which makes a step three times faster on two cores.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import (
    MatryoshkaLoss,
    MultipleNegativesRankingLoss,
)

from index.training.ragged import Encoded
from index.training.recipe import Recipe

_log = logging.getLogger(__name__)
_WARM_UP = 0.05
_REPORT_EVERY = 250


@dataclass(frozen=True, slots=True)
class Stream:
    """The encoded pairs of one source and its share of the batches."""

    name: str
    share: float
    anchors: Encoded
    positives: Encoded

    def features(self, rows: NDArray[np.int64]) -> list[dict[str, torch.Tensor]]:
        return [_features(self.anchors, rows), _features(self.positives, rows)]


def train(model: SentenceTransformer, streams: Sequence[Stream], recipe: Recipe, seed: int) -> None:
    """Train in place."""
    torch.manual_seed(seed)
    loss = _loss(model, recipe)
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, recipe.steps))
    running = 0.0
    for step, features in enumerate(_batches(streams, recipe, seed), start=1):
        optimizer.zero_grad()
        value = loss(features, torch.empty(0))
        value.backward()
        optimizer.step()
        schedule.step()
        running += float(value.detach())
        if step % _REPORT_EVERY == 0:
            _log.info("step %d of %d: loss %.3f", step, recipe.steps, running / _REPORT_EVERY)
            running = 0.0


def _loss(model: SentenceTransformer, recipe: Recipe) -> torch.nn.Module:
    ranking = MultipleNegativesRankingLoss(
        model,
        scale=recipe.scale,
        directions=("query_to_doc", "doc_to_query"),
        partition_mode="per_direction",
    )
    if len(recipe.dimensions) == 1:
        return ranking
    return MatryoshkaLoss(model, ranking, list(recipe.dimensions))


def _pace(step: int, steps: int) -> float:
    """The share of the learning rate: a short warm-up, then half a cosine."""
    warm_up = max(1, int(steps * _WARM_UP))
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / max(1, steps - warm_up)))


def _batches(
    streams: Sequence[Stream], recipe: Recipe, seed: int
) -> Iterator[list[dict[str, torch.Tensor]]]:
    chance = np.random.default_rng(seed)
    shares = np.array([stream.share for stream in streams])
    orders = [_endless(len(stream.anchors), recipe.batch, chance) for stream in streams]
    for chosen in chance.choice(len(streams), size=recipe.steps, p=shares / shares.sum()):
        yield streams[chosen].features(next(orders[chosen]))


def _endless(count: int, batch: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    while True:
        order = chance.permutation(count)
        for start in range(0, max(1, count - batch + 1), batch):
            yield order[start : start + batch]


def _features(texts: Encoded, rows: NDArray[np.int64]) -> dict[str, torch.Tensor]:
    ids, offsets = texts.take(rows)
    return {"input_ids": torch.from_numpy(ids), "offsets": torch.from_numpy(offsets)}
