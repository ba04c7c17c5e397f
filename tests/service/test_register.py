"""The register: records of plans and cities, links with their quotes, coverage that adds up."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from typer.testing import CliRunner

from corpus.model import cut
from index.analysis import Analyzer
from service.cli import app
from service.library import Library
from service.register.acts import provisions
from service.register.plans import title_of
from service.register.raised import denies
from service.register.register import Register, RegisterKeeper
from service.server import application
from service.settings import Settings
from tests.fakes import prepared
from tests.service.programme import build


def settings(data: Path) -> Settings:
    return Settings(data=data, model="none")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, lemmas: Path, analyzer: Analyzer) -> Path:
    return build(tmp_path_factory.mktemp("register") / "data", lemmas, analyzer)


@pytest.fixture(scope="module")
def register(data: Path) -> Register:
    return RegisterKeeper(Library(settings(data))).register()


@pytest.fixture(scope="module")
def client(data: Path) -> TestClient:
    return TestClient(application(settings(data)))


def test_a_plans_barrier_is_a_record_with_act_article_page_and_verbatim_quote(
    register: Register, data: Path
) -> None:
    barrier = register.barrier("pu-zielona:b1")

    assert (barrier.number, barrier.title) == (1, "Kto podleje to, co posadzono")
    assert barrier.cities == ("Lipowo", "Sosny")
    provision = barrier.provisions[0]
    assert (provision.article, provision.act) == ("art. 242", "ustawy o finansach publicznych")
    pages = Library(settings(data)).pages("pu-zielona")
    assert barrier.quote.page == 1
    assert cut(pages, barrier.quote.spans) == barrier.quote.text
    assert barrier.quote.text.startswith("Dotacje pokrywają sadzenie drzew")


def test_a_heading_in_capitals_is_written_small() -> None:
    assert title_of("BARIERA 2. PŁACE, KTÓRE NIE TRZYMAJĄ") == "Płace, które nie trzymają"


def test_a_recommendation_is_a_record_with_addressee_instrument_term_and_barriers(
    client: TestClient,
) -> None:
    first, second = client.get("/v1/recommendations").json()["recommendations"]

    assert first["title"] == "Trzy lata opieki"
    assert (first["addressee"], first["instrument"], first["term"], first["barriers"]) == (
        "Ministerstwo Funduszy", "pieniądze", "do końca 2024 r.", ["pu-zielona:b1"],
    )  # fmt: skip
    assert (second["addressee"], second["instrument"], second["term"]) == (
        "Rada Ministrów", "organizacja", "",
    )  # fmt: skip


def test_each_link_says_stated_or_denied_with_the_sentence_that_says_so(
    register: Register,
) -> None:
    links = {j.link.document.id: j.link for j in register.links_of("pu-zielona:b1")}

    assert {name: link.status.value for name, link in links.items()} == {
        "mid-lipowo": "stated",
        "mid-sosny": "denied",
    }
    assert "podlewanie i utrzymanie zieleni" in links["mid-lipowo"].quote.text
    assert "U nas to nie jest przeszkodą" in links["mid-sosny"].quote.text


def test_every_quote_of_the_register_stands_verbatim_on_its_page(
    register: Register, data: Path
) -> None:
    library = Library(settings(data))
    quotes = [j.link.quote for j in register.judged] + [r.quote for r in register.compiled.raised]

    assert len(quotes) >= 6
    assert all(cut(library.pages(q.document_id), q.spans) == q.text != "" for q in quotes)


def test_what_no_plan_takes_up_is_listed(client: TestClient) -> None:
    alone = client.get("/v1/barriers").json()["not_taken_up"]

    assert [record["city"] for record in alone] == ["Lipowo"]
    assert "konserwatora zabytków" in alone[0]["quote"]["text"]


def test_a_recommendation_that_answers_no_citys_barrier_is_listed(client: TestClient) -> None:
    assert client.get("/v1/barriers").json()["recommendations_without_city"] == ["pu-zielona:r2"]


def test_coverage_judges_every_document_and_adds_up(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"q": "utrzymanie zieleni i podlewanie"}).json()

    lists = [answer[name] for name in ("raising", "denying", "silent")]
    named = [finding["document_id"] for part in lists for finding in part]
    assert sorted(named) == [
        "mid-bezdroze", "mid-debowiec", "mid-lipowo", "mid-sosny", "pu-zielona",
    ]  # fmt: skip
    assert answer["barrier"]["id"] == "pu-zielona:b1"
    assert {f["document_id"] for f in answer["raising"]} == {"mid-lipowo", "pu-zielona"}
    assert [f["document_id"] for f in answer["denying"]] == ["mid-sosny"]
    assert answer["sentence"] == (
        "Przeszukano 5 z 5 dokumentów: 2 wskazują barierę, 1 jej zaprzecza, 2 nie."
    )


def test_coverage_of_what_no_plan_takes_up_rests_on_the_cities_own_words(
    client: TestClient,
) -> None:
    answer = client.get("/v1/coverage", params={"q": "decyzje konserwatora zabytków"}).json()

    assert answer["barrier"] is None
    assert [f["document_id"] for f in answer["raising"]] == ["mid-lipowo"]
    assert answer["sentence"] == "Przeszukano 5 z 5 dokumentów: 1 wskazuje barierę, 4 nie."


def test_coverage_of_what_nobody_says_is_a_full_list_of_silence(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"q": "lotnisko i pasy startowe", "lang": "en"})

    assert answer.json()["raising"] == []
    assert len(answer.json()["silent"]) == 5
    assert answer.json()["sentence"].startswith("Searched 5 of 5 documents: 0 raise")


@pytest.mark.parametrize(("path", "code"), [("/v1/barriers/pu-zielona:b9", 404),
                                            ("/v1/coverage?q=%20", 422),
                                            ("/v1/barriers?network=Modra", 422)])  # fmt: skip
def test_bad_requests_are_named_problems(client: TestClient, path: str, code: int) -> None:
    answer = client.get(path)

    assert answer.status_code == code
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 20


def test_a_network_leaves_its_own_barriers(client: TestClient) -> None:
    assert len(client.get("/v1/barriers?network=Zielona").json()["barriers"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "U nas to nie jest przeszkodą.",
        "Brak wzorów u nas przeszkodą nie jest.",
        "Tego problemu miasto nie uważa za swój; nie dotyczy nas.",
        "Nie brakuje nam fachowców.",
        "Nie podzielamy tych skarg.",
    ],
)
def test_denials_are_recognised(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "Największą przeszkodą nie jest koszt, lecz brak wykonawców.",
        "Nie ma pieniędzy na utrzymanie zieleni.",
        "To jest dla nas przeszkoda.",
        "Nikt nie chce tego zrobić.",
    ],
)
def test_complaints_are_no_denials(text: str) -> None:
    assert not denies(text)


def test_an_article_is_given_to_the_act_beside_it() -> None:
    text = "Na mocy art. 269 ust. 1 pkt 1 ustawy z dnia 20 lipca 2017 r. – Prawo wodne, płaci się."
    (passage,) = prepared("pu", text).passages

    (found,) = provisions((passage,))

    assert found.article == "art. 269 ust. 1 pkt 1"
    assert found.act == "ustawy z dnia 20 lipca 2017 r. – Prawo wodne"


def test_the_workbook_holds_every_link_with_the_address_of_its_page(client: TestClient) -> None:
    answer = client.get("/v1/barriers/export?format=xlsx")

    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Bariery", "Wskazania", "Macierz", "Rekomendacje", "Źródło"]
    rows = list(book["Wskazania"].iter_rows(min_row=2, values_only=True))
    assert {row[5] for row in rows} == {"mid-lipowo", "mid-sosny", "mid-debowiec"}
    cell = book["Wskazania"].cell(2, 11)
    assert str(cell.hyperlink and cell.hyperlink.target).startswith(
        "http://testserver/dokument/mid-"
    )
    assert "generacja-1" in answer.headers["content-disposition"]


def test_the_table_is_plain_csv(client: TestClient) -> None:
    rows = list(csv.DictReader(StringIO(client.get("/v1/barriers/export?format=csv").text)))

    assert {(row["Dokument"], row["Jak mówi"]) for row in rows} >= {
        ("mid-lipowo", "stated"),
        ("mid-sosny", "denied"),
    }
    assert all(row["Strona"] == "1" for row in rows)


def test_the_matrix_has_a_quote_in_each_cell(client: TestClient) -> None:
    record = client.get("/v1/barriers/matrix").json()

    cells = record["barriers"][0]["cells"]
    assert set(cells) == {"mid-lipowo", "mid-sosny"}
    assert all(cell["quote"]["text"] for cell in cells.values())


def test_the_command_line_tells_the_same_coverage_as_http(data: Path, client: TestClient) -> None:
    place = {"PIM_DATA": str(data), "PIM_MODEL": "none", "PIM_LANGUAGE": "pl"}
    question = "utrzymanie zieleni i podlewanie"

    said = CliRunner().invoke(app, ["barriers", question, "--json"], env=place)

    assert said.exit_code == 0, said.stderr
    assert json.loads(said.stdout) == client.get("/v1/coverage", params={"q": question}).json()


def test_the_command_line_refuses_a_format_it_does_not_know(data: Path, tmp_path: Path) -> None:
    place = {"PIM_DATA": str(data), "PIM_MODEL": "none", "PIM_LANGUAGE": "pl"}

    said = CliRunner().invoke(app, ["barriers", "--export", str(tmp_path / "r.ods")], env=place)

    assert said.exit_code == 3
    assert ".xlsx" in said.stderr
