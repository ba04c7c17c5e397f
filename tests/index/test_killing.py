"""kill -9 at any moment: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.errors import IndexMissing
from index import generations
from index.analysis import Analyzer
from index.query import Query
from index.search import Searcher
from index.sync import Builder
from tests.fakes import WordCounts, same_word
from tests.index.writing import changes

ROOT = Path(__file__).parents[2]
KILLS = 40
LONGEST = 0.4
"""Seconds a writer lives; a generation takes it about a tenth of one."""


@dataclass
class Writers:
    """The process that forks writers into one data directory."""

    data: Path
    process: subprocess.Popen[str]

    def start(self) -> int:
        """The process id of a new writer."""
        self._say("go")
        return int(self._heard())

    def kill(self, writer: int) -> None:
        os.kill(writer, signal.SIGKILL)
        assert self._heard() == "dead\n"

    def acknowledged(self) -> int:
        """The last generation whose ``build`` returned."""
        notes = self.data.parent / "acknowledged"
        return max(map(int, notes.read_text().split()), default=0) if notes.exists() else 0

    def _say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def _heard(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[Writers]:
    data = tmp_path / "data"
    command = [sys.executable, "-m", "tests.index.writing", str(data)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield Writers(data, process)
        assert process.stdin
        process.stdin.close()


def opened(data: Path) -> Searcher:
    return Searcher.open(data, Analyzer(same_word), WordCounts())


def assert_whole(searcher: Searcher) -> None:
    """Counts, store, words and vectors speak of the same passages."""
    manifest = searcher.generation.manifest
    rows = [row for row, _ in searcher.store.digests()]
    halves = searcher.rank("woda las", 1_000)
    assert searcher.store.counts() == manifest.counts
    assert len(rows) == manifest.counts["passages"]
    assert sorted(halves["lexical"].ids) == rows
    assert sorted(halves["dense"].ids) == rows
    newest = changes(manifest.number - 1).added[0]
    assert searcher.store.passages_of(newest.document.id) == newest.passages
    assert searcher.search(Query("woda")).hits


def test_forty_killed_writers_lose_nothing_and_leave_nothing_half(writers: Writers) -> None:
    moments = random.Random(20_261_123)
    survived = 0
    for _ in range(KILLS):
        writer = writers.start()
        time.sleep(moments.uniform(0, LONGEST))
        writers.kill(writer)
        acknowledged = writers.acknowledged()
        try:
            searcher = opened(writers.data)
        except IndexMissing:
            assert acknowledged == 0
            continue
        number = searcher.generation.manifest.number
        assert number >= acknowledged
        assert_whole(searcher)
        survived += 1
    assert survived >= KILLS // 2
    assert writers.acknowledged() >= KILLS // 4
    assert_nothing_is_left_over(writers.data)


def assert_nothing_is_left_over(data: Path) -> None:
    """After the next writer has swept."""
    number = generations.current_number(data) or 0
    Builder(data, Analyzer(same_word), WordCounts()).build(changes(number))
    assert sorted(path.name for path in (data / "generations").iterdir()) == [
        f"{number:08d}",
        f"{number + 1:08d}",
    ]
    assert {path.name for path in data.iterdir()} == {
        "CURRENT",
        "embeddings.sqlite",
        "generations",
        "write.lock",
    }


def test_a_reader_opens_a_whole_index_while_a_writer_is_at_work(writers: Writers) -> None:
    """Also when the generation that it is just opening is removed by the writer."""
    writer = writers.start()
    seen: set[int] = set()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and len(seen) < 15:
        try:
            searcher = opened(writers.data)
        except IndexMissing:
            continue
        assert_whole(searcher)
        seen.add(searcher.generation.manifest.number)
    writers.kill(writer)
    assert len(seen) >= 3


def test_a_reader_that_loses_its_generation_takes_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = Builder(tmp_path, Analyzer(same_word), WordCounts())
    builder.build(changes(0))
    verify = generations.verify
    overtaken: list[int] = []

    def slow_verify(generation: generations.Generation) -> None:
        if not overtaken:
            overtaken.append(generation.manifest.number)
            monkeypatch.setattr(generations, "verify", verify)
            for number in (1, 2, 3):
                builder.build(changes(number))
        verify(generation)

    monkeypatch.setattr(generations, "verify", slow_verify)
    searcher = opened(tmp_path)
    assert overtaken == [1]
    assert searcher.generation.manifest.number == 4
    assert_whole(searcher)
