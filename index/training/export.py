"""A trained model -> the folder the product reads."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

from index.training.recipe import Recipe

_LONGEST_ROW = 16.0
_FOLDER = "0_StaticEmbedding"
_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": _FOLDER,
        "type": "sentence_transformers.models.StaticEmbedding",
    }
]
_CONFIG = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}


@dataclass(frozen=True, slots=True)
class Card:
    """What the product and its reader need to know of the model (``pim.json``)."""

    name: str
    dense_weight: float
    seed: int
    data: tuple[str, ...]
    held_out: dict[str, float]
    recipe: Recipe


def export(model: SentenceTransformer, card: Card, folder: Path) -> None:
    """Write the model in half precision, replacing an earlier one of that folder."""
    inner = folder / _FOLDER
    shutil.rmtree(inner, ignore_errors=True)
    inner.mkdir(parents=True)
    static = static_part(model)
    StaticEmbedding(static.tokenizer, embedding_weights=half_table(static)).save(str(inner))
    _write(folder / "modules.json", _MODULES)
    _write(folder / "config_sentence_transformers.json", _CONFIG)
    _write(folder / "pim.json", asdict(card))


def static_part(model: SentenceTransformer) -> StaticEmbedding:
    """The one module of a static model."""
    module = model[0]
    if not isinstance(module, StaticEmbedding):
        raise TypeError("the first module of the model is no StaticEmbedding")
    return module


def half_table(static: StaticEmbedding) -> NDArray[np.float16]:
    """The table as float16, scaled so that its longest row has a set length: the mean is
    normalised anyway, and short rows must not fall under half precision's smallest values."""
    table = static.embedding.weight.detach().float().numpy()
    longest = max(float(np.linalg.norm(table, axis=1).max()), 1e-9)
    return np.asarray(table * (_LONGEST_ROW / longest), dtype=np.float16)


def _write(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
