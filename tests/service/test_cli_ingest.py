"""``pim ingest`` as a person uses it: what is added, replaced, described anew and removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.service.conftest import BUSES, FLOOD, GARDENS
from tests.service.desk import Desk

GENERATIONS = "generations/[0-9]*"


def generation(desk: Desk) -> int:
    number: int = desk.pim("status", "--json").json["index"]["generation"]
    return number


def test_a_file_a_folder_and_a_catalogue_are_ways_to_name_documents(desk: Desk) -> None:
    single = desk.write("one/plan.pdf", FLOOD)
    desk.write("two/deep/er/ogrody.pdf", GARDENS)
    desk.write("seniorzy.pdf", BUSES)
    catalogue = desk.catalogue({"path": "seniorzy.pdf", "title": "Cyfrowe Sosny"})

    said = desk.pim("ingest", single, desk.documents / "two", catalogue, "--json")

    assert said.code == 0
    assert said.outcomes == {"plan.pdf": "kept", "ogrody.pdf": "kept", "seniorzy.pdf": "kept"}
    assert desk.hits("seniorzy")[0]["title"] == "Cyfrowe Sosny"


def test_without_places_the_documents_of_the_settings_are_added(desk: Desk) -> None:
    desk.write("plan.pdf", FLOOD)

    assert desk.pim("ingest", "--json").outcomes == {"plan.pdf": "kept"}


def test_the_json_report_names_every_file_with_its_outcome_and_document(desk: Desk) -> None:
    path = desk.write("Plan Działań – Łąka.pdf", FLOOD)

    report = desk.pim("ingest", path, "--json").json

    assert report == {
        "files": [
            {
                "path": str(path),
                "outcome": "kept",
                "reason": "",
                "message": "",
                "document_id": "plan-dzialan-laka",
                "unread_pages": [],
                "ocr_pages": {},
            }
        ],
        "stopped": False,
    }


def test_the_table_for_people_names_the_file_the_outcome_and_the_sum(desk: Desk) -> None:
    desk.write("plan.pdf", FLOOD)

    said = desk.pim("ingest", desk.documents)

    assert "plan.pdf" in said.out
    assert "dodano" in said.out
    assert "1 plik: dodano 1, zmieniono 0" in said.out


def test_unchanged_files_are_not_read_and_make_no_generation(filled: Desk) -> None:
    before = generation(filled)
    filled.write("a.pdf", FLOOD, GARDENS, title="Woda w mieście")  # the same bytes, a new time

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.code == 0
    assert said.outcomes == {"a.pdf": "unchanged", "b.pdf": "unchanged"}
    assert generation(filled) == before


def test_a_changed_file_is_replaced_under_its_id(filled: Desk) -> None:
    filled.write("b.pdf", GARDENS)

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.outcomes == {"a.pdf": "unchanged", "b.pdf": "replaced"}
    assert {hit["document_id"] for hit in filled.hits("ogrody")} == {"a", "b"}
    assert filled.hits("seniorzy") == []


def test_a_change_of_the_catalogue_alone_changes_the_description_without_reading(
    filled: Desk,
) -> None:
    (filled.data / "files").rename(filled.data / "files-elsewhere")
    filled.catalogue({"path": "b.pdf", "title": "Cyfrowe Sosny", "city": "Sosny", "year": 2023})

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.outcomes == {"a.pdf": "unchanged", "b.pdf": "updated"}
    hit = filled.hits("seniorzy", "--city", "Sosny")[0]
    assert (hit["title"], hit["year"], hit["page"]) == ("Cyfrowe Sosny", 2023, 1)


def test_a_catalogue_row_is_known_for_a_file_named_alone(desk: Desk) -> None:
    path = desk.write("plan.pdf", FLOOD)
    desk.catalogue({"path": "plan.pdf", "city": "Lipowo"})

    desk.pim("ingest", path)

    assert desk.hits("ulewa")[0]["city"] == "Lipowo"


def test_vanished_documents_stay_until_they_are_pruned(filled: Desk) -> None:
    (filled.documents / "b.pdf").unlink()

    assert filled.pim("ingest", filled.documents, "--json").outcomes == {"a.pdf": "unchanged"}
    assert filled.hits("seniorzy")
    said = filled.pim("ingest", filled.documents, "--prune", "--json")
    assert said.outcomes == {"a.pdf": "unchanged", "b.pdf": "removed"}
    assert filled.hits("seniorzy") == []
    assert len(list((filled.data / "files").iterdir())) == 1


@pytest.mark.parametrize("prune", [(), ("--prune",)], ids=["plain", "prune"])
def test_a_moved_file_keeps_its_document(filled: Desk, prune: tuple[str, ...]) -> None:
    moved = filled.documents / "archiwum" / "seniorzy-2023.pdf"
    moved.parent.mkdir()
    (filled.documents / "b.pdf").rename(moved)

    said = filled.pim("ingest", filled.documents, "--json", *prune)

    assert said.code == 0
    assert said.outcomes == {"a.pdf": "unchanged", "seniorzy-2023.pdf": "updated"}
    assert [hit["document_id"] for hit in filled.hits("seniorzy")] == ["b", "b"]
    again = filled.pim("ingest", filled.documents, "--prune", "--json")
    assert set(again.outcomes.values()) == {"unchanged"}


def test_two_files_that_swap_their_contents_are_both_replaced(filled: Desk) -> None:
    first, second = filled.documents / "a.pdf", filled.documents / "b.pdf"
    spare = filled.documents / "spare"
    first.rename(spare)
    second.rename(first)
    spare.rename(second)

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.outcomes == {"a.pdf": "replaced", "b.pdf": "replaced"}
    assert {hit["document_id"] for hit in filled.hits("seniorzy")} == {"a"}


def test_a_file_moved_over_another_replaces_it(filled: Desk) -> None:
    (filled.documents / "b.pdf").rename(filled.documents / "a.pdf")

    said = filled.pim("ingest", filled.documents, "--prune", "--json")

    assert said.code == 0
    assert said.outcomes == {"a.pdf": "replaced", "b.pdf": "removed"}
    assert {hit["document_id"] for hit in filled.hits("seniorzy")} == {"a"}
    assert filled.hits("ulewa") == []


def test_the_same_content_twice_is_indexed_once_and_named(filled: Desk) -> None:
    shutil.copy(filled.documents / "a.pdf", filled.documents / "copy.pdf")

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.code == 2
    assert said.outcomes == {"a.pdf": "unchanged", "b.pdf": "unchanged", "copy.pdf": "duplicate"}
    [copy] = [f for f in said.json["files"] if f["outcome"] == "skipped"]
    assert copy["message"] == "Ta sama treść jest już w dokumencie a."


def test_a_known_document_is_never_the_duplicate_of_a_newcomer(filled: Desk) -> None:
    shutil.copy(filled.documents / "b.pdf", filled.documents / "0-earlier-by-name.pdf")

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.outcomes["b.pdf"] == "unchanged"
    assert said.outcomes["0-earlier-by-name.pdf"] == "duplicate"


def test_two_files_of_one_name_get_two_documents(desk: Desk) -> None:
    desk.write("x/plan.pdf", FLOOD)
    desk.write("y/plan.pdf", BUSES)

    said = desk.pim("ingest", desk.documents, "--json")

    ids = [file["document_id"] for file in said.json["files"]]
    assert ids[0] == "plan"
    assert ids[1].startswith("plan-")


def test_a_folder_that_links_to_itself_is_entered_once(filled: Desk) -> None:
    (filled.documents / "again").symlink_to(filled.documents)

    said = filled.pim("ingest", filled.documents, "--json")

    assert said.code == 0
    assert said.outcomes == {"a.pdf": "unchanged", "b.pdf": "unchanged"}


def test_adding_with_another_model_is_refused_and_changes_nothing(filled: Desk) -> None:
    before = generation(filled)
    filled.write("c.pdf", GARDENS + "\nJeszcze jeden akapit.")

    said = filled.pim("ingest", filled.documents, PIM_MODEL="pim-static-pl-en")

    assert said.code == 4
    assert "PIM_MODEL=none" in said.err
    assert generation(filled) == before
    assert filled.hits("ulewa")


def test_adding_nothing_new_with_another_model_is_refused_too(filled: Desk) -> None:
    assert filled.pim("ingest", filled.documents, PIM_MODEL="pim-static-pl-en").code == 4


def test_what_was_kept_on_the_shelf_comes_back_when_it_was_lost(filled: Desk) -> None:
    kept = sorted((filled.data / "files").iterdir())
    for path in kept:
        path.unlink()

    filled.pim("ingest", filled.documents)

    assert sorted((filled.data / "files").iterdir()) == kept


def test_file_names_with_square_brackets_are_shown_as_they_are(desk: Desk) -> None:
    path = desk.write("plan [red].pdf", FLOOD)

    said = desk.pim("ingest", path)

    assert said.code == 0
    assert "plan [red].pdf" in said.out


def test_a_generation_that_is_no_longer_read_is_removed(filled: Desk) -> None:
    for text in ("Pierwsza zmiana.", "Druga zmiana.", "Trzecia zmiana."):
        filled.write("b.pdf", text)
        assert filled.pim("ingest", filled.documents).code == 0

    numbers = sorted(int(folder.name) for folder in filled.data.glob(GENERATIONS))
    assert numbers == [3, 4]
    assert not list(filled.data.glob("generations/.building*"))


def test_the_metadata_of_a_document_without_a_row_is_read_from_the_document(desk: Desk) -> None:
    front = "Miejska Inicjatywa Działania\n\nUrząd Miasta Lipowo, 2022\n" + FLOOD
    desk.write("plan.pdf", front, title="Woda zostaje w mieście")

    desk.pim("ingest", desk.documents)

    hit = desk.hits("ulewa")[0]
    assert (hit["title"], hit["kind"], hit["city"], hit["year"], hit["network"]) == (
        "Woda zostaje w mieście", "MID", "Lipowo", 2022, "",
    )  # fmt: skip


def test_every_passage_says_the_page_it_stands_on(filled: Desk) -> None:
    hit = filled.hits('"art. 15 ust. 2"')[0]

    assert hit["page"] == 2
    assert hit["pages"] == [2]
    assert hit["heading"] == "Finansowanie"
    assert hit["role"] == "funding"
    assert "1 250 000 zł" in hit["text"]


def test_another_writer_at_work_is_a_named_error(filled: Desk) -> None:
    import fcntl

    filled.write("c.pdf", GARDENS)
    with Path(filled.data / "write.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = filled.pim("ingest", filled.documents)

    assert said.code == 4
    assert "Inny proces" in said.err
    assert filled.pim("ingest", filled.documents).code == 0
