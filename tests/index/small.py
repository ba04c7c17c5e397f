"""A small index that is built in a tenth of a second, to be harmed in many ways."""

from __future__ import annotations

from pathlib import Path

from index.analysis import Analyzer
from index.query import Query
from index.search import Hit, Searcher
from index.sync import Builder, Changes
from tests.fakes import WordCounts, prepared, same_word

CHANGES = Changes((prepared("nowy", "woda w nowym dokumencie"),), removed=("mid-olszany",))


def builder(data: Path) -> Builder:
    return Builder(data, Analyzer(same_word), WordCounts())


def answers(data: Path) -> tuple[Hit, ...]:
    searcher = Searcher.open(data, Analyzer(same_word), WordCounts())
    return searcher.search(Query("woda tramwaj ustawy", limit=100)).hits
