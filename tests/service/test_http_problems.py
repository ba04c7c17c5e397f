"""What every response has in common: problem documents, languages, headers, discretion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.server import application
from tests.service.desk import Desk

EVERYTHING = [
    "/", "/?q=ulewa", "/?q=ulewa&city=nieznane", "/dokument/mid-lipowo", "/dokument/mid-lipowo?s=2",
    "/dokument/mid-lipowo?s=9", "/dokument/nie-ma", "/dokument/mid-lipowo?s=x", "/nie/ma",
    "/static/style.css", "/static/nie-ma.css", "/openapi.json", "/healthz", "/readyz",
    "/v1/search?q=ulewa", "/v1/search", "/v1/search?q=", "/v1/documents",
    "/v1/documents/mid-lipowo", "/v1/documents/nie-ma", "/v1/documents/mid-lipowo/file",
    "/v1/documents/mid-lipowo/pages/1.png", "/v1/documents/mid-lipowo/pages/7.png",
]  # fmt: skip
BROKEN = [
    "/dokument/mid-lipowo?s=9", "/dokument/nie-ma", "/dokument/mid-lipowo?s=x", "/nie/ma",
    "/?q=ulewa&city=nieznane", "/dokument/..%2f..%2fetc", "/dokument/%00",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_response_names_its_index_and_is_safe_to_show(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert (headers["PIM-Generation"], headers["PIM-Model"]) == ("1", "none")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("path", EVERYTHING)
def test_no_response_tells_where_anything_lies_on_the_server(
    client: TestClient, shared: Desk, path: str, accept: str
) -> None:
    answer = client.get(path, headers={"accept": accept})
    if answer.headers["content-type"] == "application/pdf":
        return

    for place in (shared.data, shared.data.parent, Path(__file__).parents[2]):
        assert str(place).encode() not in answer.content
        assert str(place) not in str(answer.headers)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/search?q=", 422, "empty_query"),
        ("/v1/search", 422, "invalid_request"),
        ("/v1/documents/nie-ma", 404, "no_such_document"),
        ("/v1/documents/mid-lipowo/pages/0.png", 404, "no_such_page"),
        ("/v1/nie-ma", 404, "not_found"),
        ("/v2", 404, "not_found"),
    ],
)
def test_an_error_is_a_problem_document_as_rfc_9457_has_it(
    client: TestClient, path: str, status: int, code: str
) -> None:
    answer = client.get(path)
    body = answer.json()

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == body["status"] == status
    assert body["type"] == f"urn:pim:problem:{code}"
    assert body["title"] == code
    assert body["instance"] == path.split("?")[0]
    assert len(body["detail"]) > 20


def test_a_problem_carries_what_it_is_about(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "woda", "city": "Lipow"}).json()

    assert (body["field"], body["value"], body["known"]) == ("city", "Lipow", ["Lipowo"])


def test_a_method_that_is_not_there_names_those_that_are(client: TestClient) -> None:
    answer = client.delete("/v1/documents")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert answer.headers["content-type"] == "application/problem+json"


LANGUAGES = [
    ({}, "", "Pytanie jest puste"),
    ({"accept-language": "en"}, "", "The question is empty"),
    ({"accept-language": "en-GB,en;q=0.9,pl;q=0.8"}, "", "The question is empty"),
    ({"accept-language": "pl-PL,pl;q=0.9,en;q=0.8"}, "", "Pytanie jest puste"),
    ({"accept-language": "en;q=0.2, pl;q=0.9"}, "", "Pytanie jest puste"),
    ({"accept-language": "de, fr;q=0.5"}, "", "Pytanie jest puste"),
    ({"accept-language": "de, en;q=0.1"}, "", "The question is empty"),
    ({"accept-language": "en;q=0, *"}, "", "Pytanie jest puste"),
    ({"accept-language": ";;q=,\x7f,q=x"}, "", "Pytanie jest puste"),
    ({"accept-language": "pl"}, "en", "The question is empty"),
    ({"accept-language": "en"}, "pl", "Pytanie jest puste"),
    ({"accept-language": "en"}, "de", "The question is empty"),
]


@pytest.mark.parametrize(("headers", "lang", "sentence"), LANGUAGES)
def test_the_language_is_the_one_asked_for(
    client: TestClient, headers: dict[str, str], lang: str, sentence: str
) -> None:
    asked = {"q": ""} | ({"lang": lang} if lang else {})

    assert sentence in client.get("/v1/search", params=asked, headers=headers).json()["detail"]


def test_the_operator_chooses_the_language_where_nobody_asks(shared: Desk) -> None:
    with TestClient(application(replace(shared.settings, language="en"))) as client:
        assert "empty" in client.get("/v1/search", params={"q": ""}).json()["detail"]


@pytest.mark.parametrize("path", BROKEN)
def test_a_browser_gets_a_page_where_something_went_wrong(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"accept": "text/html,*/*;q=0.8"})

    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("text/html")
    assert "Nie udało się" in answer.text
    assert 'role="alert"' in answer.text


def test_without_an_index_the_page_says_what_to_do_and_not_where_it_lies(desk: Desk) -> None:
    with TestClient(application(desk.settings)) as client:
        answers = [client.get(path) for path in ("/", "/?q=woda", "/readyz")]

    for answer in answers:
        assert answer.status_code == 503
        assert "pim ingest" in answer.text
        assert str(desk.data) not in answer.text
        assert "PIM-Generation" not in answer.headers


def test_a_damaged_index_is_told_without_its_place(filled: Desk) -> None:
    [store] = filled.data.glob("generations/*/store.sqlite")
    store.write_bytes(b"")
    with TestClient(application(filled.settings)) as client:
        answer = client.get("/v1/search", params={"q": "ulewa"})

    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:pim:problem:index_corrupt"
    assert "store.sqlite" in answer.json()["detail"]
    assert str(filled.data) not in answer.text


def test_a_model_that_lies_in_a_folder_is_named_without_the_folder(filled: Desk) -> None:
    there = replace(filled.settings, model="/srv/tajne/model")
    with TestClient(application(there)) as client:
        answer = client.get("/v1/search", params={"q": "ulewa"})

    assert answer.status_code == 503
    assert "tajne" not in answer.text
    assert "model" in answer.json()["detail"]


@pytest.fixture
def failing(shared: Desk) -> Iterator[TestClient]:
    """An application with a fault that nobody foresaw."""
    app: FastAPI = application(shared.settings)

    def fault() -> None:
        raise RuntimeError("sekret w /etc/shadow")

    app.add_api_route("/v1/fault", fault)
    app.add_api_route("/fault", fault)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_an_unforeseen_fault_tells_a_number_and_nothing_else(
    failing: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = failing.get("/v1/fault")
    body = answer.json()

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["PIM-Generation"] == "1"
    assert body["type"] == "urn:pim:problem:internal"
    assert "sekret" not in answer.text
    assert body["id"] in caplog.text


def test_an_unforeseen_fault_is_a_page_in_a_browser(failing: TestClient) -> None:
    answer = failing.get("/fault", headers={"accept": "text/html"})

    assert answer.status_code == 500
    assert "błąd wewnętrzny" in answer.text
    assert "sekret" not in answer.text
