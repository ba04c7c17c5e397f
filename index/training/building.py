"""The walk from the data folder to a trained table."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

from index.training.loop import Stream, train
from index.training.pairs import Pair, Source, split
from index.training.ragged import encode, frequencies
from index.training.recipe import Recipe
from index.training.start import first_table
from index.training.vocabulary import train_stems, train_unigram

_log = logging.getLogger(__name__)
_TOKENIZERS = {"unigram": train_unigram, "stems": train_stems}
_TEXTS_FOR_TOKENS = 60_000
_HELD_OUT_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Material:
    """The pairs of every source, those to train on and those held out."""

    sources: tuple[Source, ...]
    training: tuple[list[Pair], ...]
    held_out: tuple[list[Pair], ...]


def gather(sources: Sequence[Source], data: Path, seed: int) -> Material:
    """Read every source and hold some pairs out."""
    parts = [split(source.read(data, seed)) for source in sources]
    for source, (training, _) in zip(sources, parts, strict=True):
        _log.info("%s: %d pairs", source.name, len(training))
    return Material(
        tuple(sources), tuple(part[0] for part in parts), tuple(part[1] for part in parts)
    )


def build(material: Material, recipe: Recipe, seed: int) -> SentenceTransformer:
    """Tokenizer, first table, training."""
    tokenizer = _TOKENIZERS[recipe.tokens](_texts_for_tokens(material), recipe.vocabulary)
    streams = list(_streams(material, tokenizer))
    model = _untrained(tokenizer, streams, recipe, seed)
    train(model, streams, recipe, seed)
    return model


def held_out_accuracy(model: SentenceTransformer, material: Material) -> dict[str, float]:
    """By source: the share of held-out anchors that find their own positive first."""
    return {
        source.name: _found_first(model, pairs[:_HELD_OUT_AT_MOST])
        for source, pairs in zip(material.sources, material.held_out, strict=True)
        if pairs
    }


def _found_first(model: SentenceTransformer, pairs: Sequence[Pair]) -> float:
    anchors = _unit_vectors(model, [pair.anchor for pair in pairs])
    positives = _unit_vectors(model, [pair.positive for pair in pairs])
    nearest = (anchors @ positives.T).argmax(axis=1)
    return float((nearest == np.arange(len(pairs))).mean())


def _unit_vectors(model: SentenceTransformer, texts: list[str]) -> NDArray[np.float32]:
    vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _texts_for_tokens(material: Material) -> Iterator[str]:
    """The same number of texts from every source, so that no source rules the vocabulary."""
    for pairs in material.training:
        stride = max(1, len(pairs) // _TEXTS_FOR_TOKENS)
        for pair in pairs[::stride]:
            yield pair.anchor
            yield pair.positive


def _streams(material: Material, tokenizer: Tokenizer) -> Iterator[Stream]:
    for source, pairs in zip(material.sources, material.training, strict=True):
        anchors = encode(tokenizer, [pair.anchor for pair in pairs])
        positives = encode(tokenizer, [pair.positive for pair in pairs])
        yield Stream(source.name, source.share, anchors, positives)


def _untrained(
    tokenizer: Tokenizer, streams: Sequence[Stream], recipe: Recipe, seed: int
) -> SentenceTransformer:
    size = tokenizer.get_vocab_size()
    pieces = [tokenizer.id_to_token(number) or "" for number in range(size)]
    texts = [side for stream in streams for side in (stream.anchors, stream.positives)]
    table = first_table(pieces, frequencies(texts, size), recipe.dimension, seed, recipe.smoothing)
    return SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table)])
