"""Frozen blocks -> PDF: what is printed, where, and the same every time."""

from __future__ import annotations

import hashlib
import io
import re

import pytest
from pypdf import PdfReader

from corpus.demo.render import press, printing
from corpus.demo.render.blocks import Source
from corpus.demo.render.source import parse
from corpus.demo.render.truth import truth
from corpus.demo.render.typeset import typeset

LAYOUTS = ("kolumna", "dwie-kolumny", "broszura", "margines", "poziomo", "slajdy", "skan")
WITH_CONTENTS = ("kolumna", "dwie-kolumny", "broszura", "poziomo", "slajdy")
HOSTILE = (
    r"""#let x = 1; $a_1$ * _b_ @c <d> \n \\ `e` ``f`` 'g' "h" // i /* j */ #{k} ~ -- --- = l"""
)
BODY = """
# Pierwszy rozdział {context}

Zdanie otwierające[^1] z przypisem.

## Podrozdział drugi {challenge}

::: ramka Ramka z tytułem
Treść ramki.
:::

::: margines
Uwaga na marginesie.
:::

::: wykres Rysunek 1. Słupki (mm)
rok pierwszy: 4
rok drugi: 8
:::

Tabela 1. Terminy

| Co | Kto | Termin | Koszt |
| --- | --- | --- | --- |
| Przebudowa | Zarząd Dróg | 2023 | 1 200 |

- punkt listy

[^1]: Treść przypisu.
"""


def document(layout: str, body: str = BODY) -> Source:
    return parse(
        f"---\nid: mid-probne-2022\nkind: MID\ntitle: Próba druku\ncity: Próbne\nnetwork: Zielona\n"
        f"edition: 2021–2023\nyear: 2022\nvoivodeship: łódzkie\npopulation: 38400\n"
        f"layout: {layout}\n---\n{body}"
    )


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def letters(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_construct_is_printed_in_every_layout(layout: str) -> None:
    printed = letters("".join(pages(press.pdf(typeset(document(layout)).markup)))).lower()
    for said in ("Zdanieotwierające", "Treśćramki", "Uwaganamarginesie", "Słupki(mm)", "rokdrugi",
                 "Tabela1.Terminy", "ZarządDróg", "punktlisty", "Treśćprzypisu"):  # fmt: skip
        assert said.lower() in printed, said


@pytest.mark.parametrize("layout", LAYOUTS)
def test_hostile_characters_come_out_as_they_went_in(layout: str) -> None:
    body = (
        f"# {HOSTILE} {{context}}\n\n{HOSTILE}[^1]\n\n- {HOSTILE}\n\n"
        f"::: ramka {HOSTILE}\n{HOSTILE}\n:::\n\n[^1]: {HOSTILE}\n"
    )
    markup = typeset(document(layout, body)).markup
    assert letters(r"#let x = 1; $a_1$") in letters("".join(pages(press.pdf(markup))))


def test_hostile_characters_survive_letter_by_letter() -> None:
    printed = pages(press.pdf(typeset(document("kolumna", f"# A {{other}}\n\n{HOSTILE}")).markup))
    assert letters(HOSTILE.replace("_b_", "b")) in letters(printed[1])


def test_the_role_is_never_printed() -> None:
    assert "{challenge}" not in "".join(pages(printing.pdf(document("kolumna"))))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_document_is_printed_the_same_twice(layout: str) -> None:
    first, second = (hashlib.sha256(printing.pdf(document(layout))).hexdigest() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_first_page_says_that_the_town_does_not_exist(layout: str) -> None:
    first = pages(press.pdf(typeset(document(layout)).markup))[0].replace("\u00a0", " ")
    assert "Dokument przykładowy" in first
    assert "Miasto Próbne nie istnieje" in " ".join(first.split())


@pytest.mark.parametrize("layout", WITH_CONTENTS)
def test_the_table_of_contents_gives_the_page_of_each_chapter(layout: str) -> None:
    source = document(layout)
    (first,) = [at for at in headings(source) if at["text"] == "Pierwszy rozdział"]
    printed = pages(press.pdf(typeset(source).markup))
    contents = next(text for text in printed if "Pierwszy rozdział" in text.replace("\u00a0", " "))
    assert str(first["page"]) in re.findall(r"\d+", contents)


def headings(source: Source) -> list[dict[str, object]]:
    blocks = truth(source)["blocks"]
    assert isinstance(blocks, list)
    return [block for block in blocks if block["kind"] == "heading"]


def test_metadata_names_title_and_author_and_no_place_on_the_disk() -> None:
    content = printing.pdf(document("kolumna"))
    metadata = PdfReader(io.BytesIO(content)).metadata
    assert metadata is not None
    assert (metadata.title, metadata.author) == ("Próba druku", "Próbne")
    assert str(press.ROOT).encode() not in content


def test_a_scan_has_pictures_of_pages_and_no_text() -> None:
    reader = PdfReader(io.BytesIO(printing.pdf(document("skan"))))
    assert [page.extract_text() for page in reader.pages] == [""] * len(reader.pages)
    assert all(len(page.images) == 1 for page in reader.pages)


def test_a_long_table_repeats_its_header_on_the_next_page() -> None:
    rows = "\n".join(f"| Zadanie {n} | {n} |" for n in range(90))
    body = f"# A {{schedule}}\n\nTabela 1. Długa\n\n| Nagłówek | Liczba |\n| --- | --- |\n{rows}"
    printed = pages(printing.pdf(document("kolumna", body)))
    assert sum("Nagłówek" in text for text in printed) > 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_truth_puts_every_block_on_the_page_that_prints_it(layout: str) -> None:
    source = document(layout, BODY + "\n\nPowtórzony akapit, który przewija stronę.\n" * 90)
    printed = [letters(text).lower() for text in pages(press.pdf(typeset(source).markup))]
    blocks = truth(source)["blocks"]
    assert isinstance(blocks, list)
    for block in blocks:
        begins = letters(block["text"].split(" | ")[0])[:12].lower()
        assert begins in printed[block["page"] - 1], block
    assert max(block["end_page"] for block in blocks) == len(printed)


def test_truth_keeps_reading_order_roles_and_heading_paths() -> None:
    blocks = truth(document("kolumna"))["blocks"]
    assert isinstance(blocks, list)
    kinds = [block["kind"] for block in blocks]
    assert kinds == [
        "heading", "paragraph", "footnote", "heading", "box", "box", "margin",
        "caption", "table_row", "table_row", "caption", "table_row", "table_row", "list_item",
    ]  # fmt: skip
    assert blocks[4]["heading_path"] == ("Pierwszy rozdział", "Podrozdział drugi")
    assert blocks[4]["role"] == "challenge"
