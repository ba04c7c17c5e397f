"""Real Polish documents and awkward files: each ends in a named outcome, none is lost."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.model import Reading
from ingest.isolate import Limits, read_many
from ingest.passages import exact, split

PDFS = Path(__file__).resolve().parents[3] / "shared" / "data" / "pdfs"
OUTCOMES = {
    "not_a_pdf", "empty_file", "damaged", "encrypted", "no_text", "too_big", "too_slow",
    "unreadable",
}  # fmt: skip
SAMPLE = 60

pytestmark = pytest.mark.skipif(not PDFS.is_dir(), reason="../shared/data/pdfs is missing")


def check(paths: list[Path], limits: Limits) -> dict[Path, Reading | UnreadableDocument]:
    found = dict(read_many(paths, limits))
    assert set(found) == set(paths)
    for outcome in found.values():
        if isinstance(outcome, Reading):
            assert all(exact(passage, outcome.pages) for passage in split(outcome, "d"))
        else:
            assert outcome.code in OUTCOMES
    return found


def test_polish_public_documents_all_give_text() -> None:
    found = check(sorted((PDFS / "polish").glob("*.pdf")), Limits())
    assert all(isinstance(outcome, Reading) for outcome in found.values())


def test_awkward_files_end_in_named_outcomes_in_time() -> None:
    every = sorted(path for path in (PDFS / "awkward").rglob("*") if path.suffix != ".tsv")
    paths = random.Random(20261122).sample([path for path in every if path.is_file()], SAMPLE)
    started = time.monotonic()
    check(paths, Limits(base=15.0))
    assert time.monotonic() - started < 200
