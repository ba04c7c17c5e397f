"""Search latency and memory at 10 k, 100 k and 1 M passages, each half beside a plain baseline.

The passages are synthetic multiples of the demonstration programme: real sentences drawn and
joined at random with a fixed seed, so that word frequencies stay real. Vectors are those of the
sentences with a little noise. Baselines: brute-force numpy for the dense half, bm25 over raw
words by SQLite FTS5 for the lexical half.
"""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.bench import timing
from eval.judgements import questions
from index.analysis import Analyzer
from index.dense import DenseIndex
from index.lexical import LexicalEntry, LexicalIndex, write_lexical
from index.ports import Embedder, Vectors
from index.static import unit
from service.library import Library
from service.settings import PROJECT, read_settings

SIZES = (10_000, 100_000, 1_000_000)
_SENTENCES = 6
_QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences of the programme with their terms, words and vectors."""

    texts: list[str]
    terms: list[list[str]]
    vectors: Vectors


def table(sizes: Sequence[int] = SIZES) -> str:
    library = Library(read_settings())
    material = _material(library.analyzer, library.embedder)
    asked = [question.text for question in questions()][:_QUESTIONS]
    rows = [row for size in sizes for row in _rows(size, material, asked, library)]
    return timing.table(("passages", "engine", "p50 ms", "p95 ms", "on disk MB", "ratio"), rows)


def _material(analyzer: Analyzer, embedder: Embedder) -> Material:
    sources = sorted((PROJECT / "corpus" / "demo" / "sources").glob("*.md"))
    text = " ".join(path.read_text(encoding="utf-8") for path in sources)
    texts = [s for s in re.split(r"(?<=[.!?])\s+", text) if 40 < len(s) < 400]
    return Material(texts, [analyzer.terms(t) for t in texts], embedder.embed_passages(texts))


def _drawn(size: int, material: Material) -> Iterator[list[int]]:
    chance = random.Random(20_261_123)  # noqa: S311
    population = range(len(material.texts))
    for _ in range(size):
        yield chance.choices(population, k=_SENTENCES)


def _rows(
    size: int, material: Material, asked: list[str], library: Library
) -> Iterator[tuple[object, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _lexical_rows(size, material, asked, (library.analyzer, Path(folder)))
        yield from _dense_rows(size, material, asked, (library.embedder, Path(folder)))


def _lexical_rows(
    size: int, material: Material, asked: list[str], tools: tuple[Analyzer, Path]
) -> Iterator[tuple[object, ...]]:
    analyzer, folder = tools
    entries = (
        LexicalEntry(i, "d", "other", [t for n in drawn for t in material.terms[n]], (), (), ())
        for i, drawn in enumerate(_drawn(size, material))
    )
    write_lexical(folder / "lexical", entries, frozenset())
    index = LexicalIndex(folder / "lexical")
    ours = timing.each_timed([_ask(index, analyzer.terms(text)) for text in asked])
    plain = timing.each_timed(_sqlite_calls(size, material, asked, folder))
    yield size, "tantivy", *_figures(ours), _megabytes(folder / "lexical"), _ratio(ours, plain)
    yield size, "SQLite FTS5, raw words", *_figures(plain), _megabytes(folder / "fts"), "1.00"


def _ask(index: LexicalIndex, terms: list[str]) -> Callable[[], object]:
    return lambda: index.search(terms, 200)


def _sqlite_calls(
    size: int, material: Material, asked: list[str], folder: Path
) -> list[Callable[[], object]]:
    (folder / "fts").mkdir()
    db = sqlite3.connect(folder / "fts" / "fts.sqlite")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(body, content='', detail='column')")
    drawn = ((" ".join(material.texts[n] for n in group),) for group in _drawn(size, material))
    db.executemany("INSERT INTO t(body) VALUES (?)", drawn)
    db.commit()
    query = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 200"
    return [_fts(db, query, " OR ".join(re.findall(r"\w{2,}", text))) for text in asked]


def _fts(db: sqlite3.Connection, query: str, words: str) -> Callable[[], object]:
    return lambda: db.execute(query, (words,)).fetchall()


def _dense_rows(
    size: int, material: Material, asked: list[str], tools: tuple[Embedder, Path]
) -> Iterator[tuple[object, ...]]:
    embedder, folder = tools
    vectors = _noisy(size, material)
    index = DenseIndex.build(np.arange(size, dtype=np.int64), vectors)
    (folder / "dense").mkdir()
    index.write(folder / "dense")
    embedded = [embedder.embed_query(text) for text in asked]
    ours = timing.each_timed([_near(index, vector) for vector in embedded])
    plain = timing.each_timed([_scan(vectors, vector) for vector in embedded])
    name = f"FAISS, overlap@10 {_overlap(index, vectors, embedded):.3f}"
    yield size, name, *_figures(ours), _megabytes(folder / "dense"), _ratio(ours, plain)
    yield size, "numpy scan", *_figures(plain), f"{vectors.nbytes / 1e6:.0f}", "1.00"


def _noisy(size: int, material: Material) -> Vectors:
    chance = np.random.default_rng(20_261_123)
    vectors = np.empty((size, material.vectors.shape[1]), dtype=np.float32)
    for row, drawn in enumerate(_drawn(size, material)):
        vectors[row] = material.vectors[drawn].mean(axis=0)
    vectors += 0.01 * chance.standard_normal(vectors.shape, dtype=np.float32)
    return unit(vectors)


def _near(index: DenseIndex, vector: Vectors) -> Callable[[], object]:
    return lambda: index.search(vector, 200)


def _scan(vectors: Vectors, vector: Vectors) -> Callable[[], object]:
    return lambda: np.argpartition(vectors @ vector, -200)[-200:]


def _overlap(index: DenseIndex, vectors: Vectors, asked: list[Vectors]) -> float:
    shares = []
    for vector in asked:
        exact = set(np.argsort(vectors @ vector)[-10:].tolist())
        shares.append(len(exact & set(index.search(vector, 10).ids)) / 10)
    return float(np.mean(shares))


def _figures(seconds: list[float]) -> tuple[str, str]:
    return f"{timing.p50(seconds) * 1000:.2f}", f"{timing.p95(seconds) * 1000:.2f}"


def _ratio(ours: list[float], plain: list[float]) -> str:
    return f"{timing.p50(ours) / timing.p50(plain):.2f}"


def _megabytes(folder: Path) -> str:
    files = (path for path in folder.rglob("*") if path.is_file())
    return f"{sum(path.stat().st_size for path in files) / 1e6:.0f}"
