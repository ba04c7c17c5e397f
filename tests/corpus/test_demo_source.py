"""Markdown sources of the demonstration programme -> frozen blocks."""

from __future__ import annotations

import pytest

from corpus.demo.render.blocks import (
    Aside,
    Bar,
    Chart,
    Heading,
    Listing,
    NoteRef,
    Paragraph,
    Run,
    Source,
    Table,
    plain,
)
from corpus.demo.render.source import BadSource, parse
from corpus.model import Role

FRONT_MATTER = """---
id: mid-probne-2022
kind: MID
title: "Tytuł: z „cudzysłowem”"
city: Próbne
network: Zielona
edition: 2021–2023
year: 2022
voivodeship: łódzkie
population: 38400
layout: kolumna
---
"""


def parsed(body: str) -> Source:
    return parse(FRONT_MATTER + "\n" + body)


def test_front_matter_keeps_numbers_as_numbers() -> None:
    about = parsed("").about
    assert (about.year, about.population, about.layout) == (2022, 38400, "kolumna")
    assert about.title == "Tytuł: z „cudzysłowem”"


def test_a_plan_without_a_city_has_empty_fields() -> None:
    text = FRONT_MATTER.replace("city: Próbne", "city:").replace("population: 38400", "population:")
    about = parse(text).about
    assert (about.city, about.population) == ("", None)


def test_front_matter_that_lacks_a_key_is_refused_by_name() -> None:
    with pytest.raises(BadSource, match="layout"):
        parse(FRONT_MATTER.replace("layout: kolumna\n", ""))


def test_the_role_is_read_from_the_heading_and_cut_from_what_is_printed() -> None:
    (heading,) = parsed("## 2.1. Dym nad rynkiem {challenge}").blocks
    assert isinstance(heading, Heading)
    assert (heading.level, heading.role) == (2, Role.CHALLENGE)
    assert plain(heading.text) == "2.1. Dym nad rynkiem"


def test_a_heading_without_a_role_is_refused() -> None:
    with pytest.raises(BadSource, match="Bez roli"):
        parsed("# Bez roli")


def test_wrapped_lines_are_one_paragraph() -> None:
    assert parsed("Pierwszy wiersz\ni drugi.").blocks == (
        Paragraph((Run("Pierwszy wiersz"), Run(" "), Run("i drugi."))),
    )


def test_faces_are_kept_on_their_words() -> None:
    (paragraph,) = parsed("To **ważne** i *ciche*.").blocks
    assert isinstance(paragraph, Paragraph)
    assert Run("ważne", bold=True) in paragraph.text
    assert Run("ciche", italic=True) in paragraph.text


def test_an_ordered_list_remembers_its_first_number() -> None:
    ordered, bullets = parsed("3. trzy\n4. cztery\n\nTekst.\n\n- raz").blocks[::2]
    assert isinstance(ordered, Listing)
    assert isinstance(bullets, Listing)
    assert (ordered.start, bullets.start) == (3, None)
    assert [plain(item) for item in ordered.items] == ["trzy", "cztery"]


def test_the_caption_before_a_table_belongs_to_it() -> None:
    text = "Wstęp.\n\nTabela 1. Terminy\n\n| Co | Kiedy |\n| --- | --- |\n| Rów | 2023 |"
    before, table = parsed(text).blocks
    assert isinstance(before, Paragraph)
    assert isinstance(table, Table)
    assert plain(table.caption) == "Tabela 1. Terminy"
    assert [plain(cell) for cell in table.rows[0]] == ["Rów", "2023"]


def test_a_paragraph_that_is_no_caption_stays_before_the_table() -> None:
    paragraph, table = parsed("Zwykły akapit.\n\n| A |\n| --- |\n| b |").blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    assert table.caption == ()


def test_a_box_has_a_title_and_blocks_inside() -> None:
    (box,) = parsed("::: ramka Dwa słowa\nTekst.\n\n- punkt\n:::").blocks
    assert isinstance(box, Aside)
    assert (box.kind, box.title) == ("ramka", "Dwa słowa")
    assert [type(block) for block in box.blocks] == [Paragraph, Listing]


@pytest.mark.parametrize("kind", ["margines", "abstract"])
def test_margin_notes_and_abstracts_have_no_title(kind: str) -> None:
    (aside,) = parsed(f"::: {kind}\nTekst.\n:::").blocks
    assert isinstance(aside, Aside)
    assert (aside.kind, aside.title) == (kind, "")


def test_bars_of_a_chart_keep_the_number_as_it_was_written() -> None:
    (chart,) = parsed("::: wykres Rysunek 1. Opad (mm)\n2016: 1 029\n8.00: 3,5\n:::").blocks
    assert chart == Chart(
        "Rysunek 1. Opad (mm)", (Bar("2016", "1 029", 1029.0), Bar("8.00", "3,5", 3.5))
    )


def test_a_chart_line_without_a_number_is_refused() -> None:
    with pytest.raises(BadSource, match="bez liczby"):
        parsed("::: wykres Rysunek 1. X\nbez liczby\n:::")


def test_footnotes_are_numbered_by_their_first_call() -> None:
    source = parsed("Raz[^b] i dwa[^a].\n\n[^a]: druga\n[^b]: pierwsza")
    (paragraph,) = source.blocks
    assert isinstance(paragraph, Paragraph)
    assert [part for part in paragraph.text if isinstance(part, NoteRef)] == [
        NoteRef(1),
        NoteRef(2),
    ]
    assert [plain(note) for note in source.notes] == ["pierwsza", "druga"]


def test_characters_outside_the_format_are_plain_text() -> None:
    hostile = r"""a # b $x$ <i>c</i> `d` \* @e [f](g) 'h' "i" ~j~ &amp; https://k.pl"""
    (paragraph,) = parsed(hostile).blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.text) == hostile
