"""What people decide about links: it wins over the machine and survives re-indexing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.analysis import Analyzer
from service.server import application
from service.settings import Settings
from tests.service.programme import PLAN, RAIN, build, city

BARRIER = "pu-zielona:b1"


@pytest.fixture
def data(tmp_path: Path, lemmas: Path, analyzer: Analyzer) -> Path:
    return build(tmp_path / "data", lemmas, analyzer)


@pytest.fixture
def client(data: Path) -> TestClient:
    return TestClient(application(Settings(data=data, model="none")))


def decide(client: TestClient, barrier: str = BARRIER, **said: Any) -> Any:
    body = {"author": "Anna Nowak", "document_id": "mid-lipowo"} | said
    return client.post(f"/v1/barriers/{barrier}/links", json=body)


def links(client: TestClient, barrier: str = BARRIER) -> dict[str, dict[str, Any]]:
    record = client.get(f"/v1/barriers/{barrier}").json()
    return {link["document_id"]: link for link in record["links"]}


def test_a_rejected_link_no_longer_counts_but_is_still_shown_as_rejected(
    client: TestClient,
) -> None:
    answer = decide(client, verdict="reject", note="Chodzi o inną dotację.")

    assert answer.status_code == 201
    assert set(links(client)) == {"mid-sosny"}
    (rejected,) = client.get(f"/v1/barriers/{BARRIER}").json()["rejected"]
    assert rejected["document_id"] == "mid-lipowo"
    assert rejected["decision"]["author"] == "Anna Nowak"
    assert rejected["decision"]["at"].startswith("20")


def test_a_rejection_is_heeded_by_the_coverage(client: TestClient) -> None:
    decide(client, verdict="reject")

    answer = client.get("/v1/coverage", params={"q": "utrzymanie zieleni i podlewanie"}).json()
    assert [f["document_id"] for f in answer["raising"]] == ["pu-zielona"]


def test_a_person_confirms_a_link_that_the_machine_did_not_see(client: TestClient) -> None:
    words = "Starsze osoby proszą wnuki o pomoc"

    answer = decide(client, document_id="mid-debowiec", verdict="confirm", quote=words)

    assert answer.status_code == 201
    link = links(client)["mid-debowiec"]
    assert (link["status"], link["strength"], link["quote"]["text"]) == ("stated", 1.0, words)
    assert link["quote"]["page"] == 1


def test_a_merged_link_moves_to_the_other_barrier(client: TestClient) -> None:
    decide(client, verdict="merge", into="pu-zielona:b2")

    assert "mid-lipowo" not in links(client)
    assert links(client, "pu-zielona:b2")["mid-lipowo"]["decision"]["verdict"] == "merge"


def test_the_latest_decision_wins(client: TestClient) -> None:
    decide(client, verdict="reject")
    words = "Na podlewanie i utrzymanie zieleni nie ma w budżecie pieniędzy"
    decide(client, verdict="confirm", quote=words, status="implied", author="Jan Kowal")

    link = links(client)["mid-lipowo"]
    assert (link["status"], link["decision"]["author"]) == ("implied", "Jan Kowal")


def test_a_decision_finds_its_barrier_by_title_where_numbers_moved(
    client: TestClient, data: Path, lemmas: Path, analyzer: Analyzer
) -> None:
    decide(client, verdict="reject")
    first = PLAN.passages[0]
    moved = replace(first, heading_path=("Bariera 5. Kto podleje to, co posadzono",))
    build(data, lemmas, analyzer, replace(PLAN, passages=(moved, *PLAN.passages[1:])))

    assert set(links(client, "pu-zielona:b5")) == {"mid-sosny"}


def test_decisions_survive_a_new_generation(
    client: TestClient, data: Path, lemmas: Path, analyzer: Analyzer
) -> None:
    decide(client, verdict="reject")
    build(data, lemmas, analyzer, city("Nowe", "mid-nowe", RAIN))

    assert client.get("/v1/barriers").json()["index"]["generation"] == 2
    assert set(links(client)) == {"mid-sosny"}


def test_a_decision_on_words_that_vanished_says_so(
    client: TestClient, data: Path, lemmas: Path, analyzer: Analyzer
) -> None:
    words = "Na podlewanie i utrzymanie zieleni nie ma w budżecie pieniędzy"
    decide(client, verdict="confirm", quote=words)
    build(data, lemmas, analyzer, city("Lipowo", "mid-lipowo", RAIN))

    link = links(client)["mid-lipowo"]
    assert link["quote_stands"] is False
    assert link["quote"]["text"] == words


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"verdict": "confirm", "quote": "Tych słów tam nie ma."}, "quote_not_found"),
        ({"verdict": "confirm", "document_id": "mid-debowiec"}, "quote_needed"),
        ({"verdict": "confirm", "document_id": "mid-nie-ma"}, "no_such_document"),
        ({"verdict": "confirm", "document_id": "pu-zielona"}, "no_such_document"),
        ({"verdict": "merge", "into": BARRIER}, "merge_into_itself"),
        ({"verdict": "merge", "into": "pu-zielona:b9"}, "no_such_barrier"),
        ({"verdict": "zgadzam się"}, "invalid_request"),
        ({"verdict": "reject", "author": ""}, "invalid_request"),
    ],
)
def test_a_decision_that_cannot_be_right_is_refused_and_not_kept(
    client: TestClient, data: Path, said: dict[str, str], title: str
) -> None:
    answer = decide(client, **said)

    assert answer.status_code in (404, 422)
    assert answer.json()["title"] == title
    assert not (data / "decisions.sqlite").exists()


def test_nothing_is_written_where_nobody_decides(client: TestClient, data: Path) -> None:
    assert set(links(client)) == {"mid-lipowo", "mid-sosny"}
    assert not (data / "decisions.sqlite").exists()
