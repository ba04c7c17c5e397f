"""The thesaurus keeps its own rules, and its reader names every breach."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest

from corpus.errors import BadThesaurus
from corpus.thesaurus import Concept, as_turtle, read
from corpus.thesaurus.concepts import COLUMNS
from index.lemmas import Lemmatize

ACCEPTED = Path(__file__).with_name("accepted_words.txt")
ROW = "woda,woda,H2O|ciecz,water,,,,Ciecz."
CHILD = "deszcz,deszcz,opad|ulewa,rain,rainfall,woda,,Woda z nieba."


@pytest.fixture(scope="module")
def concepts() -> tuple[Concept, ...]:
    return read()


def table(folder: Path, *rows: str, header: str = ",".join(COLUMNS)) -> Path:
    (folder / "woda.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return folder


def fault(folder: Path) -> BadThesaurus:
    with pytest.raises(BadThesaurus) as raised:
        read(folder)
    return raised.value


def test_there_are_concepts_enough_with_about_six_ways_to_say_each(
    concepts: tuple[Concept, ...],
) -> None:
    assert len(concepts) >= 1_200
    assert fmean(len(concept.alt_pl) for concept in concepts) >= 6
    assert all(concept.english for concept in concepts)


def test_every_area_has_a_few_top_concepts_and_the_rest_stands_under_them(
    concepts: tuple[Concept, ...],
) -> None:
    tops = Counter(concept.area for concept in concepts if not concept.broader)
    assert set(tops) == {concept.area for concept in concepts}
    assert max(tops.values()) <= 9
    broader = {concept.id: concept.broader for concept in concepts}
    for concept in concepts:
        assert steps_to_the_top(concept.id, broader) < 8, concept.id


def steps_to_the_top(concept: str, broader: dict[str, str]) -> int:
    steps = 0
    while broader[concept] and steps < 20:
        concept, steps = broader[concept], steps + 1
    return steps


def test_polish_labels_and_scopes_are_spelt_as_a_dictionary_knows_them(
    concepts: tuple[Concept, ...], lemmatize: Lemmatize
) -> None:
    from simplemma import is_known

    accepted = set(ACCEPTED.read_text(encoding="utf-8").split())
    texts = (text for concept in concepts for text in (*concept.polish, concept.scope))
    words = {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)}
    checked = (word for word in words - accepted if not word.isupper())
    unknown = [
        word
        for word in checked
        if not any(is_known(form, lang="pl") for form in (word, word.lower(), word.capitalize()))
    ]
    assert not unknown, sorted(unknown)


def test_a_good_table_is_read_as_it_stands(tmp_path: Path) -> None:
    water, rain = read(table(tmp_path, ROW, CHILD))
    assert water.polish == ("woda", "H2O", "ciecz")
    assert (rain.broader, rain.english, rain.area) == ("woda", ("rain", "rainfall"), "woda")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((ROW, "woda,inna,a,b,,woda,,Opis."), "thesaurus_repeats"),
        ((ROW, CHILD, "h2o,wzór,h2o,formula,,woda,,Opis."), "thesaurus_repeats"),
        ((ROW, "deszcz,deszcz,a,rain,,niebo,,Opis."), "thesaurus_relation"),
        ((ROW, CHILD.replace(",woda,,", ",woda,niebo,")), "thesaurus_relation"),
        ((ROW,), "thesaurus_orphan"),
        ((ROW, CHILD.replace("Woda z nieba.", "")), "thesaurus_row"),
        ((ROW, CHILD + ",nadmiar"), "thesaurus_row"),
    ],
)
def test_a_breach_of_the_rules_is_named(tmp_path: Path, rows: tuple[str, ...], code: str) -> None:
    assert fault(table(tmp_path, *rows)).code == code


def test_another_header_is_refused_with_the_wanted_columns(tmp_path: Path) -> None:
    error = fault(table(tmp_path, ROW, header="id,label"))
    assert error.code == "thesaurus_columns"
    assert "pref_pl" in str(error.fields["wanted"])


def test_turtle_keeps_labels_relations_and_escapes(tmp_path: Path) -> None:
    (concept, child) = read(table(tmp_path, ROW, CHILD.replace("Woda z nieba.", '"Z ""nieba""."')))
    turtle = as_turtle((concept, child))
    assert 'skos:prefLabel "deszcz"@pl, "rain"@en' in turtle
    assert "skos:broader pim:woda" in turtle
    assert r'skos:scopeNote "Z \"nieba\"."@pl' in turtle
