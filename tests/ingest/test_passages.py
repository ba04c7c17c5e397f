"""A passage's spans, cut from its pages, give back its text; nothing crosses a section."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Block, BlockKind, Box, Page, Reading, Role, Section, Span, cut
from ingest.passages import split
from ingest.reader import read
from ingest.wire import dumped, loaded
from tests.ingest.typeset import printed

LONG = "Woda po ulewie zalewa piwnice przy ulicy Łaziebnej. " * 60
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.just(" "), min_size=1, max_size=90
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Blocks of one or more lines, written one after another over one to three pages."""
    texts = {1: "", 2: "", 3: ""}
    number, sections = 1, []
    for at in range(draw(st.integers(1, 4))):
        blocks = []
        for _ in range(draw(st.integers(0, 4))):
            spans = []
            for line in draw(st.lists(TEXT, min_size=1, max_size=5)):
                number = min(3, number + draw(st.integers(0, 9)) // 8)
                spans.append(Span(number, len(texts[number]), len(texts[number]) + len(line)))
                texts[number] += line
            texts[number] += draw(st.sampled_from(["\n", "\n\n"]))
            boxes = tuple(Box(span.page, 0, span.start, 9, span.end) for span in spans)
            blocks.append(Block(BlockKind.PARAGRAPH, tuple(spans), boxes))
        sections.append(Section((f"Rozdział {at}",), Role.OTHER, tuple(blocks)))
    pages = tuple(Page(number, text, 400, 600) for number, text in texts.items())
    return Reading(pages, tuple(sections))


@given(readings(), st.integers(40, 400))
@settings(deadline=None, max_examples=150)
def test_spans_cut_from_pages_give_back_the_text(reading: Reading, size: int) -> None:
    for passage in split(reading, "d", size):
        assert cut(reading.pages, passage.spans) == passage.text
        assert len(passage.text) <= size
        assert passage.text == passage.text.strip()


@given(readings())
@settings(deadline=None, max_examples=60)
def test_no_word_is_lost_and_no_section_is_mixed(reading: Reading) -> None:
    for section in reading.sections:
        spans = tuple(span for block in section.blocks for span in block.spans)
        own = [p for p in split(reading, "d", 80) if p.heading_path == section.heading_path]
        told = "".join("".join(p.text for p in own).split())
        assert told == "".join(cut(reading.pages, spans).split())


@given(readings())
@settings(deadline=None, max_examples=40)
def test_a_reading_survives_the_way_from_the_worker(reading: Reading) -> None:
    assert loaded(dumped(reading)) == reading


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    path = tmp_path_factory.mktemp("pdf") / "długi.pdf"
    markup = f"= Wyzwanie\n{LONG}\n\nKoniec.\n\n= Działania\nKrótko.\n"
    return read(printed(path, markup))


def test_a_section_that_fits_is_one_passage(reading: Reading) -> None:
    (short,) = [p for p in split(reading, "d") if p.heading_path == ("Działania",)]
    assert short.text == "Krótko."
    assert short.role is Role.ACTIONS


def test_a_long_section_is_split_inside_itself(reading: Reading) -> None:
    parts = [p for p in split(reading, "d", 800) if p.heading_path == ("Wyzwanie",)]
    assert len(parts) > 3
    assert all(part.text.endswith(".") for part in parts)
    assert all(cut(reading.pages, part.spans) == part.text for part in parts)


def test_ids_count_the_passages_of_a_document(reading: Reading) -> None:
    passages = split(reading, "mid-x", 800)
    assert [p.id for p in passages] == [f"mid-x:{at}" for at in range(len(passages))]


def test_boxes_are_the_lines_of_the_passage_on_its_pages(reading: Reading) -> None:
    for passage in split(reading, "d", 800):
        assert {box.page for box in passage.boxes} == set(passage.pages)
        assert all(40 < box.x0 < box.x1 < 360 for box in passage.boxes)


def test_a_paragraph_over_a_page_end_is_one_text(reading: Reading) -> None:
    both = [p for p in split(reading, "d", 800) if len(p.pages) > 1]
    assert both
    assert all("\n" not in p.text for p in both)


def test_rows_of_a_table_never_stand_without_their_column_heads(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows = "".join(
        f"[Budowa ogrodu nr {at}], [Wydział Inwestycji], [{2000 + at}]," for at in range(14)
    )
    head = "table.header([*Działanie*], [*Odpowiedzialny*], [*Termin*]),"
    markup = f"= Harmonogram\n#table(columns: 3, {head} {rows})"
    found = read(printed(tmp_path_factory.mktemp("pdf") / "tabela.pdf", markup))
    passages = split(found, "d", 200)
    assert len(passages) > 2
    for passage in passages:
        assert passage.text.startswith("Działanie | Odpowiedzialny | Termin\n")
        assert cut(found.pages, passage.spans) == passage.text


def test_paragraphs_on_both_sides_of_a_page_end_stay_apart(tmp_path: Path) -> None:
    markup = "= Wyzwanie\nKoszt wyniesie milion.\n#pagebreak()\nTermin: maj 2024 roku."
    reading = read(printed(tmp_path / "dwie.pdf", markup))
    (passage,) = split(reading, "d")
    assert passage.pages == (1, 2)
    assert passage.text == "Koszt wyniesie milion.\n\nTermin: maj 2024 roku."
    assert cut(reading.pages, passage.spans) == passage.text
