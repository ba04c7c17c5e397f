"""Polish text -> terms: what finds what."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Analyzer, fold, legal_references

ALPHABET = "aąbcćdeęłńóśźżABĆŁŻ 0123456789.,-–§()\n\u00a0\u202fé"


def shared(analyzer: Analyzer, question: str, text: str) -> set[str]:
    return set(analyzer.terms(question)) & set(analyzer.terms(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("działanie", "działaniami"),
        ("działania", "działań"),
        ("miasto", "w mieście"),
        ("mieszkanie", "mieszkań komunalnych"),
        ("rewitalizacja", "rewitalizacji śródmieścia"),
        ("rzeka", "nad rzeką"),
        ("dworzec", "obok dworca"),
        ("mieszkaniec", "mieszkańcom"),
        ("iść", "szedł"),
        ("dobry", "najlepszy"),
    ],
)
def test_a_word_finds_its_other_forms(analyzer: Analyzer, question: str, text: str) -> None:
    assert shared(analyzer, question, text)
    assert shared(analyzer, text, question)


@pytest.mark.parametrize(
    ("question", "text"), [("las", "lasować"), ("woda", "wódka"), ("plan", "planeta")]
)
def test_another_word_is_not_found(analyzer: Analyzer, question: str, text: str) -> None:
    assert not shared(analyzer, question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("dzialanie", "działanie"),
        ("lodz", "Łódź"),
        ("zolw", "żółw"),
        ("LUDNOSC", "ludność"),
        ("sciezka rowerowa", "ścieżkę rowerową"),
        ("e-uslugi", "e-usługi"),
    ],
)
def test_a_question_without_polish_letters_finds_polish_text(
    analyzer: Analyzer, question: str, text: str
) -> None:
    assert shared(analyzer, question, text)


def test_folding_takes_case_and_every_polish_mark_away() -> None:
    assert fold("Zażółć gęślą jaźń ŁÓDŹ") == "zazolc gesla jazn lodz"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("ADAPTACJA DO ZMIAN KLIMATU", "adaptacji"),
        ("PLAN DZIAŁAŃ", "działanie"),
        ("WODY OPADOWE", "wodę"),
    ],
)
def test_a_heading_in_capitals_is_found_by_other_forms(
    analyzer: Analyzer, capitals: str, written: str
) -> None:
    assert shared(analyzer, written, capitals)


@pytest.mark.parametrize("text", ["1200", "1 200", "1\u00a0200", "1\u202f200"])
def test_a_number_is_whole_however_it_is_spaced(analyzer: Analyzer, text: str) -> None:
    assert "1200" in analyzer.terms(f"około {text} osób")
    assert [token.terms for token in analyzer.tokens(text)] == [("1200",)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("12 345,67", ["12345,67"]),
        ("1 200 000", ["1200000"]),
        ("3,5", ["3,5"]),
        ("2021–2023", ["2021", "2023"]),
        ("2021 2022", ["2021", "2022"]),
        ("12a", ["12a"]),
    ],
)
def test_numbers_are_kept_as_they_are_meant(
    analyzer: Analyzer, text: str, terms: list[str]
) -> None:
    assert analyzer.terms(text) == terms


@pytest.mark.parametrize("text", ["ZTM", "ZTM-u", "ZTM-em", "ztm"])
def test_an_acronym_is_found_with_any_ending(analyzer: Analyzer, text: str) -> None:
    assert "ztm" in analyzer.terms(text)
    assert "u" not in analyzer.terms(text)


@pytest.mark.parametrize("text", ["e-usługi", "e-usług", "E-USŁUGI", "eusługi", "e‑usługi"])
def test_e_services_are_found_however_they_are_written(analyzer: Analyzer, text: str) -> None:
    assert shared(analyzer, "e-usługa", text)


def test_both_halves_of_a_compound_are_found(analyzer: Analyzer) -> None:
    assert shared(analyzer, "społeczny", "społeczno-gospodarczy")
    assert shared(analyzer, "gospodarka społeczno-gospodarcza", "gospodarczy")


@pytest.mark.parametrize(
    "text",
    [
        "art. 15 ust. 2",
        "art.15 ust.2",
        "Art. 15, ust. 2",
        "artykuł 15 ustęp 2",
        "artykułu 15 ustępu 2",
        "z artykulu 15 ustepu 2",
        "(art. 15 ust. 2)",
    ],
)
def test_a_legal_reference_is_whole_however_it_is_written(analyzer: Analyzer, text: str) -> None:
    assert {"art:15", "art:15:ust:2"} <= set(analyzer.terms(text))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("art. 8a", ["art:8a"]),
        ("§ 5 ust. 1 pkt 3", ["par:5", "par:5:ust:1", "par:5:ust:1:pkt:3"]),
        ("art. 5 lit. b", ["art:5", "art:5:lit:b"]),
        ("art. 5. Ponadto, jak wyżej, ust. 7", ["art:5"]),
        ("art. 5 i art. 6", ["art:5", "art:6"]),
        ("ust. 2", []),
        ("start 15 maja", []),
        ("part 15", []),
        ("etap 3 punkt 2", []),
        ("", []),
    ],
)
def test_only_legal_references_are_taken_for_such(text: str, terms: list[str]) -> None:
    assert legal_references(text) == terms


def test_a_legal_reference_does_not_find_its_parts_elsewhere(analyzer: Analyzer) -> None:
    assert "art:15" not in analyzer.terms("art. 2 ust. 15")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Plan Działań, ZTM-u", ["plan", "dzialan", "ztm", "u"]),
        ("e-usługi dla 1 200 osób", ["e", "uslugi", "dla", "1200", "osob"]),
    ],
)
def test_words_for_phrases_stand_as_written(
    analyzer: Analyzer, text: str, words: list[str]
) -> None:
    assert analyzer.words(text) == words


@given(st.text(alphabet=ALPHABET, max_size=80))
def test_tokens_cut_the_text_exactly_and_in_order(text: str) -> None:
    analyzer = Analyzer(str)
    text = unicodedata.normalize("NFC", text)
    end = 0
    for token in analyzer.tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert not re.search(r"[^\W_]", text[end : token.start])
        cut = re.sub(r"[ \u00a0\u202f]", "", text[token.start : token.end])
        assert fold(cut) == token.surface
        assert token.terms
        end = token.end
    assert not re.search(r"[^\W_]", text[end:])


@given(st.text(max_size=60))
def test_any_text_gives_terms_without_spaces(text: str) -> None:
    analyzer = Analyzer(str)
    for term in analyzer.terms(text) + analyzer.words(text):
        assert term == "".join(term.split())


@given(st.text(alphabet=ALPHABET, max_size=40), st.text(alphabet=ALPHABET, max_size=40))
def test_texts_apart_give_the_terms_of_each(first: str, second: str) -> None:
    analyzer = Analyzer(str)
    together = analyzer.words(f"{first} | {second}")
    assert together == analyzer.words(first) + analyzer.words(second)
