"""The index moves to another model while search goes on."""

from __future__ import annotations

from dataclasses import replace

from starlette.testclient import TestClient

from index.embedding import NoEmbedder
from index.sync import Builder, Changes
from service.library import Library
from service.server import application
from tests.service.desk import Desk


def test_the_installed_models_are_listed_with_the_one_in_use(desk: Desk) -> None:
    models = {model["name"]: model for model in desk.told("models", "--json").json}
    assert models["pim-static-pl-en"]["kind"] == "bundled"
    assert models["pim-static-pl-en"]["bytes"] < 60_000_000
    assert models["none"]["used"]


def test_reindexing_moves_every_passage_and_the_reader_follows(desk: Desk) -> None:
    desk.write("mid-woda.pdf", "= Wyzwanie\nPo ulewie woda stoi w piwnicach przy rynku.")
    desk.pim("ingest", desk.documents)
    moved = desk.told(
        "reindex", "--model", "pim-static-pl-en", "--json", variables={"PIM_MODEL": ""}
    )
    assert moved.json["model"] == "pim-static-pl-en"
    found = desk.pim("search", "ulewa", "--json", PIM_MODEL="").json
    assert found["index"]["model"] == "pim-static-pl-en"
    assert found["hits"][0]["dense_score"] > 0


def test_a_reader_that_insists_on_the_old_model_is_told_what_to_do(desk: Desk) -> None:
    desk.write("mid-woda.pdf", "= Wyzwanie\nPo ulewie woda stoi w piwnicach przy rynku.")
    desk.pim("ingest", desk.documents)
    said = desk.told("reindex", "--model", "pim-static-pl-en")
    assert "PIM_MODEL=pim-static-pl-en" in said.out
    refused = desk.pim("search", "ulewa")
    assert refused.code == 4
    assert "pim reindex" in refused.err


def test_a_running_server_answers_before_and_after_the_move(desk: Desk) -> None:
    desk.write("mid-woda.pdf", "= Wyzwanie\nPo ulewie woda stoi w piwnicach przy rynku.")
    desk.pim("ingest", desk.documents)
    client = TestClient(application(replace(desk.settings, model="")))
    assert client.get("/v1/search?q=ulewa").json()["index"]["model"] == "none"
    desk.told("reindex", "--model", "pim-static-pl-en")
    after = client.get("/v1/search?q=ulewa").json()
    assert after["index"]["model"] == "pim-static-pl-en"
    assert after["hits"][0]["dense_score"] > 0


def test_a_model_that_does_not_exist_leaves_the_index_as_it_was(desk: Desk) -> None:
    desk.write("mid-woda.pdf", "= Wyzwanie\nPo ulewie woda stoi w piwnicach przy rynku.")
    desk.pim("ingest", desk.documents)
    refused = desk.told("reindex", "--model", "/nie/ma/takiego")
    assert refused.code == 4
    assert desk.hits("ulewa")


class OlderVersion(NoEmbedder):
    """The bundled model as an earlier release had it."""

    name = "pim-static-pl-en"
    fingerprint = "static:older"


def test_an_index_follows_a_newer_version_of_the_bundled_model(desk: Desk) -> None:
    path = desk.write("mid-woda.pdf", "= Wyzwanie\nPo ulewie woda stoi w piwnicach przy rynku.")
    desk.pim("ingest", desk.documents)
    library = Library(desk.settings)
    Builder(desk.data, library.analyzer, OlderVersion()).build(Changes())
    assert desk.pim("search", "ulewa", PIM_MODEL="").code == 4
    assert desk.pim("ingest", path, PIM_MODEL="").code == 0
    found = desk.pim("search", "ulewa", "--json", PIM_MODEL="").json
    assert found["hits"][0]["dense_score"] > 0
