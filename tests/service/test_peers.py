"""Cities with a like challenge: found by challenge, explained, filtered, or honestly not found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from corpus.model import Role
from index.analysis import Analyzer
from index.query import Filters
from service.cli import app
from service.library import Library
from service.peers.board import BoardKeeper
from service.peers.finder import Found, Wish, peers_of
from service.peers.masking import without_names
from service.server import application
from service.settings import Settings
from tests.fakes import passage, prepared
from tests.service.programme import FLOOD, PROGRAMME, RAIN, SENIORS, build, city


def settings(data: Path) -> Settings:
    return Settings(data=data, model="none")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, lemmas: Path, analyzer: Analyzer) -> Path:
    return build(tmp_path_factory.mktemp("peers") / "data", lemmas, analyzer)


@pytest.fixture(scope="module")
def client(data: Path) -> TestClient:
    return TestClient(application(settings(data)))


def found(data: Path, document: str, wish: Wish | None = None) -> Found:
    board = BoardKeeper(Library(settings(data))).board()
    own = next(d for d in board.cities if d.id == document)
    return peers_of(board, own, wish or Wish())


def cities(result: Found) -> list[str]:
    return [peer.challenge.document.city for peer in result.peers]


def test_a_peer_is_a_city_with_a_like_challenge_in_another_network_and_edition(data: Path) -> None:
    result = found(data, "mid-lipowo")

    assert result.outcome == "found"
    assert cities(result) == ["Sosny"]
    assert result.compared == 2


def test_a_peer_shows_the_pair_of_passages_the_shared_words_and_what_it_did(data: Path) -> None:
    (peer,) = found(data, "mid-lipowo").peers

    pairs = {(match.own.text, match.theirs.text) for match in peer.matches if match.own}
    assert pairs == {(FLOOD[0], RAIN[0]), (FLOOD[1], RAIN[1])}
    assert {"kanalizacja", "piwnice"} <= set(peer.shared.words)
    assert [did.role for did in peer.did] == [Role.ACTIONS, Role.SCHEDULE]


def test_a_city_whose_challenge_nobody_shares_has_no_similar_city(data: Path) -> None:
    result = found(data, "mid-debowiec")

    assert (result.outcome, result.peers, result.compared) == ("no_similar_city", (), 2)


def test_a_document_without_a_challenge_or_objectives_is_a_named_outcome(data: Path) -> None:
    assert found(data, "mid-bezdroze").outcome == "no_challenge"


def test_objectives_stand_in_for_a_missing_challenge_and_that_is_told(
    tmp_path: Path, lemmas: Path, analyzer: Analyzer
) -> None:
    goal = prepared(
        "mid-cel", *(passage(text, "Cele", Role.OBJECTIVES) for text in RAIN), city="Celowo"
    )
    data = build(tmp_path / "data", lemmas, analyzer, PROGRAMME[0], PROGRAMME[2], goal)

    record = TestClient(application(settings(data))).get("/v1/cities/celowo/peers").json()

    (challenge,) = record["challenges"]
    assert challenge["basis"] == "objectives"
    assert "porównano jego cele" in challenge["message"]
    assert [peer["city"] for peer in challenge["peers"]] == ["Lipowo"]


def test_another_document_of_the_same_city_is_no_peer(
    tmp_path: Path, lemmas: Path, analyzer: Analyzer
) -> None:
    again = city("Lipowo", "mid-lipowo-2025", FLOOD, year=2025)
    data = build(tmp_path / "data", lemmas, analyzer, *PROGRAMME[:3], again)

    assert cities(found(data, "mid-lipowo")) == ["Sosny"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(Filters(network=("Miasto kompaktowe",))), ["Sosny"]),
        (Wish(Filters(network=("Zielona",))), []),
        (Wish(Filters(edition=("2024–2026",))), ["Sosny"]),
        (Wish(Filters(voivodeship=("łódzkie",))), []),
        (Wish(similar_size=True), ["Sosny"]),
    ],
)
def test_filters_leave_only_the_cities_they_name(
    data: Path, wish: Wish, expected: list[str]
) -> None:
    assert cities(found(data, "mid-lipowo", wish)) == expected


def test_similar_size_means_between_half_and_double(
    tmp_path: Path, lemmas: Path, analyzer: Analyzer
) -> None:
    big = city("Wielkie", "mid-wielkie", RAIN, population=20_001)
    data = build(tmp_path / "data", lemmas, analyzer, PROGRAMME[0], big, PROGRAMME[2])

    assert cities(found(data, "mid-lipowo")) == ["Wielkie"]
    assert found(data, "mid-lipowo", Wish(similar_size=True)).outcome == "nothing_to_compare"


def test_names_of_cities_make_no_two_challenges_alike() -> None:
    text = "Lipowo i lipowskie piwnice, a także ulica Lipowa w Lipowie. Woda zalewa rynek."
    document = city("Lipowo", "mid-lipowo", FLOOD).document

    masked = without_names(text, document)

    assert "ip" not in masked.lower().replace("piwnice", "")
    assert "piwnice" in masked
    assert "Woda zalewa rynek." in masked


def test_a_described_challenge_finds_its_city_in_polish(client: TestClient) -> None:
    asked = {"challenge": "Kanalizacja deszczowa nie mieści wody i zalewa piwnice."}

    answer = client.post("/v1/peers", json=asked).json()

    assert [peer["city"] for peer in answer["peers"]] == ["Sosny", "Lipowo"]
    assert all(match["own"] is None for match in answer["peers"][0]["matches"])


def test_a_described_challenge_nobody_has_finds_no_city_and_says_so(client: TestClient) -> None:
    answer = client.post("/v1/peers", json={"challenge": "Lotnisko ma za krótki pas."}).json()

    assert (answer["outcome"], answer["peers"]) == ("no_similar_city", [])
    assert answer["message"] == (
        "Nie ma miasta o podobnym wyzwaniu: porównano z 3 dokumentami innych miast."
    )


@pytest.mark.parametrize("name", ["Lipowo", "lipowo", "LIPOWO", "mid-lipowo"])
def test_a_city_is_asked_for_by_name_slug_or_document(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/cities/{name}/peers").json()

    assert answer["city"] == "Lipowo"
    assert [p["city"] for p in answer["challenges"][0]["peers"]] == ["Sosny"]


def test_an_unknown_city_is_a_problem_that_names_near_ones(client: TestClient) -> None:
    answer = client.get("/v1/cities/Lipovo/peers")

    assert answer.status_code == 404
    assert answer.json()["title"] == "no_such_city"
    assert answer.json()["known"][0] == "Lipowo"


def test_what_differs_between_two_cities_is_told(client: TestClient) -> None:
    peer = client.get("/v1/cities/lipowo/peers").json()["challenges"][0]["peers"][0]

    differences = {d["what"]: (d["own"], d["theirs"]) for d in peer["differences"]}
    assert differences == {
        "network": ("Zielona", "Miasto kompaktowe"),
        "edition": ("2021–2023", "2024–2026"),
        "voivodeship": ("łódzkie", "opolskie"),
    }


def test_the_list_of_cities_says_what_each_challenge_was_read_from(client: TestClient) -> None:
    listed = {
        c["id"]: c["documents"][0]["basis"] for c in client.get("/v1/cities").json()["cities"]
    }

    assert listed == {
        "bezdroze": None, "debowiec": "challenge", "lipowo": "challenge", "sosny": "challenge",
    }  # fmt: skip


def test_the_matrix_is_symmetric_and_compares_nobody_with_itself(client: TestClient) -> None:
    record = client.get("/v1/peers/matrix").json()

    rows: list[list[Any]] = record["likeness"]
    assert len(record["documents"]) == len(rows) == 3
    assert all(rows[i][i] is None for i in range(3))
    assert all(rows[i][j] == rows[j][i] for i in range(3) for j in range(3))


def test_groups_are_named_by_words_of_their_own_and_are_the_same_each_time(
    client: TestClient, data: Path
) -> None:
    groups = client.get("/v1/peers/groups").json()["groups"]
    again = TestClient(application(settings(data))).get("/v1/peers/groups").json()["groups"]

    members = [{d["city"] for d in group["documents"]} for group in groups]
    assert {"Lipowo", "Sosny"} in members
    assert {"Dębowiec"} in members
    text = " ".join((*FLOOD, *RAIN, *SENIORS)).lower()
    assert all(word in text for group in groups for word in group["words"])
    assert groups == again


def test_the_heat_map_is_a_picture_without_scripts(client: TestClient) -> None:
    answer = client.get("/v1/peers/matrix.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert "<script" not in answer.text
    assert answer.text.count("Lipowo 2022") >= 2


def test_the_command_line_tells_the_same_peers_as_http(data: Path, client: TestClient) -> None:
    place = {"PIM_DATA": str(data), "PIM_MODEL": "none"}

    said = CliRunner().invoke(app, ["peers", "Lipowo", "--json"], env=place)

    assert said.exit_code == 0, said.stderr
    assert json.loads(said.stdout) == client.get("/v1/cities/lipowo/peers").json()


def test_the_command_line_refuses_two_questions_at_once(data: Path) -> None:
    place = {"PIM_DATA": str(data), "PIM_MODEL": "none", "PIM_LANGUAGE": "pl"}

    said = CliRunner().invoke(app, ["peers", "Lipowo", "--matrix"], env=place)

    assert said.exit_code == 3
    assert "Podaj jedno" in said.stderr


def test_a_new_generation_is_seen_at_once(tmp_path: Path, lemmas: Path, analyzer: Analyzer) -> None:
    data = build(tmp_path / "data", lemmas, analyzer, *PROGRAMME[:1], PROGRAMME[2])
    client = TestClient(application(settings(data)))
    before = client.get("/v1/cities/lipowo/peers").json()["challenges"][0]
    build(data, lemmas, analyzer, PROGRAMME[1])
    after = client.get("/v1/cities/lipowo/peers").json()["challenges"][0]

    assert before["outcome"] == "no_similar_city"
    assert [peer["city"] for peer in after["peers"]] == ["Sosny"]
