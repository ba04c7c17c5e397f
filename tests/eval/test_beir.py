"""Benchmarks in BEIR layout are read as they are and measured end to end."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import NotFound
from eval.beir import read_benchmark, read_corpus
from eval.evaluation import on_benchmark
from service.settings import Settings


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    folder = tmp_path / "zestaw"
    folder.mkdir()
    texts = {"a": "Miasto sadzi drzewa przy ulicach.", "b": "Urząd kupuje nowe komputery."}
    queries = {"1": "sadzenie drzew", "2": "komputer w urzędzie", "3": "pytanie bez oceny"}
    write(folder / "corpus.jsonl", ({"_id": k, "title": "", "text": v} for k, v in texts.items()))
    write(folder / "queries.jsonl", ({"_id": k, "text": v} for k, v in queries.items()))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n")
    (folder / "low_overlap_queries.txt").write_text("2\t0.20\n")
    return folder


def write(path: Path, rows: object) -> None:
    assert hasattr(rows, "__iter__")
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_only_judged_questions_are_asked(benchmark: Path) -> None:
    assert set(read_benchmark(benchmark).queries) == {"1", "2"}


def test_the_title_of_a_text_becomes_its_heading(tmp_path: Path) -> None:
    write(tmp_path / "corpus.jsonl", [{"_id": "x", "title": "Drzewa", "text": "Rosną."}])
    (prepared,) = read_corpus(tmp_path)
    assert prepared.passages[0].heading_path == ("Drzewa",)


def test_a_folder_that_is_no_benchmark_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as raised:
        read_benchmark(tmp_path)
    assert raised.value.code == "benchmark_missing"


def test_inflected_questions_find_their_texts(
    benchmark: Path, tmp_path: Path, lemmas_folder: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lemmas").symlink_to(lemmas_folder)
    settings = replace(Settings(), data=tmp_path / "data", model="none")
    record = on_benchmark(benchmark, settings).record
    assert record["systems"]["lexical"]["nDCG@10"] == 1
    assert record["systems"]["lexical"]["low_overlap"]["questions"] == 1
    assert record["systems"]["dense"]["nDCG@10"] == 0
