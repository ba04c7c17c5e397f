"""``pim doctor`` says what is missing and what to do; ``pim text`` shows what was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest import tesseract
from tests.service.conftest import FLOOD
from tests.service.desk import Desk


def states(desk: Desk, **variables: str) -> tuple[int, dict[str, dict[str, Any]]]:
    said = desk.pim("doctor", "--json", **variables)
    checks = {check["name"]: check for check in said.json["checks"]}
    assert said.json["fit"] == (said.code == 0)
    return said.code, checks


def test_a_sound_installation_with_an_index_is_fit(filled: Desk) -> None:
    code, checks = states(filled)

    assert code == 0
    for name in ("python", "settings", "data", "space", "model", "index"):
        assert (checks[name]["state"], checks[name]["what_to_do"]) == ("ok", "")


def test_a_new_installation_lacks_only_its_index(desk: Desk) -> None:
    code, checks = states(desk)

    assert code == 0
    assert checks["index"]["state"] == "optional"
    assert "pim ingest" in checks["index"]["what_to_do"]


def test_without_tesseract_it_says_what_to_install_and_nothing_is_wrong(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "languages", lambda: None)
    code, checks = states(desk)

    assert code == 0
    assert checks["tesseract"]["state"] == "optional"
    assert "apt install tesseract-ocr tesseract-ocr-pol" in checks["tesseract"]["what_to_do"]


def test_without_polish_data_it_names_their_package(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "languages", lambda: ("eng",))
    _, checks = states(desk)

    assert checks["tesseract_polish"]["state"] == "optional"
    assert "tesseract-ocr-pol" in checks["tesseract_polish"]["what_to_do"]


def test_a_damaged_index_is_found(filled: Desk) -> None:
    [store] = (filled.data / "generations").rglob("*.sqlite")
    store.write_bytes(store.read_bytes()[:-1] + b"?")
    code, checks = states(filled)

    assert code == 4
    assert checks["index"]["state"] == "missing"
    assert checks["index"]["what_to_do"]


def test_a_model_that_cannot_be_loaded_is_found(desk: Desk) -> None:
    code, checks = states(desk, PIM_MODEL="/nie/ma/modelu")

    assert code == 4
    assert checks["model"]["state"] == "missing"


def test_bad_settings_are_found_and_the_rest_is_still_looked_at(desk: Desk) -> None:
    code, checks = states(desk, PIM_PORT="siedem")

    assert code == 4
    assert checks["settings"]["state"] == "missing"
    assert "PIM_PORT" in checks["settings"]["what_to_do"]
    assert checks["python"]["state"] == "ok"


def test_a_data_folder_that_cannot_be_written_is_found(desk: Desk, tmp_path: Path) -> None:
    code, checks = states(desk, PIM_DATA="/proc/pim")

    assert code == 4
    assert checks["data"]["state"] == "missing"
    assert "/proc/pim" in checks["data"]["what_to_do"]


def test_people_get_a_table_in_their_language(desk: Desk) -> None:
    polish, english = desk.pim("doctor"), desk.pim("doctor", PIM_LANGUAGE="en")

    assert "Folder danych" in polish.out
    assert "Disk space" in english.out


def test_the_record_of_a_reading_has_every_blocks_boxes(desk: Desk) -> None:
    record = desk.pim("text", desk.write("a.pdf", FLOOD), "--json").json

    blocks = [block for section in record["sections"] for block in section["blocks"]]
    assert [block["kind"] for block in blocks] == ["heading", "paragraph"]
    assert blocks[0]["boxes"][0]["page"] == 1
    assert blocks[0]["boxes"][0]["y1"] < blocks[1]["boxes"][0]["y1"]
    assert (record["ocr_pages"], record["unread_pages"]) == ({}, [])


def test_the_drawn_page_shows_the_blocks_in_order_over_the_picture(desk: Desk) -> None:
    target = desk.documents / "a.html"
    path = desk.write("a.pdf", FLOOD, '#raw("<script>alert(1)</script>")')
    said = desk.pim("text", path, "--html", target)
    page = target.read_text("utf-8")

    assert (said.code, said.out) == (0, "")
    assert page.count("data:image/png;base64,") == 2
    assert page.index("1 · nagłówek 1 · wyzwanie · Wyzwanie") < page.index("2 · akapit · wyzwanie")
    assert "<script>" not in page
    assert page.count("<rect") == 4


def test_a_page_that_cannot_be_written_is_a_sentence(desk: Desk) -> None:
    said = desk.pim("text", desk.write("a.pdf", "Woda."), "--html", desk.data)

    assert said.code == 4
    assert str(desk.data) in said.err
