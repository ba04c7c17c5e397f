"""A static embedding model: token vectors averaged, with ``tokenizers`` and numpy alone.

Reads the folder layout that ``SentenceTransformer`` writes for a ``StaticEmbedding``. A query
takes about a tenth of a millisecond and no torch is imported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import ModelMissing
from index.ports import Vectors

CARD = "pim.json"
"""What a static model says of itself; a folder that has none is a transformer's."""
_MODULE = "0_StaticEmbedding"


class StaticEmbedder:
    """Mean of token vectors, normalised to length 1 (see ``index.ports.Embedder``)."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / _MODULE / "tokenizer.json"))
            tensors = load_file(folder / _MODULE / "model.safetensors")
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        except Exception as error:
            raise ModelMissing(name=folder.name, path=str(folder)) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._table = tensors["embedding.weight"].astype(np.float32)
        self.name = str(card["name"])
        self.dense_weight = float(card["dense_weight"])
        self.fingerprint = _fingerprint(folder)

    @property
    def dimension(self) -> int:
        return int(self._table.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for row, encoding in enumerate(encodings):
            if encoding.ids:
                vectors[row] = self._table[encoding.ids].mean(axis=0)
        return unit(vectors)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows of zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for part in ("tokenizer.json", "model.safetensors"):
        digest.update((folder / _MODULE / part).read_bytes())
    return f"static:{digest.hexdigest()[:16]}"
