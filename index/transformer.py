"""Any sentence-transformers model, by name or by local path.

Imported only when such a model really runs: the library itself takes about ten seconds to
import. The model's own query and passage prompts are used where it declares them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import ModelMissing
from index.ports import Vectors

_PARTS = (".bin", ".json", ".model", ".safetensors", ".txt")
"""Kinds of files that decide how a text embeds."""


class TransformerEmbedder:
    """A sentence-transformers model behind ``index.ports.Embedder``."""

    def __init__(
        self, name: str, path: str, dense_weight: float, revision: str | None = None
    ) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(path, revision=revision, device="cpu")
        except Exception as error:
            raise ModelMissing(name=name, path=path) from error
        self.name = name
        self.dense_weight = dense_weight
        self.fingerprint = f"transformer:{name}@{revision or _revision(path)}"

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode_document(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        vector = self._model.encode_query(
            [text], normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vector[0], dtype=np.float32)


def _revision(path: str) -> str:
    """A digest of a local folder's files: weights, tokenizer, prompts; ``main`` for a name that a
    hub resolves."""
    if not Path(path).is_dir():
        return "main"
    digest = hashlib.sha256()
    for part in sorted(Path(path).rglob("*")):
        if part.is_file() and part.suffix in _PARTS:
            digest.update(part.read_bytes())
    return digest.hexdigest()[:16]
