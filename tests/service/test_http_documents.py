"""Documents, their files and pages over HTTP; readiness; the description of the interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from fastapi.openapi.models import OpenAPI
from PIL import Image
from starlette.testclient import TestClient

from service.server import application
from tests.service.conftest import FLOOD
from tests.service.desk import Desk


def test_every_document_is_listed_with_what_the_catalogue_says(client: TestClient) -> None:
    answer = client.get("/v1/documents").json()

    assert answer["index"]["generation"] == 1
    assert [document["id"] for document in answer["documents"]] == [
        "mid-lipowo", "mid-sosnowiec", "pu-zly",
    ]  # fmt: skip
    first = dict(answer["documents"][0])
    assert re.fullmatch("[0-9a-f]{64}", first.pop("sha256"))
    assert first == {
        "id": "mid-lipowo", "title": "Woda w Lipowie", "kind": "MID", "city": "Lipowo",
        "network": "Zielona", "edition": "2021–2023", "year": 2022, "voivodeship": "łódzkie",
        "population": 38400, "source": "test",
    }  # fmt: skip
    assert answer["documents"][2]["population"] is None


def test_a_document_comes_with_its_passages_in_reading_order(client: TestClient) -> None:
    answer = client.get("/v1/documents/mid-lipowo").json()

    assert answer["document"]["title"] == "Woda w Lipowie"
    assert (answer["page_count"], answer["unread_pages"]) == (2, [])
    assert [(p["heading"], p["pages"]) for p in answer["passages"]] == [
        ("Wyzwanie", [1]), ("Działania", [2]), ("Finansowanie", [2]),
    ]  # fmt: skip


def test_the_file_is_the_one_that_was_indexed(client: TestClient, shared: Desk) -> None:
    answer = client.get("/v1/documents/mid-lipowo/file")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="mid-lipowo.pdf"'
    assert answer.content == (shared.documents / "mid-lipowo.pdf").read_bytes()


def test_the_file_is_served_as_indexed_after_the_original_changed(desk: Desk) -> None:
    original = desk.write("a.pdf", FLOOD).read_bytes()
    assert desk.pim("ingest", desk.documents).code == 0
    desk.write("a.pdf", "Zupełnie inna treść.")

    with TestClient(application(desk.settings)) as client:
        assert client.get("/v1/documents/a/file").content == original


@pytest.mark.parametrize("number", [1, 2])
def test_a_page_is_a_picture_of_its_shape(client: TestClient, number: int) -> None:
    answer = client.get(f"/v1/documents/mid-lipowo/pages/{number}.png")

    assert answer.headers["content-type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    assert picture.width > 800
    assert picture.height / picture.width == pytest.approx(842 / 595, abs=0.01)
    assert picture.convert("L").getextrema() != (255, 255)


def test_a_page_drawn_before_is_the_same_picture(client: TestClient) -> None:
    first, second = (client.get("/v1/documents/mid-lipowo/pages/1.png") for _ in "12")

    assert first.content == second.content


@pytest.mark.parametrize("number", ["0", "-1", "3", "99999999999999999999999"])
def test_a_page_out_of_range_says_which_pages_there_are(client: TestClient, number: str) -> None:
    answer = client.get(f"/v1/documents/mid-lipowo/pages/{number}.png")

    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        f"Dokument mid-lipowo ma strony od 1 do 2; strony {number} nie ma."
    )


@pytest.mark.parametrize("number", ["pierwsza", "1.5", "1e3", "%00"])
def test_a_page_that_is_no_number_is_refused(client: TestClient, number: str) -> None:
    assert client.get(f"/v1/documents/mid-lipowo/pages/{number}.png").status_code == 422


def test_health_and_readiness_are_two_questions(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert (ready["index"]["generation"], ready["index"]["model"]) == (1, "none")


@pytest.fixture
def bare(desk: Desk) -> Iterator[TestClient]:
    """The application over a folder without an index."""
    with TestClient(application(desk.settings), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/readyz", "/v1/search?q=woda", "/v1/documents", "/v1/documents/a",
             "/v1/documents/a/file", "/v1/documents/a/pages/1.png"]
)  # fmt: skip
def test_without_an_index_the_service_is_not_ready_and_says_why(
    bare: TestClient, path: str
) -> None:
    answer = bare.get(path)

    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:pim:problem:index_missing"
    assert "pim ingest" in answer.json()["detail"]
    assert bare.get("/healthz").status_code == 200


def test_an_index_of_another_model_is_not_served(filled: Desk) -> None:
    from dataclasses import replace

    other = replace(filled.settings, model="pim-static-pl-en")
    with TestClient(application(other)) as client:
        answer = client.get("/v1/search", params={"q": "ulewa"})

    assert answer.status_code == 503
    assert answer.json()["built"] == "none"
    assert answer.json()["wanted"] == "pim-static-pl-en"


def test_a_file_lost_from_the_shelf_is_a_named_problem(filled: Desk) -> None:
    for path in (filled.data / "files").iterdir():
        path.unlink()
    with TestClient(application(filled.settings)) as client:
        answers = [client.get(f"/v1/documents/a/{rest}") for rest in ("file", "pages/1.png")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["type"] == "urn:pim:problem:file_gone"


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document."""
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


