"""Measuring a finished model: nDCG@10 of the dense half alone, and translations found.

The sets are in BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv). They never train or tune.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.ports import Vectors
from index.static import StaticEmbedder

Qrels = dict[str, dict[str, int]]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--sets", type=Path, required=True)
    given = parser.parse_args(arguments)
    embedder = StaticEmbedder(given.model)
    for folder in sorted(path for path in given.sets.iterdir() if path.is_dir()):
        whole, low = retrieval(embedder, folder)
        print(f"{folder.name}\t{whole:.3f}\t{low:.3f}")  # noqa: T201
    print(f"en-pl\t{translation(embedder, given.sets / 'en_pl.tsv'):.3f}")  # noqa: T201


def retrieval(embedder: StaticEmbedder, folder: Path) -> tuple[float, float]:
    """nDCG@10 over all questions, and over those of ``low_overlap_queries.txt``."""
    corpus, queries = _rows(folder / "corpus.jsonl"), _rows(folder / "queries.jsonl")
    qrels = _qrels(folder / "qrels.tsv")
    queries = [row for row in queries if row["_id"] in qrels]
    passages = embedder.embed_passages([_whole(row) for row in corpus])
    questions = embedder.embed_passages([row["text"] for row in queries])
    ids = [row["_id"] for row in corpus]
    values = {
        row["_id"]: ndcg([ids[place] for place in best], qrels[row["_id"]])
        for row, best in zip(queries, _best(questions, passages), strict=True)
    }
    low = _first_column(folder / "low_overlap_queries.txt") & values.keys()
    return _mean(list(values.values())), _mean([values[name] for name in low])


def translation(embedder: StaticEmbedder, path: Path) -> float:
    """The share of English sentences whose nearest Polish sentence is their translation."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    english, polish = zip(*(line.split("\t") for line in lines), strict=True)
    scores = embedder.embed_passages(english) @ embedder.embed_passages(polish).T
    return float((scores.argmax(axis=1) == np.arange(len(lines))).mean())


def ndcg(ranked: Sequence[str], judged: dict[str, int]) -> float:
    """nDCG@10 (Järvelin and Kekäläinen 2002)."""
    gains = [judged.get(name, 0) for name in ranked[:10]]
    ideal = sorted(judged.values(), reverse=True)[:10]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def _best(questions: Vectors, passages: Vectors) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.argsort(-(questions @ passages.T), axis=1, kind="stable")[:, :10]


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _whole(row: dict[str, str]) -> str:
    return f"{row.get('title', '')} {row['text']}".strip()


def _qrels(path: Path) -> Qrels:
    judged: Qrels = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, passage, score = line.split("\t")
        judged[query][passage] = int(score)
    return dict(judged)


def _first_column(path: Path) -> set[str]:
    return {line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


if __name__ == "__main__":
    main()
