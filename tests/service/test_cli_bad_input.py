"""Files, folders and catalogues that are wrong: each is named, and the rest goes on."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from tests.service.conftest import BUSES, FLOOD, GARDENS
from tests.service.desk import Desk

Spoil = Callable[[Path], None]
_NO_PRIVILEGE = "-dac_override,-dac_read_search"
WITHOUT_PRIVILEGE = ("setpriv", f"--bounding-set={_NO_PRIVILEGE}", f"--inh-caps={_NO_PRIVILEGE}")


def _not_a_pdf(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 a word processor's file under another name" * 50)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def _encrypted(path: Path) -> None:
    writer = PdfWriter(clone_from=path)
    writer.encrypt("tajne", algorithm="AES-256")
    writer.write(path)


def _scanned(path: Path) -> None:
    Image.new("RGB", (400, 500), "white").save(path, "PDF")


def _missing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_suffix(".gone"))


SPOILT: dict[str, tuple[Spoil, str]] = {
    "not_a_pdf": (_not_a_pdf, "To nie jest plik PDF."),
    "empty_file": (_empty, "Plik jest pusty."),
    "damaged": (_truncated, "Plik PDF jest uszkodzony."),
    "encrypted": (_encrypted, "zabezpieczony hasłem"),
    "no_text": (_scanned, "nie ma warstwy tekstowej"),
    "unreadable": (_missing, "Nie można odczytać pliku"),
}


def test_no_bad_file_stops_a_batch_and_the_table_says_why(desk: Desk) -> None:
    desk.write("dobry.pdf", FLOOD)
    for name, (spoil, _) in SPOILT.items():
        spoil(desk.write(f"{name}.pdf", f"Tekst pliku {name}."))

    said = desk.pim("ingest", desk.documents)

    assert said.code == 2
    for name, (_, why) in SPOILT.items():
        [row] = [line for line in said.out.splitlines() if f"{name}.pdf" in line]
        assert "pominięto" in row
        assert why in row
    assert "7 plików: dodano 1, zmieniono 0, bez zmian 0, usunięto 0, pominięto 6" in said.out
    assert [hit["document_id"] for hit in desk.hits("ulewa")] == ["dobry"]


def test_the_json_report_gives_the_reason_of_every_bad_file(desk: Desk) -> None:
    for name, (spoil, _) in SPOILT.items():
        spoil(desk.write(f"{name}.pdf", f"Tekst pliku {name}."))

    said = desk.pim("ingest", desk.documents, "--json")

    assert said.code == 2
    assert said.outcomes == {f"{name}.pdf": name for name in SPOILT}
    assert all(file["outcome"] == "skipped" and file["message"] for file in said.json["files"])


@pytest.mark.parametrize("name", SPOILT)
def test_a_document_that_went_bad_stays_searchable_as_it_was(filled: Desk, name: str) -> None:
    spoil, _ = SPOILT[name]
    spoil(filled.documents / "b.pdf")

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.code == 2
    assert said.outcomes == {"a.pdf": "unchanged", "b.pdf": name}
    assert filled.hits("seniorzy")[0]["document_id"] == "b"


@pytest.mark.parametrize("name", SPOILT)
def test_reading_a_bad_file_ends_with_its_reason_and_code_2(desk: Desk, name: str) -> None:
    spoil, why = SPOILT[name]
    path = desk.write("plik.pdf", FLOOD)
    spoil(path)

    said = desk.pim("text", path)

    assert said.code == 2
    assert why in said.err
    assert said.out == ""


def test_a_page_without_text_among_others_is_told_of(desk: Desk) -> None:
    path = desk.write("plan.pdf", FLOOD, "#rect(width: 100%, height: 50%, fill: red)", GARDENS)

    said = desk.pim("ingest", path, "--json")

    assert said.code == 0
    assert said.json["files"][0]["unread_pages"] == [2]
    assert said.json["files"][0]["message"] == "Strony bez czytelnego tekstu: 2"
    assert desk.hits("ogrody")[0]["page"] == 3


def test_a_folder_without_documents_is_a_curators_error(desk: Desk) -> None:
    said = desk.pim("ingest", desk.documents)

    assert said.code == 2
    assert "nie ma plików PDF" in said.err


def test_a_place_that_does_not_exist_is_named_and_the_rest_is_added(desk: Desk) -> None:
    path = desk.write("plan.pdf", FLOOD)

    said = desk.pim("ingest", desk.documents / "nie-ma", path, "--json")

    assert said.code == 2
    assert said.outcomes == {"nie-ma": "unreadable", "plan.pdf": "kept"}


@pytest.fixture
def locked(desk: Desk) -> Iterator[Desk]:
    """A readable document beside a folder that nobody may enter."""
    desk.write("dobry.pdf", FLOOD)
    closed = desk.write("zamknięty/tajny.pdf", BUSES).parent
    closed.chmod(0)
    yield desk
    closed.chmod(0o700)


def test_a_folder_that_may_not_be_read_is_named_and_the_rest_is_added(locked: Desk) -> None:
    prefix = WITHOUT_PRIVILEGE if os.geteuid() == 0 else ()
    if prefix and not shutil.which(prefix[0]):
        pytest.skip("nothing is unreadable for root")

    said = locked.told("ingest", locked.documents, "--json", prefix=prefix)

    assert said.code == 2, said.err
    assert said.outcomes == {"dobry.pdf": "kept", "zamknięty": "folder_unreadable"}


CATALOGUES = {
    "wiersz 2: wartość „dwa tysiące” w kolumnie year": "path,year\nplan.pdf,dwa tysiące\n",
    "wartość „../../etc/passwd” w kolumnie path": "path\n../../etc/passwd\n",
    "nie ma kolumny path": "plik,miasto\nplan.pdf,Lipowo\n",
    "wymienia plik plan.pdf więcej niż raz": "path\nplan.pdf\n./plan.pdf\n",
}


@pytest.mark.parametrize("complaint", CATALOGUES)
def test_a_wrong_catalogue_stops_the_run_with_its_place(filled: Desk, complaint: str) -> None:
    filled.write("plan.pdf", GARDENS)
    (filled.documents / "catalogue.csv").write_text(CATALOGUES[complaint], encoding="utf-8")

    said = filled.pim("ingest", filled.documents)

    assert said.code == 2
    assert complaint in said.err
    assert filled.hits("ulewa")


def test_a_catalogue_in_another_encoding_is_named(desk: Desk) -> None:
    path = desk.catalogue({"path": "plan.pdf", "city": "Łódź"})
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1250"))

    said = desk.pim("ingest", path)

    assert said.code == 2
    assert "UTF-8" in said.err


def test_a_row_whose_file_is_missing_is_skipped(desk: Desk) -> None:
    desk.write("plan.pdf", FLOOD)
    desk.catalogue({"path": "plan.pdf"}, {"path": "zgubiony.pdf"})

    said = desk.pim("ingest", desk.documents, "--json")

    assert said.code == 2
    assert said.outcomes == {"plan.pdf": "kept", "zgubiony.pdf": "unreadable"}


def test_a_removed_file_that_the_catalogue_still_lists_has_one_line_for_each_fact(
    filled: Desk,
) -> None:
    filled.catalogue({"path": "a.pdf"}, {"path": "b.pdf"})
    (filled.documents / "b.pdf").unlink()

    said = filled.pim("ingest", filled.documents, "--prune", "--json")

    facts = [(Path(f["path"]).name, f["reason"] or f["outcome"]) for f in said.json["files"]]
    assert sorted(facts) == [("a.pdf", "unchanged"), ("b.pdf", "removed"), ("b.pdf", "unreadable")]


@pytest.mark.parametrize("size", [0, 2_000, 20_000, 60_000])
def test_files_that_cannot_be_written_leave_the_old_index_whole(filled: Desk, size: int) -> None:
    filled.write("c.pdf", *(f"{GARDENS} Strona {n}." for n in range(30)))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    said = filled.told("ingest", filled.documents, preexec_fn=limit)

    assert said.code == 4, said.err
    assert "Dotychczasowy indeks pozostał nienaruszony" in said.err
    assert "Traceback" not in said.err
    assert filled.pim("status", "--json").json["documents"] == 2
    assert filled.pim("ingest", filled.documents).code == 0
    assert len(filled.hits("strona 29")) > 0


@pytest.fixture
def small_disk(filled: Desk) -> Iterator[Desk]:
    """The data folder on a disk of three megabytes."""
    copy = filled.data.with_name("copy")
    filled.data.rename(copy)
    filled.data.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(filled.data)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    shutil.copytree(copy, filled.data, symlinks=True, dirs_exist_ok=True)
    yield filled
    subprocess.run(["umount", "--lazy", str(filled.data)], check=True)


@pytest.mark.parametrize("left", [0, 40_000, 200_000])
def test_a_full_disk_is_named_and_leaves_the_old_index_whole(small_disk: Desk, left: int) -> None:
    small_disk.write("c.pdf", *(f"{GARDENS} Strona {n}." for n in range(30)))
    disk = os.statvfs(small_disk.data)
    ballast = small_disk.data / "ballast"
    ballast.write_bytes(b"\0" * max(0, disk.f_bavail * disk.f_bsize - left))

    said = small_disk.told("ingest", small_disk.documents)

    assert said.code == 4, said.err
    assert "zabrakło miejsca" in said.err
    assert small_disk.pim("search", "ulewa").code == 0
    ballast.unlink()
    assert small_disk.pim("ingest", small_disk.documents).code == 0


def test_a_data_folder_that_cannot_be_made_is_named(desk: Desk) -> None:
    path = desk.write("plan.pdf", FLOOD)

    said = desk.pim("ingest", path, PIM_DATA="/proc/nowhere")

    assert said.code == 4
    assert "Nie udał się zapis" in said.err
