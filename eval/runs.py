"""Questions asked of an index: the rankings of each system and what they cost."""

from __future__ import annotations

import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from index.ports import Ranking
from index.search import Searcher
from index.store import Prepared
from index.sync import Builder, Changes
from service.library import Library

SYSTEMS = ("lexical", "dense", "hybrid")
DEPTH = 100


@dataclass(slots=True)
class Runs:
    """The run of each system, by question and key, and the seconds each question took."""

    by_system: dict[str, dict[str, dict[str, float]]]
    seconds: list[float] = field(default_factory=list)

    def cost(self) -> dict[str, float]:
        """Latency of one question over all systems, in milliseconds, and peak memory."""
        return {
            "p50_ms": round(median(self.seconds) * 1000, 2),
            "p95_ms": round(quantiles(self.seconds, n=20)[-1] * 1000, 2),
            "questions_per_s": round(len(self.seconds) / sum(self.seconds), 1),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        }


def run_all(searcher: Searcher, questions: Mapping[str, str], by_document: bool = False) -> Runs:
    """Every question through the lexical half, the dense half and their fusion.

    Keys are passage ids, or document ids where ``by_document`` (BEIR judges whole texts).
    """
    runs = Runs({system: {} for system in SYSTEMS})
    for question, text in questions.items():
        started = time.perf_counter()
        rankings = searcher.rank(text, DEPTH)
        runs.seconds.append(time.perf_counter() - started)
        for system, ranking in rankings.items():
            runs.by_system[system][question] = _keyed(searcher, ranking, by_document)
    return runs


def _keyed(searcher: Searcher, ranking: Ranking, by_document: bool) -> dict[str, float]:
    ids = ranking.ids[:DEPTH]
    if by_document:
        keys = searcher.store.documents_of(ids)
    else:
        keys = {i: passage.id for i, passage in searcher.store.passages(ids).items()}
    return {keys[i]: score for i, score in zip(ids, ranking.scores, strict=False)}


def indexed(folder: Path, corpus: tuple[Prepared, ...], library: Library) -> Searcher:
    """A fresh index over prepared documents, opened with a library's analysis and model."""
    folder.mkdir(parents=True, exist_ok=True)
    Builder(folder, library.analyzer, library.embedder).build(Changes(corpus))
    return Searcher.open(folder, library.analyzer, library.embedder, library.expander)


def searcher_facts(searcher: Searcher) -> dict[str, Any]:
    """Which index and model a report speaks of."""
    manifest = searcher.generation.manifest
    return {
        "model": manifest.model,
        "fingerprint": manifest.fingerprint,
        "index_format": manifest.format,
        **manifest.counts,
    }