def test_the_description_is_valid_openapi(description: dict[str, Any]) -> None:
    OpenAPI.model_validate(description)
    assert description["openapi"].startswith("3.1")
    text = str(description)
    for name in re.findall(r"'#/components/schemas/(\w+)'", text):
        assert name in description["components"]["schemas"]
    operations = [o for path in description["paths"].values() for o in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))


def test_the_description_has_every_endpoint_and_says_what_each_is_for(
    description: dict[str, Any],
) -> None:
    assert {path: set(methods) for path, methods in description["paths"].items()} == {
        "/v1/search": {"get", "post"},
        "/v1/documents": {"get"},
        "/v1/documents/{document_id}": {"get"},
        "/v1/documents/{document_id}/file": {"get"},
        "/v1/documents/{document_id}/pages/{number}.png": {"get"},
        "/healthz": {"get"},
        "/readyz": {"get"},
        "/v1/answers": {"post"},
        "/v1/models": {"get"},
        "/v1/chat/completions": {"post"},
        "/v1/cities": {"get"},
        "/v1/cities/{city_id}/peers": {"get"},
        "/v1/peers": {"post"},
        "/v1/peers/matrix": {"get"},
        "/v1/peers/matrix.csv": {"get"},
        "/v1/peers/matrix.svg": {"get"},
        "/v1/peers/groups": {"get"},
        "/v1/barriers": {"get"},
        "/v1/barriers/matrix": {"get"},
        "/v1/barriers/export": {"get"},
        "/v1/barriers/{barrier_id}": {"get"},
        "/v1/barriers/{barrier_id}/links": {"post"},
        "/v1/raised": {"get"},
        "/v1/recommendations": {"get"},
        "/v1/coverage": {"get"},
    }
    for methods in description["paths"].values():
        for operation in methods.values():
            assert operation["description"]
            assert "application/problem+json" in operation["responses"]["404"]["content"]
            assert "application/json" not in operation["responses"]["422"]["content"]


def test_the_examples_in_the_description_are_answered(
    client: TestClient, description: dict[str, Any]
) -> None:
    schemas = description["components"]["schemas"]
    examples = schemas["SearchRequest"]["examples"]

    assert examples
    for example in examples:
        asked = {name: example[name] for name in example if name in ("q", "limit")}
        assert client.post("/v1/search", json=asked).status_code == 200
        assert set(example) <= set(schemas["SearchRequest"]["properties"])
    assert schemas["HitView"]["properties"]["document_id"]["examples"]


def test_the_answers_of_the_description_are_pdf_and_png_where_they_are(
    description: dict[str, Any],
) -> None:
    def kinds(path: str) -> set[str]:
        return set(description["paths"][path]["get"]["responses"]["200"]["content"])

    assert kinds("/v1/documents/{document_id}/file") == {"application/pdf"}
    assert kinds("/v1/documents/{document_id}/pages/{number}.png") == {"image/png"}
    assert kinds("/v1/search") == {"application/json"}
