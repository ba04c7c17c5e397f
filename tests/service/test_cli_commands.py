"""The commands that read: ``search``, ``text``, ``status``; help and exit codes of all."""

from __future__ import annotations

import pytest

from tests.service.conftest import FLOOD
from tests.service.desk import Desk

HIT = {
    "document_id", "title", "kind", "city", "network", "page", "pages", "heading", "role",
    "text", "score",
}  # fmt: skip


def test_a_hit_has_the_fields_that_programs_rely_on(shared: Desk) -> None:
    said = shared.pim("search", "zalewane piwnice", "--json")

    assert said.code == 0
    assert {"generation", "model"} <= said.json["index"].keys()
    hit = said.json["hits"][0]
    assert hit.keys() >= HIT
    assert (hit["document_id"], hit["title"], hit["kind"], hit["city"], hit["network"]) == (
        "mid-lipowo", "Woda w Lipowie", "MID", "Lipowo", "Zielona",
    )  # fmt: skip
    assert (hit["page"], hit["pages"], hit["heading"], hit["role"]) == (
        1, [1], "Wyzwanie", "challenge",
    )  # fmt: skip
    assert hit["text"].startswith("Po każdej ulewie zalewane są piwnice")
    assert 0 < hit["score"] <= 1


def test_hits_come_best_first_and_their_matches_are_the_words_found(shared: Desk) -> None:
    hits = shared.hits("ogrody deszczowe")

    assert [hit["score"] for hit in hits] == sorted((h["score"] for h in hits), reverse=True)
    found = {hits[0]["text"][start:end].lower() for start, end in hits[0]["matches"]}
    assert found <= {"ogrodów", "deszczowych", "ogrody", "deszczowe"}
    assert found


@pytest.mark.parametrize(
    ("options", "documents"),
    [
        (("--kind", "MID"), {"mid-lipowo", "mid-sosnowiec"}),
        (("--city", "Sosny"), {"mid-sosnowiec"}),
        (("--network", "Zielona"), {"mid-lipowo", "pu-zly"}),
        (("--network", "Zielona", "--network", "Cyfrowa", "--kind", "MID"),
         {"mid-lipowo", "mid-sosnowiec"}),
        (("--edition", "2021–2023"), {"mid-lipowo", "mid-sosnowiec"}),
        (("--voivodeship", "śląskie"), {"mid-sosnowiec"}),
        (("--year", 2022), {"mid-lipowo"}),
        (("--population-from", 10_000), {"mid-lipowo"}),
        (("--population-to", 10_000), {"mid-sosnowiec"}),
        (("--role", "challenge"), {"mid-lipowo", "mid-sosnowiec", "pu-zly"}),
        (("--role", "actions", "--city", "Lipowo"), {"mid-lipowo"}),
    ],
)  # fmt: skip
def test_a_filter_leaves_only_what_it_names(
    shared: Desk, options: tuple[object, ...], documents: set[str]
) -> None:
    hits = shared.hits("wyzwanie działania mieszkańcy ogrody seniorzy fragment", *options)

    assert {hit["document_id"] for hit in hits} == documents


def test_filters_apply_before_the_limit(shared: Desk) -> None:
    [hit] = shared.hits("ulewa", "--limit", 1, "--city", "Lipowo")

    assert hit["document_id"] == "mid-lipowo"


def test_the_hits_of_one_document_are_capped_and_then_backfilled(shared: Desk) -> None:
    question = "ogrody deszczowe ulewa"
    capped = [hit["document_id"] for hit in shared.hits(question, "--per-document", 1)]

    assert capped[:2] in (["mid-lipowo", "pu-zly"], ["pu-zly", "mid-lipowo"])
    assert capped[2:] == ["mid-lipowo", "mid-lipowo"]


def test_people_see_the_title_the_place_and_the_passage(shared: Desk) -> None:
    out = shared.pim("search", "zalewane piwnice").out

    assert "1. Woda w Lipowie, s. 1" in out
    assert "Lipowo · Zielona · Wyzwanie" in out
    assert "zalewane są piwnice" in out
    assert "trafienie wśród" in out


def test_a_question_that_finds_nothing_is_no_error(shared: Desk) -> None:
    said = shared.pim("search", "kosmonautyka")

    assert said.code == 0
    assert "Nic nie znaleziono" in said.out
    assert shared.hits("kosmonautyka") == []


def test_messages_come_in_english_where_that_is_set(shared: Desk) -> None:
    assert "Nothing found" in shared.pim("search", "kosmonautyka", PIM_LANGUAGE="en").out


