"""The demonstration programme as it is committed: sources, PDFs and catalogue agree."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from pypdf import PdfReader

from corpus import catalogue
from corpus.demo.render import listing, press, printing, source
from corpus.demo.render.blocks import Source
from corpus.demo.render.typeset import typeset

DEMO = Path(source.__file__).parents[1]
SAMPLE = ("mid-ostrezyn-2022", "mid-starobrzeg-2022", "pu-cyfrowa-2023")
MOST_BYTES = 40_000_000
MOST_BYTES_OF_A_SCAN = 3_000_000
SHINGLE = 8
MOST_SHARED = 0.03


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return [source.read(path) for path in sorted((DEMO / "sources").glob("*.md"))]


def committed(one: Source) -> Path:
    return DEMO / "pdf" / f"{one.about.id}.pdf"


def test_every_source_is_named_by_its_id() -> None:
    for path in (DEMO / "sources").glob("*.md"):
        assert source.read(path).about.id == path.stem


def test_every_source_has_its_pdf_and_no_pdf_is_left_over(sources: list[Source]) -> None:
    printed = {path.stem for path in (DEMO / "pdf").glob("*.pdf")}
    assert printed == {one.about.id for one in sources}


@pytest.mark.parametrize("stem", SAMPLE)
def test_the_committed_pdf_is_what_the_renderer_makes(stem: str, tmp_path: Path) -> None:
    one = source.read(DEMO / "sources" / f"{stem}.md")
    (fresh := tmp_path / "fresh.pdf").write_bytes(printing.pdf(one))
    if creator(fresh) != creator(committed(one)):
        pytest.skip(f"the committed PDF was made by {creator(committed(one))}")
    assert fresh.read_bytes() == committed(one).read_bytes()


def creator(path: Path) -> str:
    metadata = PdfReader(path).metadata
    return (metadata.creator or "") if metadata else ""


def test_every_first_page_says_that_the_document_is_an_example(sources: list[Source]) -> None:
    for one in sources:
        first = PdfReader(committed(one)).pages[0]
        if one.about.layout != printing.SCANNED:
            assert "Dokument przykładowy" in first.extract_text(), one.about.id


def test_the_scan_was_made_of_a_page_with_the_notice(sources: list[Source]) -> None:
    for one in sources:
        if one.about.layout == printing.SCANNED:
            assert f"Miasto {one.about.city} nie istnieje" in typeset(one).markup
            assert committed(one).stat().st_size < MOST_BYTES_OF_A_SCAN


def test_the_layouts_set_without_a_warning(sources: list[Source]) -> None:
    for one in sources:
        assert press.warnings(typeset(one).markup) == [], one.about.id


def test_all_pdfs_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in (DEMO / "pdf").glob("*.pdf")) < MOST_BYTES


def test_the_fonts_stay_small_and_carry_their_licence() -> None:
    fonts = list((press.ROOT / "fonts").iterdir())
    assert sum(path.stat().st_size for path in fonts) < 3_000_000
    assert press.ROOT / "fonts" / "OFL.txt" in fonts


def test_the_catalogue_is_what_the_sources_say(sources: list[Source]) -> None:
    written = (DEMO / catalogue.FILE_NAME).read_text(encoding="utf-8")
    assert written == listing.catalogue(one.about for one in sources)


def test_the_catalogue_reads_back_with_every_pdf_in_place(sources: list[Source]) -> None:
    entries = catalogue.read(DEMO / catalogue.FILE_NAME)
    assert [entry.path.stem for entry in entries] == [one.about.id for one in sources]
    assert all((DEMO / entry.path).is_file() for entry in entries)
    assert {entry.source for entry in entries} == {"dokument przykładowy"}


def test_no_two_documents_share_their_wording(sources: list[Source]) -> None:
    shingles = {one.about.id: shingles_of(one) for one in sources}
    for one, other in permutations(shingles, 2):
        shared = len(shingles[one] & shingles[other]) / len(shingles[one])
        assert shared < MOST_SHARED, (one, other)


def shingles_of(one: Source) -> set[tuple[str, ...]]:
    texts = (block.text for block in typeset(one).printed)
    return {shingle for text in texts for shingle in in_text(text)}


def in_text(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
