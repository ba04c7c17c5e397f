"""Any data set in BEIR layout -> an index and judged questions.

Layout (Thakur et al., "BEIR", NeurIPS 2021): ``corpus.jsonl`` (_id, title, text),
``queries.jsonl`` (_id, text), ``qrels.tsv`` (query-id, corpus-id, score). Optional:
``low_overlap_queries.txt``, questions that share few words with their answer.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NotFound
from corpus.model import Document, Page, Passage, Role, Span
from index.store import Prepared

Qrels = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Judged questions over a corpus."""

    name: str
    queries: dict[str, str]
    qrels: Qrels
    low_overlap: frozenset[str]


def read_benchmark(folder: Path) -> Benchmark:
    """The judged questions of a folder in BEIR layout; raises NotFound when it is none."""
    for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv"):
        if not (folder / name).is_file():
            raise NotFound("benchmark_missing", path=str(folder / name))
    qrels = _read_qrels(folder / "qrels.tsv")
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    judged = {key: text for key, text in queries.items() if key in qrels}
    return Benchmark(folder.name, judged, qrels, _low_overlap(folder))


def read_corpus(folder: Path) -> Iterator[Prepared]:
    """Each text of the corpus as a document of one passage, its title as the heading."""
    for row in _rows(folder / "corpus.jsonl"):
        yield _prepared(row["_id"], row.get("title") or "", row["text"])


def _prepared(key: str, title: str, text: str) -> Prepared:
    document = Document(id=key, path="", sha256="", title="")
    heading = (title,) if title else ()
    span = Span(1, 0, len(text))
    passage = Passage(f"{key}:0", key, 0, text, heading, Role.OTHER, (span,))
    return Prepared(document, (Page(1, text, 0, 0),), (passage,))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _read_qrels(path: Path) -> Qrels:
    qrels: Qrels = {}
    with path.open(encoding="utf-8") as lines:
        for query, document, score in csv.reader(lines, delimiter="\t"):
            if score.strip().lstrip("-").isdigit():
                qrels.setdefault(query, {})[document] = int(score)
    return qrels


def _low_overlap(folder: Path) -> frozenset[str]:
    path = folder / "low_overlap_queries.txt"
    if not path.is_file():
        return frozenset()
    return frozenset(line.split()[0] for line in path.read_text("utf-8").splitlines() if line)
