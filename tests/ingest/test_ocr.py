"""Pages without a text layer are read from their pictures, marked, and never silently skipped."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter

from corpus.errors import UnreadableDocument
from corpus.model import BlockKind, Reading, cut
from ingest import tesseract
from ingest.isolate import Limits, read_isolated
from ingest.passages import exact, split
from tests.ingest.typeset import printed

needs_tesseract = pytest.mark.skipif(
    not tesseract.is_ready(), reason="tesseract-ocr or tesseract-ocr-pol is not installed"
)
SETUP = '#set page(width: 400pt, height: 500pt, margin: 40pt)\n#set text(lang: "pl", size: 12pt)\n'
STORY = """
#text(17pt, weight: "bold")[Zalewane piwnice]

Po każdej ulewie woda stoi w piwnicach przy ulicy Źródlanej, bo kanalizacja z 1936 roku
nie mieści deszczu. Straż wyjeżdża dwadzieścia razy w miesiącu.

Mieszkańcy czekają na zbiornik od ośmiu lat i tracą cierpliwość.
"""
TABLE = """
#table(columns: (2fr, 1fr, 1fr), stroke: none, inset: 6pt,
  table.hline(), [*Działanie*], [*Kto*], [*Koszt*], table.hline(),
  [Ogrody deszczowe], [Zieleń], [120 tys. zł], table.hline(),
  [Zbiornik retencyjny], [Wodociągi], [900 tys. zł], table.hline())
"""


def scanned(path: Path, markup: str, turn: float = 0.0) -> Path:
    """The markup printed and scanned: a picture, a little askew, in a PDF."""
    picture = Image.open(io.BytesIO(bytes(typst.compile((SETUP + markup).encode(),
                                                       format="png", ppi=150))))  # fmt: skip
    laid = picture.convert("L").rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    laid.save(path, "PDF", resolution=150)
    return path


def texts(reading: Reading, kind: BlockKind) -> list[str]:
    return [
        cut(reading.pages, block.spans)
        for section in reading.sections
        for block in section.blocks
        if block.kind is kind
    ]


@pytest.fixture(scope="module")
def askew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scanned(tmp_path_factory.mktemp("skany") / "skan.pdf", STORY, turn=1.2)


@pytest.fixture(scope="module")
def reading(askew: Path) -> Reading:
    return read_isolated(askew)


@needs_tesseract
def test_a_scan_is_read_and_marked_with_its_confidence(reading: Reading) -> None:
    assert "woda stoi w piwnicach przy ulicy Źródlanej" in reading.pages[0].text
    assert reading.unread_pages == ()
    assert list(reading.ocr_pages) == [1]
    assert 70 < reading.ocr_pages[1] <= 100


@needs_tesseract
def test_paragraphs_and_headings_of_a_scan_are_told_apart(reading: Reading) -> None:
    assert texts(reading, BlockKind.HEADING) == ["Zalewane piwnice"]
    assert [text.split()[0] for text in texts(reading, BlockKind.PARAGRAPH)] == [
        "Po",
        "Mieszkańcy",
    ]


@needs_tesseract
def test_passages_of_a_scan_are_cut_from_its_pages(reading: Reading) -> None:
    passages = split(reading, "skan")
    assert passages
    assert all(exact(passage, reading.pages) for passage in passages)


@needs_tesseract
def test_boxes_lie_where_the_ink_is_on_the_page_laid_askew(reading: Reading, askew: Path) -> None:
    [image] = PdfReader(askew).pages[0].images
    assert image.image is not None
    ink = image.image.convert("L").point(lambda level: 255 if level < 128 else 0)
    scale = ink.width / reading.pages[0].width
    covered = 0
    for section in reading.sections:
        for block in section.blocks:
            for box in block.boxes:
                edges = [round(scale * edge) for edge in (box.x0, box.y0, box.x1, box.y1)]
                area = ink.crop((edges[0], edges[1], edges[2], edges[3]))
                covered += area.histogram()[255]
                area.paste(0, (0, 0, area.width, area.height))
                ink.paste(area, (edges[0], edges[1]))
    left = ink.histogram()[255]
    assert covered > 1_000
    assert left < 0.02 * covered


@needs_tesseract
def test_the_rows_of_a_scanned_table_keep_their_cells(tmp_path: Path) -> None:
    reading = read_isolated(scanned(tmp_path / "tabela.pdf", TABLE))
    assert texts(reading, BlockKind.TABLE_ROW) == [
        "Działanie | Kto | Koszt",
        "Ogrody deszczowe | Zieleń | 120 tys. zł",
        "Zbiornik retencyjny | Wodociągi | 900 tys. zł",
    ]


@needs_tesseract
def test_only_the_pages_without_text_are_read_from_their_picture(
    tmp_path: Path, askew: Path
) -> None:
    mixed = PdfWriter(clone_from=printed(tmp_path / "tekst.pdf", "Tekst o retencji."))
    mixed.append(askew)
    mixed.add_blank_page()
    mixed.write(tmp_path / "razem.pdf")
    reading = read_isolated(tmp_path / "razem.pdf")
    assert reading.pages[0].text.rstrip() == "Tekst o retencji."
    assert list(reading.ocr_pages) == [2]
    assert reading.unread_pages == (3,)


@needs_tesseract
def test_a_page_out_of_time_is_reported_unread(tmp_path: Path, askew: Path) -> None:
    mixed = PdfWriter(clone_from=printed(tmp_path / "tekst.pdf", "Tekst o retencji."))
    mixed.append(askew)
    mixed.write(tmp_path / "razem.pdf")
    reading = read_isolated(tmp_path / "razem.pdf", Limits(scan=0.0))
    assert (reading.unread_pages, reading.ocr_pages) == ((2,), {})


def test_without_tesseract_a_scan_has_no_text(askew: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UnreadableDocument) as raised:
        read_isolated(askew)
    assert raised.value.code == "no_text"


def test_words_of_hocr_carry_the_baseline_and_size_of_their_line() -> None:
    page = """
     <span class='ocr_line' id='l' title="bbox 10 20 200 60; baseline 0.1 -8; x_size 40; x_d 9">
      <span class='ocrx_word' id='w' title='bbox 10 25 50 55; x_wconf 93'>A&amp;B</span>
      <span class='ocrx_word' id='v' title='bbox 99 25 120 55; x_wconf 12'><em>c</em></span>
    """
    first, second = tesseract.parsed(page)
    assert (first.text, first.confidence, first.line, first.size) == ("A&B", 93, 1, 40.0)
    assert first.baseline == pytest.approx(60 - 8 + 0.1 * 20)
    assert second.text == "c"
