"""A misspelt word is searched for as the nearest word that passages have."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document, Page, Passage, Role, Span
from index.analysis import Analyzer
from index.embedding import NoEmbedder
from index.query import Query
from index.search import Searcher
from index.spelling import Respelling, nearest, respelt, with_diacritics
from index.store import Prepared
from index.sync import Builder, Changes

KNOWN = [("parking", 4), ("parkingi", 9), ("warsztat", 2), ("retencja", 3)]
TEXTS = ("Wykluczenie cyfrowe seniorów w małym mieście.", "Parking przy szpitalu ma 120 miejsc.")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("prakingi", ["parkingi"]),
        ("parknig", ["parking"]),
        ("retnecjaa", ["retencja"]),
        ("parking", ["parking"]),
        ("szpital", []),
        ("par", []),
        ("p4rking", []),
    ],
)
def test_the_nearest_known_word_is_one_slip_away_or_two_in_a_long_word(
    word: str, found: list[str]
) -> None:
    assert nearest(word, KNOWN) == found


def test_among_equally_near_words_the_frequent_one_comes_first() -> None:
    assert nearest("parkinge", [("parkingu", 1), ("parkingi", 9)]) == ["parkingi", "parkingu"]


def test_a_word_without_diacritics_stands_for_all_that_lose_them() -> None:
    assert {"zolw", "żółw", "źólw"} <= set(with_diacritics("zolw"))
    assert list(with_diacritics("zaaaaaaaaaaaaaz")) == []


def test_an_inflected_word_without_diacritics_is_found_and_not_called_misspelt(
    searcher: Searcher,
) -> None:
    results = searcher.search(Query("seniorow"))
    assert [hit.document.id for hit in results.hits] == ["d0"]
    assert results.respelt == ()


def test_a_question_is_respelt_in_place() -> None:
    text = "koszt prakingu w mieście"
    assert respelt(text, [Respelling(6, 14, "parkingu")]) == "koszt parkingu w mieście"


@pytest.fixture
def searcher(tmp_path: Path, analyzer: Analyzer) -> Searcher:
    prepared = tuple(one(f"d{n}", text) for n, text in enumerate(TEXTS))
    Builder(tmp_path, analyzer, NoEmbedder()).build(Changes(prepared))
    return Searcher.open(tmp_path, analyzer, NoEmbedder())


def one(key: str, text: str) -> Prepared:
    passage = Passage(f"{key}:0", key, 0, text, (), Role.OTHER, (Span(1, 0, len(text)),))
    return Prepared(Document(key, "", key, key), (Page(1, text, 0, 0),), (passage,))


def test_a_slip_of_letters_still_finds_and_is_told_as_the_passage_writes_it(
    searcher: Searcher,
) -> None:
    results = searcher.search(Query("wykluczneie cyfrowe seniorow"))
    assert results.hits[0].document.id == "d0"
    assert dict(results.respelt) == {"wykluczneie": "Wykluczenie"}


def test_an_inflected_word_of_the_dictionary_is_left_as_it_is(searcher: Searcher) -> None:
    assert searcher.search(Query("cyfrowe miasta skoczyły")).respelt == ()


def test_a_literal_search_corrects_nothing(searcher: Searcher) -> None:
    results = searcher.search(Query("wykluczneie", expand=False))
    assert results.hits == ()
    assert results.respelt == ()
