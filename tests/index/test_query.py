"""A question as typed -> a checked value, or a refusal that says why."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadQuery
from index.query import (
    LONGEST_QUESTION,
    MOST_HITS,
    Filters,
    Query,
    allowed_documents,
    allowed_roles,
    checked,
)
from tests.fakes import PROGRAMME

DOCUMENTS = tuple(prepared.document for prepared in PROGRAMME)


def refusal(query: Query) -> BadQuery:
    with pytest.raises(BadQuery) as caught:
        checked(query)
    return caught.value


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?!…", '""', "\x00", "„”", "—"])
def test_a_question_without_a_word_is_refused(text: str) -> None:
    assert refusal(Query(text)).code == "empty_query"


def test_a_question_of_ten_thousand_characters_is_refused_and_told_the_limit() -> None:
    error = refusal(Query("woda " * 2_000))
    assert error.code == "query_too_long"
    assert error.fields == {"field": "q", "length": 9_999, "limit": LONGEST_QUESTION}


def test_the_longest_question_is_taken_whole() -> None:
    assert checked(Query("w" * LONGEST_QUESTION)).text == "w" * LONGEST_QUESTION
    assert refusal(Query("w" * (LONGEST_QUESTION + 1))).code == "query_too_long"


@pytest.mark.parametrize("limit", [0, -1, MOST_HITS + 1, 10**9])
def test_a_limit_out_of_range_is_refused(limit: int) -> None:
    error = refusal(Query("woda", limit=limit))
    assert (error.code, error.fields["value"]) == ("limit_out_of_range", limit)


@pytest.mark.parametrize("limit", [1, MOST_HITS])
def test_a_limit_in_range_is_taken(limit: int) -> None:
    assert checked(Query("woda", limit=limit)).limit == limit


@pytest.mark.parametrize("per_document", [0, -3])
def test_less_than_one_passage_per_document_is_refused(per_document: int) -> None:
    error = refusal(Query("woda", per_document=per_document))
    assert error.code == "per_document_out_of_range"


def test_a_question_is_composed_and_trimmed() -> None:
    typed = unicodedata.normalize("NFD", "  żółta łódź\x00 ")
    assert checked(Query(typed)).text == "żółta łódź"


def test_checking_keeps_everything_else() -> None:
    query = Query("woda", Filters(kind=("MID",), population_to=5), 7, 2)
    assert checked(query) == query


@given(st.text(max_size=LONGEST_QUESTION))
def test_any_question_is_taken_or_refused_by_name(text: str) -> None:
    try:
        taken = checked(Query(text))
    except BadQuery as error:
        outcome = error.code
    else:
        outcome = "taken" if checked(taken) == taken else "taken otherwise the second time"
    assert outcome in ("taken", "empty_query", "query_too_long")


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('gdzie "plan działań" jest', ("plan działań",)),
        ("„ogród deszczowy” i «mała retencja»", ("ogród deszczowy", "mała retencja")),
        ("bez cudzysłowu", ()),
        ('jeden " cudzysłów', ()),
        ('puste ""', ()),
    ],
)
def test_phrases_stand_in_quotation_marks(text: str, phrases: tuple[str, ...]) -> None:
    assert Query(text).phrases == phrases


def test_no_filter_restricts_nothing() -> None:
    assert allowed_documents(Filters(), DOCUMENTS) is None
    assert allowed_roles(Filters()) is None


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(kind=("MID",)), {"mid-wierzbno", "mid-olszany"}),
        (Filters(kind=("MID", "PU")), {"mid-wierzbno", "mid-olszany", "pu-mieszkania"}),
        (Filters(city=("Olszany",)), {"mid-olszany"}),
        (Filters(network=("Zielona",)), {"mid-wierzbno"}),
        (Filters(edition=("2024–2026",)), {"pu-mieszkania"}),
        (Filters(voivodeship=("łódzkie",)), {"mid-wierzbno"}),
        (Filters(year=(2018, 2025)), {"mid-olszany", "pu-mieszkania"}),
        (Filters(document=("pu-mieszkania",)), {"pu-mieszkania"}),
        (Filters(population_from=38_400), {"mid-wierzbno", "mid-olszany"}),
        (Filters(population_from=38_401), {"mid-olszany"}),
        (Filters(population_to=38_400), {"mid-wierzbno"}),
        (Filters(population_to=38_399), set()),
        (Filters(population_from=1, population_to=10**6), {"mid-wierzbno", "mid-olszany"}),
        (Filters(population_to=0), set()),
        (Filters(kind=("PU",), city=("Olszany",)), set()),
        (Filters(kind=("MID",), year=(2018,)), {"mid-olszany"}),
    ],
)
def test_every_side_of_a_filter_must_fit(filters: Filters, allowed: set[str]) -> None:
    assert allowed_documents(filters, DOCUMENTS) == frozenset(allowed)


@pytest.mark.parametrize(
    ("filters", "field", "near"),
    [
        (Filters(network=("Zielnoa",)), "network", "Zielona"),
        (Filters(city=("Olszanny",)), "city", "Olszany"),
        (Filters(year=(2019,)), "year", "2018"),
        (Filters(document=("mid-wierzbna",)), "document", "mid-wierzbno"),
        (Filters(voivodeship=("lodzkie",)), "voivodeship", "łódzkie"),
        (Filters(edition=("2021-2023",)), "edition", "2021–2023"),
    ],
)
def test_an_unknown_value_is_refused_with_the_nearest_known(
    filters: Filters, field: str, near: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        allowed_documents(filters, DOCUMENTS)
    assert caught.value.code == "unknown_filter_value"
    assert caught.value.fields["field"] == field
    known = caught.value.fields["known"]
    assert isinstance(known, list)
    assert known[0] == near


def test_a_value_like_no_other_is_refused_with_what_there_is() -> None:
    with pytest.raises(BadQuery) as caught:
        allowed_documents(Filters(kind=("xyz",)), DOCUMENTS)
    assert caught.value.fields["known"] == ["MID", "PU"]


def test_an_unknown_role_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(BadQuery) as caught:
        allowed_roles(Filters(role=("chalenge",)))
    assert caught.value.fields["known"] == ["challenge", "schedule"]
    assert allowed_roles(Filters(role=("challenge", "risks"))) == frozenset({"challenge", "risks"})
