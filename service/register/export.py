"""The register as a workbook or a table, each quote with a link to its page."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

from service.register.records import barrier_record, link_record, recommendation_record
from service.register.register import Register
from service.speech import Speech

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 80
_LINKS = (
    "barrier", "title", "network", "edition", "city", "document", "status", "strength", "quote",
    "page", "link", "decided_by",
)  # fmt: skip
_BARRIERS = (
    "barrier",
    "title",
    "network",
    "edition",
    "acts",
    "stated",
    "implied",
    "denied",
    "page",
)
_RECOMMENDATIONS = (
    "recommendation", "title", "addressee", "instrument", "term", "barrier", "has_city", "page",
)  # fmt: skip

Row = Sequence[str | int | float]


def link_rows(register: Register, base: str) -> Iterator[Row]:
    """One row a link; ``base`` is the address at which pages open."""
    for barrier in register.compiled.barriers:
        for judged in register.links_of(barrier.id):
            link, quoted = judged.link, link_record(judged)["quote"]
            decided = judged.decision.author if judged.decision else ""
            yield (
                barrier.id, barrier.title, barrier.document.network, barrier.document.edition,
                link.document.city, link.document.id, link.status.value, round(link.strength, 4),
                link.quote.text, link.quote.page, base.rstrip("/") + quoted["link"], decided,
            )  # fmt: skip


def as_csv(register: Register, base: str, say: Speech) -> str:
    """The links as CSV; a cell that a spreadsheet would run as a formula is made text."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_headings(_LINKS, say))
    table.writerows([_plain(cell) for cell in row] for row in link_rows(register, base))
    return text.getvalue()


def as_xlsx(register: Register, base: str, say: Speech) -> bytes:
    """A workbook: barriers, links, matrix, recommendations, and the generation it came from."""
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    links = [list(row) for row in link_rows(register, base)]
    _sheet(book, say.say("export.barriers"), _headings(_BARRIERS, say), _barrier_rows(register))
    _sheet(book, say.say("export.links"), _headings(_LINKS, say), links)
    _matrix(book.create_sheet(say.say("export.matrix")), register, base)
    _sheet(
        book,
        say.say("export.recommendations"),
        _headings(_RECOMMENDATIONS, say),
        _recommendation_rows(register),
    )
    _sheet(book, say.say("export.source"), (), _source_rows(register, say))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheet(book: Any, title: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    sheet = book.create_sheet(title)
    if headings:
        sheet.append(list(headings))
        sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_plain(cell) for cell in row])
        _hyperlinks(sheet[sheet.max_row])
    for column in sheet.columns:
        longest = max((len(str(cell.value or "")) for cell in column), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(longest + 2, _WIDEST)


def _hyperlinks(cells: Iterable[Any]) -> None:
    for cell in cells:
        if isinstance(cell.value, str) and cell.value.startswith(("http://", "https://")):
            cell.hyperlink = cell.value


def _matrix(sheet: Any, register: Register, base: str) -> None:
    """Barriers down, cities across; a cell holds the quote and opens its page."""
    documents = [document for document in register.compiled.passages if document.city]
    sheet.append(["", *(f"{d.city} {d.year or ''}".strip() for d in documents)])
    columns = {document.id: place for place, document in enumerate(documents, 2)}
    for row, barrier in enumerate(register.compiled.barriers, 2):
        sheet.cell(row, 1, _plain(f"{barrier.id} {barrier.title}"))
        for judged in register.links_of(barrier.id):
            quoted = link_record(judged)["quote"]
            words = f"[{judged.link.status.value}] {quoted['text']}"
            cell = sheet.cell(row, columns[judged.link.document.id], words)
            cell.hyperlink = base.rstrip("/") + quoted["link"]
    sheet.freeze_panes = "B2"


def _barrier_rows(register: Register) -> Iterator[Row]:
    for barrier in register.compiled.barriers:
        record = barrier_record(register, barrier)
        acts = "; ".join(f"{p['article']} {p['act']}".strip() for p in record["provisions"])
        counts = record["counts"].values()
        plan = barrier.document
        yield (
            barrier.id, barrier.title, plan.network, plan.edition, acts, *counts, barrier.quote.page
        )  # fmt: skip


def _recommendation_rows(register: Register) -> Iterator[Row]:
    for each in register.compiled.recommendations:
        record = recommendation_record(register, each)
        yield (
            each.id, each.title, each.addressee, each.instrument, each.term,
            ", ".join(record["barriers"]), int(record["has_city"]), each.quote.page,
        )  # fmt: skip


def _source_rows(register: Register, say: Speech) -> Iterator[Row]:
    manifest = register.compiled.manifest
    yield say.say("status.generation"), manifest.number
    yield say.say("status.created"), manifest.created
    yield say.say("status.documents"), len(register.compiled.passages)


def _headings(names: Sequence[str], say: Speech) -> list[str]:
    return [say.say(f"export.{name}") for name in names]


def _plain(cell: str | int | float) -> str | int | float:
    """Text that begins like a formula gets an apostrophe, as OWASP advises."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
