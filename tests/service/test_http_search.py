"""``/v1/search``: what it finds, how it filters, what it refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.service.desk import Desk

WIDE = "wyzwanie działania mieszkańcy ogrody seniorzy fragment"


def found(client: TestClient, **parameters: object) -> list[dict[str, Any]]:
    answer = client.post("/v1/search", json=parameters)
    assert answer.status_code == 200, answer.text
    hits: list[dict[str, Any]] = answer.json()["hits"]
    return hits


def test_an_answer_names_the_index_and_cites_every_passage(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "zalewane piwnice"}).json()

    assert answer["index"] == {
        "generation": 1,
        "created": answer["index"]["created"],
        "model": "none",
        "model_fingerprint": "none",
    }
    assert answer["searched"] == 6
    hit = answer["hits"][0]
    assert (hit["document_id"], hit["page"], hit["pages"], hit["heading"], hit["role"]) == (
        "mid-lipowo", 1, [1], "Wyzwanie", "challenge",
    )  # fmt: skip
    marked = [hit["text"][start:end] for start, end in hit["matches"]]
    assert marked == ["zalewane", "piwnice"]


def test_http_and_the_command_line_find_the_same(client: TestClient, shared: Desk) -> None:
    asked = client.get("/v1/search", params={"q": "ogrody ulewa"}).json()

    assert asked == shared.pim("search", "ogrody ulewa", "--json").json


FILTERS = [
    ({"kind": ["MID"]}, {"mid-lipowo", "mid-sosnowiec"}),
    ({"city": ["Sosny"]}, {"mid-sosnowiec"}),
    ({"city": ["Sosny", "Lipowo"]}, {"mid-lipowo", "mid-sosnowiec"}),
    ({"network": ["Zielona"]}, {"mid-lipowo", "pu-zly"}),
    ({"edition": ["2021–2023"]}, {"mid-lipowo", "mid-sosnowiec"}),
    ({"voivodeship": ["łódzkie"]}, {"mid-lipowo"}),
    ({"document": ["pu-zly"]}, {"pu-zly"}),
    ({"year": [2022, 2023]}, {"mid-lipowo", "mid-sosnowiec"}),
    ({"role": ["actions"]}, {"mid-lipowo", "mid-sosnowiec"}),
    ({"population_from": 38_400}, {"mid-lipowo"}),
    ({"population_from": 38_401}, set()),
    ({"population_to": 9_100}, {"mid-sosnowiec"}),
    ({"population_from": 1, "population_to": 100_000}, {"mid-lipowo", "mid-sosnowiec"}),
    ({"network": ["Zielona"], "kind": ["PU"]}, {"pu-zly"}),
    ({"network": ["Cyfrowa"], "kind": ["PU"]}, set()),
]


@pytest.mark.parametrize(("filters", "documents"), FILTERS)
def test_a_filter_works_alike_in_the_address_and_in_the_body(
    client: TestClient, filters: dict[str, Any], documents: set[str]
) -> None:
    asked = {"q": WIDE, **filters}

    by_get = client.get("/v1/search", params=asked)
    by_post = client.post("/v1/search", json=asked)

    assert by_get.json() == by_post.json()
    assert {hit["document_id"] for hit in by_get.json()["hits"]} == documents


def test_filters_narrow_what_is_searched_before_anything_is_ranked(client: TestClient) -> None:
    answer = client.post("/v1/search", json={"q": "ulewa", "city": ["Lipowo"], "limit": 1}).json()

    assert answer["searched"] == 3
    assert [hit["document_id"] for hit in answer["hits"]] == ["mid-lipowo"]


def test_a_phrase_in_quotes_must_stand_word_for_word(client: TestClient) -> None:
    assert found(client, q="„ogrodów deszczowych”")
    assert found(client, q='"deszczowych ogrodów"') == []
    assert found(client, q="deszczowych ogrodów")


@pytest.mark.parametrize("question", ["dzialania", "DZIAŁANIA", "dzia\u0142ania", "działanie"])
def test_case_diacritics_and_inflection_do_not_matter(client: TestClient, question: str) -> None:
    assert {hit["document_id"] for hit in found(client, q=question)} == {
        "mid-lipowo", "mid-sosnowiec",
    }  # fmt: skip


def test_the_limit_counts_hits(client: TestClient) -> None:
    assert len(found(client, q=WIDE, limit=2)) == 2
    assert found(client, q=WIDE, limit=2) == found(client, q=WIDE, limit=100)[:2]


REFUSED = [
    ({"q": ""}, "empty_query", "Pytanie jest puste"),
    ({"q": " \t\n"}, "empty_query", "Pytanie jest puste"),
    ({"q": "\u0000"}, "empty_query", "Pytanie jest puste"),
    ({"q": "a" * 10_000}, "query_too_long", "10000 znaków"),
    ({"q": "woda", "city": ["Lipow"]}, "unknown_filter_value", "Najbliższe znane: Lipowo"),
    ({"q": "woda", "year": [1999]}, "unknown_filter_value", "„1999”"),
    ({"q": "woda", "role": ["wyzwanie"]}, "unknown_filter_value", "Filtr role"),
    ({"q": "woda", "document": ["../../etc/passwd"]}, "unknown_filter_value", "Filtr document"),
    ({"q": "woda", "limit": 0}, "limit_out_of_range", "od 1 do 100"),
    ({"q": "woda", "limit": -1}, "limit_out_of_range", "podano -1"),
    ({"q": "woda", "limit": 101}, "limit_out_of_range", "podano 101"),
    ({"q": "woda", "per_document": 0}, "per_document_out_of_range", "dodatnia"),
    ({"q": "woda", "town": "Lipowo"}, "invalid_request", "town"),
    ({"q": "woda", "limit": "dużo"}, "invalid_request", "limit"),
    ({"q": "woda", "population_from": -5}, "invalid_request", "population_from"),
    ({}, "invalid_request", "q"),
]


@pytest.mark.parametrize(("asked", "code", "detail"), REFUSED)
def test_what_cannot_be_asked_is_refused_alike_by_get_and_post(
    client: TestClient, asked: dict[str, Any], code: str, detail: str
) -> None:
    for answer in (client.get("/v1/search", params=asked), client.post("/v1/search", json=asked)):
        body = answer.json()
        assert answer.status_code == 422
        assert body["type"] == f"urn:pim:problem:{code}"
        assert detail in body["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"woda"', b'{"q": 5}', b'{"q": "woda", "limit": 1e999}',
             b'{"q": "\xff"}', b"[" * 10_000]
)  # fmt: skip
def test_a_body_that_is_no_request_is_a_problem_not_a_crash(
    client: TestClient, body: bytes
) -> None:
    headers = {"content-type": "application/json"}

    answer = client.post("/v1/search", content=body, headers=headers)

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("asked", [{"q": "woda \\ud800"}, {"q": "woda", "city": ["\\udfff"]}])
def test_half_a_character_is_no_crash(client: TestClient, asked: dict[str, Any]) -> None:
    import json

    body = json.dumps(asked).replace("\\\\u", "\\u")

    answer = client.post("/v1/search", content=body, headers={"content-type": "application/json"})

    assert answer.status_code in (200, 422)


def test_a_known_filter_with_a_very_large_number_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/search", json={"q": "woda", "year": [10**30]})

    assert answer.status_code == 422


def test_operators_of_the_search_engine_are_only_words(client: TestClient) -> None:
    for question in ('ulewa" OR "', "body:ulewa", "ulewa* +seniorzy -piwnice", "(((", "'; DROP"):
        assert client.post("/v1/search", json={"q": question}).status_code in (200, 422)
    assert found(client, q="-ulewa")[0]["document_id"] in ("mid-lipowo", "pu-zly")


def test_sixteen_askers_at_once_get_the_answers_of_one(client: TestClient) -> None:
    questions = ["zalewane piwnice", "ogrody", "seniorzy", "fragment", WIDE] * 16
    alone = {question: found(client, q=question) for question in set(questions)}

    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda question: found(client, q=question), questions))

    assert together == [alone[question] for question in questions]
