"""Every bad file ends in the outcome that names what is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.model import Reading
from ingest.isolate import Limits, read_isolated, read_many
from tests.ingest.typeset import encrypted, handmade, page_of, printed

SHORT = Limits(base=8.0, per_page=0.1, longest=20.0)
ENDLESS_TEXT = "BT /F1 1 Tf " + "(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 30_000 + "ET"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return printed(tmp_path / "dobry.pdf", "= Wyzwanie\nMiasto szuka wody.")


def outcome(path: Path, limits: Limits = SHORT) -> str:
    with pytest.raises(UnreadableDocument) as raised:
        read_isolated(path, limits)
    assert raised.value.fields["path"] == str(path)
    return raised.value.code


def test_a_good_file_is_read(good: Path) -> None:
    assert "Miasto szuka wody." in read_isolated(good, SHORT).pages[0].text


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    assert outcome(tmp_path / "nie-ma.pdf") == "unreadable"


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    assert outcome(tmp_path) == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(good: Path) -> None:
    good.chmod(0)
    assert outcome(good) == "unreadable"


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "pusty.pdf"
    empty.touch()
    assert outcome(empty) == "empty_file"


def test_a_text_file_is_not_a_pdf(tmp_path: Path) -> None:
    other = tmp_path / "list.pdf"
    other.write_text("Szanowni Państwo", "utf-8")
    assert outcome(other) == "not_a_pdf"


def test_a_file_cut_in_the_middle_is_damaged(good: Path) -> None:
    good.write_bytes(good.read_bytes()[:700])
    assert outcome(good) == "damaged"


def test_a_locked_file_is_encrypted(good: Path, tmp_path: Path) -> None:
    assert outcome(encrypted(good, tmp_path / "tajny.pdf")) == "encrypted"


def test_a_drawing_without_letters_has_no_text(tmp_path: Path) -> None:
    drawn = printed(tmp_path / "rysunek.pdf", "#rect(width: 90pt, height: 90pt, fill: black)")
    assert outcome(drawn) == "no_text"


def test_a_page_of_junk_glyphs_counts_as_unread(tmp_path: Path) -> None:
    junk = tmp_path / "smieci.pdf"
    glyphs = "".join(rf"\{code:03o}" for code in range(1, 27)) * 3
    junk.write_bytes(handmade(*page_of(f"BT /F1 9 Tf 10 90 Td ({glyphs}) Tj ET")))
    assert outcome(junk) == "no_text"


def test_a_cross_reference_table_that_points_to_itself_ends(tmp_path: Path) -> None:
    looped = handmade(*page_of("BT /F1 9 Tf 10 90 Td (Woda w miescie) Tj ET"))
    start = looped.index(b"xref\n")
    path = tmp_path / "petla.pdf"
    path.write_bytes(looped.replace(b"/Root", f"/Prev {start} /Root".encode()))
    assert "Woda w miescie" in read_isolated(path, SHORT).pages[0].text


def test_a_page_tree_that_contains_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "petla.pdf"
    pages = "<< /Type /Pages /Kids [2 0 R] /Count 3 >>"
    path.write_bytes(handmade("<< /Type /Catalog /Pages 2 0 R >>", pages))
    assert outcome(path) in {"damaged", "no_text"}


def test_too_many_pages_are_too_big(good: Path) -> None:
    assert outcome(good, Limits(pages=0)) == "too_big"


def test_too_many_bytes_are_too_big(good: Path) -> None:
    assert outcome(good, Limits(file_size=100)) == "too_big"


def test_a_slow_file_is_stopped_by_the_clock(tmp_path: Path) -> None:
    slow = tmp_path / "wolny.pdf"
    slow.write_bytes(handmade(*page_of(ENDLESS_TEXT)))
    assert outcome(slow, Limits(base=0.7, per_page=0.1)) == "too_slow"


def test_a_hungry_file_is_stopped_by_the_memory_limit(tmp_path: Path) -> None:
    hungry = tmp_path / "glodny.pdf"
    hungry.write_bytes(handmade(*page_of(ENDLESS_TEXT)))
    assert outcome(hungry, Limits(memory=160 * 1024**2)) in {"too_big", "damaged"}


def test_a_killed_worker_costs_only_its_file(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert outcome(good) == "damaged"


def test_a_batch_goes_on_after_a_bad_file(good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "zly.pdf"
    bad.write_bytes(b"%PDF-1.7\nkoniec")
    found = dict(read_many([good, bad, tmp_path / "nie-ma.pdf"], SHORT, workers=2))
    assert isinstance(found[good], Reading)
    assert {
        str(error.code) for error in found.values() if isinstance(error, UnreadableDocument)
    } == {
        "damaged",
        "unreadable",
    }


def test_the_worker_starts_without_heavy_libraries() -> None:
    script = "import sys, ingest.worker, ingest.reader; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not {"langchain_text_splitters", "numpy", "simplemma", "torch"} & set(
        loaded.stdout.split()
    )
