"""A page is read as a careful person reads it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from corpus.model import BlockKind, Reading, Role, cut
from ingest.reader import read
from ingest.repair import ALL, Kind
from tests.ingest.typeset import printed

TWO_COLUMNS = """
#set page(columns: 2)
#set par(justify: true)
= Diagnoza
#lorem(150) Pierwszy akapit kończy się tutaj.

#lorem(60) Drugi akapit kończy się tutaj.
"""
TABLE = """
= Harmonogram
Tabela 1. Terminy i koszty
#table(columns: (1fr, 1fr, 60pt), table.header([*Działanie*], [*Odpowiedzialny*], [*Termin*]),
  [Budowa ogrodów deszczowych przy wszystkich szkołach], [Wydział Inwestycji], [2024],
  [Szkolenia], [Wydział Środowiska], [2025])
Akapit po tabeli.
"""
CHAPTERED = """
#set page(header: context [Miasto Brzezinów #h(1fr) Plan])
#set page(footer: context align(center, str(here().page())))
#set heading(bookmarked: false)
#outline(title: [Spis treści])
#pagebreak()
"""


def reading(tmp_path: Path, markup: str) -> Reading:
    return read(printed(tmp_path / "dokument.pdf", markup))


def told(found: Reading, *kinds: BlockKind) -> list[str]:
    blocks = [block for section in found.sections for block in section.blocks]
    return [cut(found.pages, block.spans) for block in blocks if block.kind in kinds]


def chapters(tmp_path: Path) -> Reading:
    names = ("Wyzwanie", "Cele", "Działania", "Harmonogram")
    body = "\n".join(
        f"= {name}\nMiasto opisuje {name.lower()} w akapicie.\n#pagebreak()" for name in names
    )
    return reading(tmp_path, CHAPTERED + body)


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    (first, second) = told(reading(tmp_path, TWO_COLUMNS), BlockKind.PARAGRAPH)
    assert first.endswith("Pierwszy akapit kończy się tutaj.")
    assert second.endswith("Drugi akapit kończy się tutaj.")
    assert first.startswith("Lorem ipsum dolor sit amet, consectetur adipiscing elit")


def test_table_cells_stay_in_their_rows(tmp_path: Path) -> None:
    assert told(reading(tmp_path, TABLE), BlockKind.TABLE_ROW) == [
        "Działanie | Odpowiedzialny | Termin",
        "Budowa ogrodów deszczowych przy wszystkich szkołach | Wydział Inwestycji | 2024",
        "Szkolenia | Wydział Środowiska | 2025",
    ]


def test_a_caption_is_known_as_one(tmp_path: Path) -> None:
    assert told(reading(tmp_path, TABLE), BlockKind.CAPTION) == ["Tabela 1. Terminy i koszty"]


def test_running_lines_page_numbers_and_contents_are_left_out(tmp_path: Path) -> None:
    whole = "\n".join(page.text for page in chapters(tmp_path).pages)
    assert "Miasto Brzezinów" not in whole
    assert "Spis treści" not in whole
    assert not [line for line in whole.splitlines() if line.strip().isdigit()]
    assert "Miasto opisuje cele w akapicie." in whole


def test_headings_are_known_by_their_size_without_an_outline(tmp_path: Path) -> None:
    paths = [section.heading_path for section in chapters(tmp_path).sections]
    assert paths == [("Wyzwanie",), ("Cele",), ("Działania",), ("Harmonogram",)]


def test_headings_give_sections_their_roles(tmp_path: Path) -> None:
    assert [section.role for section in chapters(tmp_path).sections] == [
        Role.CHALLENGE,
        Role.OBJECTIVES,
        Role.ACTIONS,
        Role.SCHEDULE,
    ]


def test_lower_headings_stand_below_higher_ones(tmp_path: Path) -> None:
    markup = "= Działania\nWstęp.\n== Ogrody\nTreść.\n== Szkolenia\nTreść.\n= Ryzyka\nTreść."
    assert [section.heading_path for section in reading(tmp_path, markup).sections] == [
        ("Działania",),
        ("Działania", "Ogrody"),
        ("Działania", "Szkolenia"),
        ("Ryzyka",),
    ]


def test_a_footnote_follows_the_paragraph_that_calls_it(tmp_path: Path) -> None:
    markup = "Opłatę nalicza się od powierzchni#footnote[Art. 269 ustawy.] dachu.\n\nDrugi akapit."
    found = reading(tmp_path, markup)
    assert told(found, *BlockKind) == [
        "Opłatę nalicza się od powierzchni dachu.",
        "Art. 269 ustawy.",
        "Drugi akapit.",
    ]
    assert told(found, BlockKind.FOOTNOTE) == ["Art. 269 ustawy."]


def test_a_power_stays_a_power(tmp_path: Path) -> None:
    (text,) = told(reading(tmp_path, "Działka ma 3500 m#super[2] i staw."), BlockKind.PARAGRAPH)
    assert text == "Działka ma 3500 m² i staw."


def test_words_broken_at_line_ends_are_whole(tmp_path: Path) -> None:
    words = "Rewitalizacja śródmieścia wymaga współpracy mieszkańców i przedsiębiorców. " * 6
    found = reading(tmp_path, f"#set par(justify: true)\n#block(width: 90pt)[{words}]")
    assert told(found, BlockKind.PARAGRAPH) == [words.strip()]
    assert found.repairs["hyphenation"] > 3


def test_a_repair_switched_off_is_not_made(tmp_path: Path) -> None:
    path = printed(
        tmp_path / "d.pdf",
        "#set par(justify: true)\n#block(width: 70pt)[Wielka rewitalizacja przedsiębiorczości.]",
    )
    assert "hyphenation" in read(path).repairs
    assert "hyphenation" not in read(path, ALL - {Kind.HYPHENATION}).repairs


def test_a_paragraph_over_a_page_end_is_one_block(tmp_path: Path) -> None:
    words = " ".join("".join(word) for word in product("kmrtw", "aeo", "bdlnp", ["ga", "ka"], "mr"))
    found = reading(tmp_path, "#set page(footer: [stopka])\n" + words)
    (block,) = [block for section in found.sections for block in section.blocks]
    assert len({span.page for span in block.spans}) > 1
    assert cut(found.pages, block.spans).split() == words.split()


def test_a_box_is_read_apart_from_the_text_around_it(tmp_path: Path) -> None:
    markup = (
        "Przed.\n\n#block(fill: luma(230), inset: 9pt, width: 100%)[*Ramka*\n\nTreść ramki.]\n\nPo."
    )
    found = reading(tmp_path, markup)
    assert told(found, BlockKind.BOX) == ["Ramka", "Treść ramki."]
    assert told(found, *BlockKind) == ["Przed.", "Ramka", "Treść ramki.", "Po."]


@pytest.mark.parametrize(
    "spaced", ["P L A N #h(6pt) D Z I A Ł A Ń", "#text(tracking: 3pt)[PLAN DZIAŁAŃ]"]
)
def test_letter_spaced_headings_are_words(tmp_path: Path, spaced: str) -> None:
    markup = f"#text(size: 20pt)[{spaced}]\n\nMiasto planuje ogrody."
    assert "PLAN DZIAŁAŃ" in reading(tmp_path, markup).pages[0].text


def test_bars_of_a_chart_are_rows_with_label_and_value(tmp_path: Path) -> None:
    bars = "".join(
        f"[{name}], stack(dir: ltr, spacing: 4pt, "
        f"rect(width: {value}pt, height: 9pt, fill: black), [{value}]),"
        for name, value in (("Rynek", 90), ("Rudki", 60), ("Stacyjna", 30))
    )
    markup = f"#grid(columns: 2, align: (right, left), column-gutter: 5pt, row-gutter: 5pt, {bars})"
    assert told(reading(tmp_path, markup), BlockKind.TABLE_ROW) == [
        "Rynek | 90",
        "Rudki | 60",
        "Stacyjna | 30",
    ]
