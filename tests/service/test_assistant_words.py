"""Sentences, names, quotes, support and orders: what the assistant decides without an index."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Box, Document, Passage, Role, Span
from index.analysis import Analyzer
from service.assistant.citing import cite
from service.assistant.conversation import Conversations, Topic, self_standing
from service.assistant.injection import looks_like_an_order, neutralise
from service.assistant.names import cities_named, is_form_of, networks_named
from service.assistant.quotes import find
from service.assistant.sentences import sentences
from service.assistant.support import Support, numbers
from tests.service.orders import HARMLESS, ORDERS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Przy ul. Długiej 5 zalało piwnice. Straż wypompowała wodę.", 2),
        ("Zgodnie z art. 15 ust. 2 pkt 3 ustawy (Dz. U. z 2020 r. poz. 5) opłata rośnie.", 1),
        ("Koszt to 5 tys. zł, m.in. na projekt prof. J. Kowalskiego, tj. na mapę.", 1),
        ("W 2022 r. miasto kupiło 12 pomp. Działają do dziś.", 2),
        ("Plan przyjęto uchwałą z 14 maja 2022 r. Radni byli zgodni.", 2),
        ("W maju 2022 r. Brzezinów zalała ulewa.", 1),
        ("Pomp jest dwanaście (nr 3 w naprawie), węży, łopat itd. Reszta czeka.", 2),
        ("– Kto: straż.\n– Kiedy: od marca.\n1. Pierwszy krok.", 3),
        ("„Nie wiem”. Tak powiedziała pani Helena, 78 lat.", 2),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_it_does(text: str, count: int) -> None:
    assert len(sentences(text)) == count, [s.text for s in sentences(text)]


@given(st.text(alphabet="aąb .?!\n–1A„”|", max_size=80))
def test_sentences_are_cut_from_the_text_in_order_and_nothing_but_spaces_and_markers_is_lost(
    text: str,
) -> None:
    end = 0
    for sentence in sentences(text):
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.start >= end
        end = sentence.end
    kept = sum(ch.isalpha() for s in sentences(text) for ch in s.text)
    assert kept == sum(ch.isalpha() for ch in text)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Łęgowcu", "Łęgowiec"),
        ("Wierzbogórze", "Wierzbogóra"),
        ("Brzezinowa", "Brzezinów"),
        ("Kielcach", "Kielce"),
        ("lodzi", "Łódź"),
        ("Ełku", "Ełk"),
    ],
)
def test_a_name_is_known_in_every_case(word: str, name: str) -> None:
    assert is_form_of(word, name)


@pytest.mark.parametrize(("word", "name"), [("Starożyce", "Starobrzeg"), ("Brzoza", "Brzezinów")])
def test_a_name_is_not_taken_for_another(word: str, name: str) -> None:
    assert not is_form_of(word, name)


def document(city: str, network: str = "Zielona") -> Document:
    return Document(
        city.lower(), f"{city}.pdf", "0" * 64, f"MID {city}", city=city, network=network
    )


def test_cities_and_networks_are_found_where_they_are_named() -> None:
    known = [document("Nowy Sącz"), document("Lipowo", "Cyfrowa")]
    assert cities_named("Co planuje się w Nowym Sączu?", known) == ("Nowy Sącz",)
    assert cities_named("Czy nowy plan obejmuje lipy?", known) == ()
    assert networks_named("Które miasta sieci Cyfrowej?", known) == ("Cyfrowa",)
    assert networks_named("Cyfrowa mapa drzew", known) == ()


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ('"opłata" - nowa', "Jest „opłata” – nowa i trudna."),
        ("5 000 zł", "Kosztuje 5\u00a0000\u202fzł."),
        ("oficjalny", "To jest o\ufb01cjalny dokument."),
        ("kanalizacja", "Miejska kanali-\nzacja nie wystarcza."),
        ("dwa wiersze", "Tu są dwa\nwiersze."),
    ],
)
def test_a_quote_is_found_through_typography(quote: str, page: str) -> None:
    place = find(quote, page)
    assert place is not None
    assert page[place[0] : place[1]] != quote


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("500000", "Wydano 5000000 zł."),
        ("500 000", "Wydano 1 500 000 zł."),
        ("1 500", "Wydano 1 500 000 zł."),
        ("12", "Wydano 12,5 mln zł."),
        ("5 mln", "Wydano 2,5 mln zł."),
        ("lej", "Nowa kolej."),
        ("nie ma", "Zawsze był."),
        ("", "cokolwiek"),
    ],
)
def test_a_quote_never_cuts_a_number_or_a_word(quote: str, page: str) -> None:
    assert find(quote, page) is None


def test_a_year_before_a_number_is_no_part_of_it() -> None:
    page = "W roku 2022 15 osób."
    assert find("15 osób", page) == (12, 19)


def test_numbers_are_compared_by_value_not_by_spelling() -> None:
    assert numbers("5 000 000 i 2,50") == numbers("5000000 i 2.5")
    assert numbers("5000000") != numbers("500000")


CITED = (
    "W 2022 roku straż przyjęła 47 zgłoszeń. Miasto Lipowo nie zapłaciło okupu. "
    "Podstawą jest art. 15 ust. 2 ustawy. Seniorzy stracili 486 tys. zł w lipcu."
)


@pytest.mark.parametrize(
    "said",
    [
        "Straż przyjęła w 2022 roku 47 zgłoszeń.",
        "Lipowo nie zapłaciło okupu.",
        "Seniorzy stracili w lipcu 486 tys. zł.",
        "Podstawą jest art. 15 ust. 2 ustawy.",
    ],
)
def test_what_is_cited_supports_what_it_says(said: str, analyzer: Analyzer) -> None:
    assert Support(analyzer).score(said, [CITED]) >= 0.8


@pytest.mark.parametrize(
    "said",
    [
        "Straż przyjęła w 2022 roku 470 zgłoszeń.",
        "Straż przyjęła 47 zgłoszeń w 2021 roku.",
        "Miasto Lipowo zapłaciło okup.",
        "Straż nie przyjęła 47 zgłoszeń.",
        "Seniorzy z Sosnowca stracili 486 tys. zł.",
        "Seniorzy stracili 486 tys. zł w sierpniu.",
        "Seniorzy stracili osiemset tys. zł w lipcu.",
        "Podstawą jest art. 16 ust. 2 ustawy.",
        "Podstawą jest art. 15 ust. 3 ustawy.",
    ],
)
def test_an_invented_fact_has_no_support(said: str, analyzer: Analyzer) -> None:
    assert Support(analyzer).score(said, [CITED]) == 0.0


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_is_found_and_taken_out(order: str) -> None:
    text = f"Straż przyjęła zgłoszenia.\n{order}\nMiasto kupiło pompy."
    clean = neutralise(text)
    assert looks_like_an_order(order)
    assert clean.found >= 1
    assert "Straż przyjęła zgłoszenia." in clean.text
    assert not looks_like_an_order(clean.text)


@pytest.mark.parametrize("text", HARMLESS)
def test_an_official_sentence_is_no_order(text: str) -> None:
    assert not looks_like_an_order(text)
    assert neutralise(text).text == text


def test_a_citation_knows_its_page_and_the_lines_it_lies_on() -> None:
    text = "a" * 100 + "b" * 100 + "c" * 100
    boxes = (Box(1, 0, 0, 100, 10), Box(1, 0, 10, 100, 20), Box(2, 0, 0, 100, 10))
    passage = Passage(
        "p", "lipowo", 0, text, (), Role.OTHER, (Span(1, 5, 205), Span(2, 0, 100)), boxes
    )
    (last,) = cite(passage, document("Lipowo"), 220, 260)
    assert (last.page, last.quote, last.boxes) == (2, "c" * 40, (boxes[2],))
    over_the_end = cite(passage, document("Lipowo"), 190, 210)
    assert [(c.page, c.quote) for c in over_the_end] == [(1, "b" * 10), (2, "c" * 10)]
    (first,) = cite(passage, document("Lipowo"), 0, 20)
    assert first.page == 1
    assert boxes[0] in first.boxes


KNOWN = [document("Lipowo"), document("Sosny")]


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("A w Sosnach?", "Ile kosztuje parking w Sosnach?"),
        ("Kiedy powstanie?", "Kiedy powstanie (Lipowo: kosztuje parking)?"),
        (
            "Jakie ogrody deszczowe planują Sosny przy szkołach?",
            "Jakie ogrody deszczowe planują Sosny przy szkołach?",
        ),
    ],
)
def test_a_follow_up_takes_its_topic_from_the_question_before(
    text: str, understood: str, analyzer: Analyzer
) -> None:
    before = Topic("Ile kosztuje parking w Lipowie?")
    assert self_standing(text, before, KNOWN, analyzer) == understood
    assert self_standing(text, None, KNOWN, analyzer) == text


def test_a_conversation_ends_when_nobody_asks_for_hours() -> None:
    from corpus.errors import NotFound

    now = [0.0]
    kept = Conversations(clock=lambda: now[0])
    session = kept.begin()
    kept.remember(session, Topic("Ile?"))
    assert kept.topic(session) == Topic("Ile?")
    now[0] = 3 * 3_600.0
    with pytest.raises(NotFound):
        kept.topic(session)


def test_both_catalogues_have_a_text_for_every_outcome() -> None:
    from service.assistant.outcome import Outcome
    from service.speech import speech

    values: dict[str, Any] = {"missing": "x"}
    for language in ("pl", "en"):
        said = speech(language)
        for outcome in set(Outcome) - {Outcome.ANSWERED}:
            key = f"answer.{outcome.value}"
            assert said.say(key, **values) != key