@pytest.mark.parametrize(
    ("words", "variables", "code", "message"),
    [
        (("search", "   "), {}, 3, "Pytanie jest puste"),
        (("search", "?!…"), {}, 3, "Pytanie jest puste"),
        (("search", "a" * 10_000), {}, 3, "10000 znaków, a może mieć najwyżej 2000"),
        (("search", "woda", "--city", "Lipow"), {}, 3, "Najbliższe znane: Lipowo"),
        (("search", "woda", "--role", "wyzwanie"), {}, 3, "Filtr role nie zna"),
        (("search", "woda", "--limit", "0"), {}, 3, "od 1 do 100"),
        (("search", "woda", "--limit", "101"), {}, 3, "podano 101"),
        (("search", "woda", "--per-document", "0"), {}, 3, "musi być dodatnia"),
        (("search", "woda"), {"PIM_MODEL": "pim-static-pl-en"}, 4, "PIM_MODEL=none"),
        (("search", "woda"), {"PIM_MODEL": "/nie/ma/modelu"}, 4, "/nie/ma/modelu"),
        (("search", "woda"), {"PIM_DATA": "/nie/ma"}, 4, "Utwórz go poleceniem: pim ingest"),
        (("status",), {"PIM_DATA": "/nie/ma"}, 4, "Utwórz go poleceniem: pim ingest"),
        (("status",), {"PIM_PORT": "http"}, 4, "PIM_PORT"),
        (("text", "/nie/ma.pdf"), {}, 2, "/nie/ma.pdf"),
        (("search",), {}, 2, ""),
        (("search", "woda", "--city"), {}, 2, ""),
        (("serve", "--port", "70000"), {}, 2, ""),
    ],
)  # fmt: skip
def test_the_exit_code_tells_the_kind_of_error_and_the_sentence_what_to_do(
    shared: Desk, words: tuple[str, ...], variables: dict[str, str], code: int, message: str
) -> None:
    said = shared.pim(*words, **variables)

    assert said.code == code
    assert message in said.err
    assert said.out == ""
    assert "Traceback" not in said.err


def test_a_missing_index_is_told_at_once_and_makes_nothing(desk: Desk) -> None:
    elsewhere = desk.data.with_name("elsewhere")

    assert desk.pim("search", "woda", PIM_DATA=str(elsewhere)).code == 4
    assert not elsewhere.exists()


def test_damage_to_any_file_of_the_index_is_named(filled: Desk) -> None:
    files = [path for path in filled.data.glob("generations/*/**/*") if path.is_file()]
    files.append(filled.data / "CURRENT")
    assert len(files) > 5
    for path in files:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + b"\xff" + whole[len(whole) // 2 + 1 :])
        for command in (("search", "ulewa"), ("status",)):
            said = filled.pim(*command)
            assert (said.code, path.name) == (4, path.name)
            assert "Indeks jest uszkodzony" in said.err
        path.write_bytes(whole)
    assert filled.pim("search", "ulewa").code == 0


@pytest.mark.parametrize("name", ["store.sqlite", "manifest.json"])
def test_adding_to_a_damaged_index_is_refused_by_name(filled: Desk, name: str) -> None:
    [path] = filled.data.glob(f"generations/*/{name}")
    path.write_bytes(b"\0" * 100)
    filled.write("c.pdf", FLOOD)

    said = filled.pim("ingest", filled.documents)

    assert said.code == 4
    assert "Indeks jest uszkodzony" in said.err


def test_status_tells_what_the_index_holds(shared: Desk) -> None:
    record = shared.pim("status", "--json").json

    assert record["data"] == str(shared.data)
    assert record["index"]["generation"] == 1
    assert record["index"]["model"] == record["configured_model"] == "none"
    assert (record["documents"], record["pages"], record["intact"]) == (3, 4, True)
    out = shared.pim("status").out
    assert "Dokumenty" in out
    assert str(shared.data) in out


def test_text_shows_what_is_read_page_by_page(shared: Desk) -> None:
    path = shared.documents / "mid-lipowo.pdf"

    record = shared.pim("text", path, "--json").json
    out = shared.pim("text", path).out

    assert [page["number"] for page in record["pages"]] == [1, 2]
    assert "zalewane są piwnice" in record["pages"][0]["text"]
    assert record["sections"][0]["heading_path"] == ["Wyzwanie"]
    assert record["sections"][0]["role"] == "challenge"
    assert out.index("Strona 1") < out.index("zalewane są piwnice") < out.index("Strona 2")


def test_text_in_a_pipe_is_not_broken_into_lines_of_a_terminal(shared: Desk) -> None:
    path = shared.documents / "mid-lipowo.pdf"
    page = shared.pim("text", path, "--json").json["pages"][0]["text"]
    longest = max(page.splitlines(), key=len)
    assert len(longest) > 60

    assert longest in shared.told("text", path, variables={"COLUMNS": "40"}).out
