"""A question is searched for also by what the thesaurus calls the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.thesaurus import Concept
from index.analysis import Analyzer
from index.expansion import SHARE, Expander, analysed, is_english, open_expander

RAIN = Concept(
    "opady", "wody opadowe", ("deszczówka", "woda z rynny"), "rainwater", ("storm water",),
    "", (), "Opis.", "woda",
)  # fmt: skip
TANK = Concept(
    "zbiornik", "zbiornik na deszczówkę", ("beczka na deszczówkę",), "rain barrel", (),
    "opady", (), "Opis.", "woda",
)  # fmt: skip


@pytest.fixture
def expander(analyzer: Analyzer) -> Expander:
    return Expander(analysed((RAIN, TANK), analyzer), analyzer)


def test_an_everyday_word_reaches_the_official_one_in_any_inflection(expander: Expander) -> None:
    expansion = expander.expand("co zrobić z deszczówką")
    assert expansion.labels == ("wody opadowe",)
    assert "opadowy" in dict(expansion.weights)


def test_the_longest_label_wins(expander: Expander) -> None:
    assert expander.expand("beczki na deszczówkę").concepts == ("zbiornik",)


def test_words_already_typed_are_not_added_again(expander: Expander) -> None:
    assert "deszczowka" not in dict(expander.expand("deszczówka").weights)


def test_each_label_counts_less_than_one_typed_word(expander: Expander) -> None:
    assert all(weight <= SHARE < 1 for _, weight in expander.expand("deszczówka").weights)


def test_an_english_question_reaches_polish_words(expander: Expander) -> None:
    expansion = expander.expand("what do the cities do with storm water?")
    assert expansion.concepts == ("opady",)
    assert "deszczowk" in dict(expansion.weights)


def test_a_question_about_something_else_is_left_alone(expander: Expander) -> None:
    assert expander.expand("opłata za parkowanie").labels == ()
    assert expander.expand("").labels == ()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("how did the attackers get in", True),
        ("Which cities plan parking in Przyrzecze?", True),
        ("backup na usb wrzucony do biurka", False),
        ("co to jest ESCO", False),
        ("", False),
    ],
)
def test_english_is_told_by_its_function_words(text: str, english: bool) -> None:
    assert is_english(text) is english


HEADER = "id,pref_pl,alt_pl,pref_en,alt_en,broader,related,scope"
ROWS = (
    "opady,wody opadowe,deszczówka,rainwater,,,,Opis.",
    "zbiornik,zbiornik na deszczówkę,beczka,rain barrel,,opady,,Opis.",
    "ulewa,ulewa,oberwanie chmury,downpour,,opady,,Opis.",
)


def test_the_analysed_thesaurus_is_kept_and_follows_its_tables(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    table, cache = tmp_path / "tables" / "woda.csv", tmp_path / "cache"
    table.parent.mkdir()
    cache.mkdir()
    table.write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    assert open_expander(table.parent, cache, analyzer).expand("ulewy").concepts == ("ulewa",)
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns
    assert open_expander(table.parent, cache, analyzer).expand("ulewy").concepts == ("ulewa",)
    assert kept.stat().st_mtime_ns == written
    table.write_text("\n".join((HEADER, *ROWS[:-1])), encoding="utf-8")
    assert open_expander(table.parent, cache, analyzer).expand("ulewy").concepts == ()
