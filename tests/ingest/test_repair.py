"""Words broken by typesetting are whole again; what is right stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import letters, ligatures
from ingest.hyphens import join
from ingest.lexicon import Lexicon
from ingest.lines import Line
from ingest.repair import ALL, Kind, Repairs, rejoined, repaired
from ingest.spacing import is_letter_spaced, respaced

NOTHING = Lexicon()


def line(text: str, gaps: tuple[float, ...] = ()) -> Line:
    return Line(1, text, 0, 0, 100, 10, 10, False, gaps)


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("trwa rewita-", "lizacja rynku", "trwa rewitalizacja rynku"),
        ("rozwój społeczno-", "-gospodarczy gminy", "rozwój społeczno-gospodarczy gminy"),
        ("rozwój społeczno-", "gospodarczy gminy", "rozwój społeczno-gospodarczy gminy"),
        ("plan 30-", "letni", "plan 30-letni"),
        ("lata 2021-", "2023", "lata 2021-2023"),
        ("lata 2021–", "2023", "lata 2021–2023"),
        ("do Bielska-", "Białej", "do Bielska-Białej"),
        ("NIERUCHO-", "MOŚCI", "NIERUCHOMOŚCI"),
        ("mała e-", "usługa", "mała e-usługa"),
        ("granica polsko-", "niemiecka", "granica polsko-niemiecka"),
        ("termo-", "modernizacja", "termomodernizacja"),
        ("adres www.gov-", "pl.example", "adres www.gov-pl.example"),
        ("stężenie 12 µg/", "m³", "stężenie 12 µg/m³"),
        ("zdanie –", "wtrącenie", "zdanie – wtrącenie"),
        ("zwykły", "wiersz", "zwykły wiersz"),
    ],
)
def test_lines_join_by_the_polish_rules(left: str, right: str, whole: str) -> None:
    assert "".join(rejoined(left, right, NOTHING, Repairs())) == whole


def test_the_document_itself_decides_about_a_hyphen() -> None:
    own = Lexicon(["działanie foto-wideo", "foto-wideo"])
    assert join("dział foto-", "wideo", own) == ("dział foto-", "", "wideo")


def test_a_repair_switched_off_changes_nothing_and_counts_nothing() -> None:
    repairs = Repairs(ALL - {Kind.HYPHENATION})
    assert rejoined("rewita-", "lizacja", NOTHING, repairs) == ("rewita-", " ", "lizacja")
    assert not repairs.counts


@given(
    st.from_regex(r"[a-ząćęłńóśźż]{2,9}", fullmatch=True),
    st.from_regex(r"[0-9]{1,6}", fullmatch=True),
)
def test_numbers_after_a_hyphen_keep_it(word: str, number: str) -> None:
    joined = join(f"{word}-", number, NOTHING)
    assert joined is not None
    assert "".join(joined) == f"{word}-{number}"


@given(st.text(max_size=60), st.text(max_size=60))
def test_joining_loses_nothing_but_hyphens(left: str, right: str) -> None:
    joined = "".join(rejoined(left, right, NOTHING, Repairs()))
    kept = [c for c in left + right if not c.isspace() and c != "-"]
    assert [c for c in joined if not c.isspace() and c != "-"] == kept


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("weryﬁkacja", "weryfikacja"),
        ("oﬁcer ﬂoty", "oficer floty"),
        ("e\u0301tat", "état"),
        ("pięć\u00a0lat", "pięć lat"),
        ("rewi\u00adtalizacja", "rewitalizacja"),
        ("MiÄ™dzy", "Między"),
    ],
)
def test_characters_are_put_right(printed: str, read: str) -> None:
    assert repaired([line(printed)], Repairs())[0].text == read


@given(
    st.from_regex(r"(art\. [0-9]{1,3} ust\. [0-9]{1,2}|[0-9][0-9 .,/%–-]{0,20})", fullmatch=True)
)
def test_numbers_and_legal_references_stay_untouched(text: str) -> None:
    repairs = Repairs()
    assert repaired([line(text)], repairs)[0].text == text
    assert not repairs.counts


def test_a_mark_in_place_of_a_ligature_is_read_when_one_word_fits() -> None:
    assert ligatures.marked("wery\ufffdkacja planu", NOTHING) == ("weryfikacja planu", 1)
    assert ligatures.marked("Xy\ufffdw planu", NOTHING) == ("Xy\ufffdw planu", 0)


def test_a_missing_ligature_is_put_back_only_into_unknown_words() -> None:
    assert ligatures.silent("werykacja wniosku", NOTHING) == ("weryfikacja wniosku", 1)
    assert ligatures.silent("Werykacja wniosku", NOTHING)[1] == 0


def test_a_document_in_western_letters_is_polish_again() -> None:
    assert letters.with_polish("za³¹cznik dotycz¹cy ¿ycia")[0] == "załącznik dotyczący życia"
    assert not letters.lost_polish("powierzchnia 30 m³ wody, załącznik")


def test_letter_spaced_words_are_parted_by_their_wider_gaps() -> None:
    text = "P L A N D Z I A Ł A Ń"
    gaps = (3.0, 3.0, 3.0, 9.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0)
    assert is_letter_spaced(text)
    assert respaced(text, gaps, NOTHING) == "PLAN DZIAŁAŃ"


def test_unevenly_spaced_words_are_parted_by_the_dictionary() -> None:
    assert respaced("Z I E L E Ń I WO DA", (2.0,) * 7 + (6.0, 2.0), NOTHING) == "ZIELEŃ I WODA"


@pytest.mark.parametrize("text", ["a w z o", "Kto i z kim", "1 2 3 4 5", "I i II etap w planie"])
def test_short_words_are_not_letter_spacing(text: str) -> None:
    assert not is_letter_spaced(text)
