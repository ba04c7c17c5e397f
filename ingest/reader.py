"""A PDF read in this process, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.model import BlockKind, Reading
from ingest.characters import Sheet, sheets
from ingest.charts import bars
from ingest.compose import Composition
from ingest.frames import frames
from ingest.furniture import without_furniture
from ingest.headings import usual_size, with_headings
from ingest.layout import Sheetful, laid_out
from ingest.lines import Line, lines
from ingest.notes import noted
from ingest.ocr import Straightened, askew
from ingest.ocr import sheets as scanned_sheets
from ingest.paragraphs import Paragraph
from ingest.quality import is_text
from ingest.repair import ALL, Kind, Repairs, repaired, vocabulary
from ingest.scan import Scan
from ingest.sections import sections
from ingest.structure import Structure, plain_pages, structure

PAGE_LIMIT = 5_000
CHARACTER_LIMIT = 10_000_000
_HEAD = 1024
_SENTENCE_END = re.compile(r"[.!?:;…]['”\"»)\]]*$")
_ASIDE = frozenset({BlockKind.FOOTNOTE, BlockKind.BOX, BlockKind.CAPTION, BlockKind.TABLE_ROW})

Eyes = Callable[[Sequence[int]], Mapping[int, Scan]]
"""Reads the numbered pages from their pictures, those it can."""


def blind(numbers: Sequence[int]) -> Mapping[int, Scan]:
    """Eyes that read nothing."""
    return {}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages as lines, those read from pictures, and those on which nothing could be read."""

    pages: list[Sheetful]
    unread: tuple[int, ...]
    straightened: dict[int, Straightened]
    confidence: dict[int, float]


def read(
    path: Path,
    repair: frozenset[Kind] = ALL,
    page_limit: int = PAGE_LIMIT,
    eyes: Eyes = blind,
) -> Reading:
    """Everything a PDF says, or a named reason why it says nothing."""
    check(path)
    declared = structure(path)
    drawn = _drawn(path, page_limit, eyes)
    repairs = Repairs(repair)
    mended = _mended(drawn.pages, repairs)
    body = without_furniture(mended)
    flow = _flow(body, declared)
    return _reading(flow, drawn, (declared, repairs))


def check(path: Path) -> None:
    """Raises the outcome that a look at the file alone can tell."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise UnreadableDocument("unreadable", path=str(path)) from error
    if not head:
        raise UnreadableDocument("empty_file", path=str(path))
    if b"%PDF-" not in head:
        raise UnreadableDocument("not_a_pdf", path=str(path))


def _drawn(path: Path, page_limit: int, eyes: Eyes) -> Drawn:
    empty: list[Sheet] = []
    try:
        pages = list(_pages(path, page_limit, empty))
    except UnreadableDocument as error:
        if error.code != "damaged":
            raise
        pages = [_plain(at, *page) for at, page in enumerate(plain_pages(path), 1)]
    drawn = _with_scans(pages, empty, eyes)
    if len(drawn.unread) == len(drawn.pages):
        raise UnreadableDocument("no_text", path=str(path), pages=len(pages))
    return drawn


def _with_scans(pages: list[Sheetful], empty: Sequence[Sheet], eyes: Eyes) -> Drawn:
    scans = eyes([sheet.number for sheet in empty if not sheet.blank])
    found = {sheet.number: sheet for sheet in scanned_sheets(scans, empty)}
    pages = [_page(found[p.number]) if p.number in found else p for p in pages]
    unread = tuple(page.number for page in pages if not page.lines)
    straightened = {
        number: Straightened(sheet.width, sheet.height, sheet.skew)
        for number, sheet in found.items()
    }
    sure = {number: scans[number].confidence for number in found if number not in unread}
    return Drawn(pages, unread, straightened, sure)


def _pages(path: Path, page_limit: int, empty: list[Sheet]) -> Iterator[Sheetful]:
    """The pages as lines; those without any are put into ``empty`` as well."""
    characters = 0
    for sheet in sheets(path, page_limit):
        characters += len(sheet.glyphs)
        if characters > CHARACTER_LIMIT:
            raise UnreadableDocument("too_big", path=str(path), characters=characters)
        page = _page(sheet)
        if not page.lines:
            empty.append(sheet)
        yield page


def _page(sheet: Sheet) -> Sheetful:
    if not is_text(sheet):
        return Sheetful(sheet.number, sheet.width, sheet.height, ())
    framed = frames(sheet)
    return Sheetful(
        sheet.number,
        sheet.width,
        sheet.height,
        tuple(lines(sheet, framed)),
        framed,
        bars(sheet.drawings),
    )


def _plain(number: int, width: float, height: float, text: str) -> Sheetful:
    """A page known only as text: its lines spread evenly down the page."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    step = height / (len(rows) + 1)
    return Sheetful(number, width, height, tuple(
        Line(number, row, 0.1 * width, at * step, 0.9 * width, (at + 0.9) * step, 0.9 * step, False)
        for at, row in enumerate(rows, 1)
    ))  # fmt: skip


def _mended(pages: Sequence[Sheetful], repairs: Repairs) -> list[Sheetful]:
    mended = repaired([line for page in pages for line in page.lines], repairs)
    by_page: dict[int, list[Line]] = {}
    for line in mended:
        by_page.setdefault(line.page, []).append(line)
    return [page.with_lines(by_page.get(page.number, ())) for page in pages]


def _flow(pages: Sequence[Sheetful], declared: Structure) -> list[Paragraph]:
    body = usual_size(line for page in pages for line in page.lines)
    found = [laid_out(page, body) for page in pages]
    ordered = [paragraph for page in found for paragraph in noted(page, body)]
    return continued(with_headings(ordered, declared.outline))


def continued(flow: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs that run over a column or a page joined again."""
    kept: list[Paragraph] = []
    open_at: int | None = None
    for paragraph in flow:
        if open_at is not None and _goes_on(kept[open_at], paragraph):
            kept[open_at] = replace(kept[open_at], lines=kept[open_at].lines + paragraph.lines)
            continue
        kept.append(paragraph)
        if paragraph.kind not in _ASIDE:
            open_at = len(kept) - 1
    return kept


def _goes_on(first: Paragraph, second: Paragraph) -> bool:
    if first.kind is BlockKind.HEADING or second.kind is not BlockKind.PARAGRAPH:
        return False
    alike = abs(first.size - second.size) < 0.6 and first.bold == second.bold
    unfinished = not _SENTENCE_END.search(first.text)
    return alike and unfinished and second.text[:1].islower()


def _reading(flow: list[Paragraph], drawn: Drawn, told: tuple[Structure, Repairs]) -> Reading:
    declared, repairs = told
    words = vocabulary([line for paragraph in flow for line in paragraph.lines])
    composition = Composition(words, repairs)
    blocks = [askew(composition.add(paragraph), drawn.straightened) for paragraph in flow]
    pages = tuple(composition.page(p.number, (p.width, p.height)) for p in drawn.pages)
    return Reading(
        pages=pages,
        sections=sections(blocks, pages),
        title=declared.title,
        repairs=dict(repairs.counts),
        unread_pages=drawn.unread,
        ocr_pages=drawn.confidence,
    )
