"""Does the register say who raises what? Links, coverage and quotes against the golden barriers.

Thresholds are calibrated on the lines with an even index in the file; the odd ones were held back.
The titles of the lines serve as questions for the coverage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from corpus.model import Page, cut
from eval.judgements import GOLDEN, Judgement, holds, rows
from service.library import Library
from service.register.coverage import Coverage
from service.register.linking import Status
from service.register.plans import PlanBarrier
from service.register.quoting import Quote
from service.register.register import Compiled, Register, RegisterKeeper


@dataclass(frozen=True, slots=True)
class Line:
    """A golden barrier: who raises it and how, and the plan's quote if a plan takes it up."""

    title: str
    plan: Judgement | None
    documents: Mapping[str, str]
    quotes: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found for a line against what is true: status by document."""

    wanted: Mapping[str, str]
    found: Mapping[str, str]


def measured(library: Library, folder: Path = GOLDEN) -> dict[str, Any]:
    """Every figure over all lines and over the held-back odd ones."""
    keeper = RegisterKeeper(library)
    register = keeper.register()
    lines = [_line(row) for row in rows("barriers", folder)]
    read = {document.id for document in register.compiled.passages}
    covered = [keeper.coverage(line.title)[1] for line in lines]
    return {
        "unread": sorted({d for line in lines for d in line.documents} - read),
        "links": _halves(_linked(register, lines), read),
        "coverage": _halves(_covered(covered, lines), read),
        "coverage_adds_up": all(_adds_up(each, len(read)) for each in covered),
        "quotes_verbatim": _verbatim(library, _quotes(register, covered)),
        "not_taken_up_found": _not_taken_up(register.compiled, lines),
    }


def _line(row: Mapping[str, Any]) -> Line:
    plan = row["pu"]
    return Line(
        title=row["title"],
        plan=Judgement(plan["document"], plan["page"], plan["quote"], 2) if plan else None,
        documents={each["document"]: each["status"] for each in row["documents"]},
        quotes=tuple(Judgement(d["document"], d["page"], d["quote"], 2) for d in row["documents"]),
    )


def _linked(register: Register, lines: Iterable[Line]) -> list[Compared]:
    """Lines of plans; a plan's barrier that was not recognised finds nothing."""
    return [
        Compared(line.documents, _links(register, _barrier_of(register.compiled, line.plan)))
        for line in lines
        if line.plan
    ]


def _links(register: Register, barrier: PlanBarrier | None) -> dict[str, str]:
    links = register.links_of(barrier.id) if barrier else ()
    return {each.link.document.id: each.link.status.value for each in links}


def _barrier_of(compiled: Compiled, plan: Judgement) -> PlanBarrier | None:
    own = [barrier for barrier in compiled.barriers if barrier.document.id == plan.document]
    return next((b for b in own if any(holds(passage, plan) for passage in b.passages)), None)


def _covered(covered: Sequence[Coverage], lines: Iterable[Line]) -> list[Compared]:
    """Cities' documents alone: the gold does not say which plans speak of a topic."""
    return [
        Compared(
            line.documents,
            {f.document.id: f.status.value for f in each.findings if f.status and f.document.city},
        )
        for each, line in zip(covered, lines, strict=True)
    ]


def _halves(compared: Sequence[Compared], read: Set[str]) -> dict[str, Any]:
    odd = compared[1::2]
    readable = [
        Compared({d: s for d, s in each.wanted.items() if d in read}, each.found) for each in odd
    ]
    return {"all": figures(compared), "odd": figures(odd), "odd_read": figures(readable)}


def figures(compared: Sequence[Compared]) -> dict[str, Any]:
    """Precision, recall and F1 of «raises, implies or denies» against «does not speak of it»."""
    right = sum(len(each.found.keys() & each.wanted.keys()) for each in compared)
    precision = right / max(sum(len(each.found) for each in compared), 1)
    recall = right / max(sum(len(each.wanted) for each in compared), 1)
    same = [
        each.found[document] == status
        for each in compared
        for document, status in each.wanted.items()
        if document in each.found
    ]
    return {
        "lines": len(compared),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "F1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
        "raised_F1": _raised_f1(compared),
        "status_right": round(fmean(same), 4) if same else None,
    }


def _raised_f1(compared: Iterable[Compared]) -> float:
    """F1 of «stated or implied» against everything else, denials included."""
    right = found = wanted = 0
    for each in compared:
        raised = {d for d, status in each.found.items() if status != Status.DENIED}
        true = {d for d, status in each.wanted.items() if status != Status.DENIED}
        right, found, wanted = right + len(raised & true), found + len(raised), wanted + len(true)
    return round(2 * right / max(found + wanted, 1), 4)


def _adds_up(coverage: Coverage, documents: int) -> bool:
    parts = len(coverage.raising) + len(coverage.denying) + len(coverage.silent)
    return parts == len(coverage.findings) == documents


def _quotes(register: Register, covered: Iterable[Coverage]) -> list[Quote]:
    linked = [each.link.quote for each in register.judged]
    found = [f.quote for each in covered for f in each.findings if f.quote]
    records = [barrier.quote for barrier in register.compiled.barriers]
    return [*linked, *found, *records, *(r.quote for r in register.compiled.raised)]


def _verbatim(library: Library, quotes: Sequence[Quote]) -> float:
    """The share of quotes whose words stand on their pages, character by character."""
    pages: dict[str, tuple[Page, ...]] = {q.document_id: () for q in quotes}
    pages = {document: library.pages(document) for document in pages}
    right = [cut(pages[q.document_id], q.spans) == q.text and bool(q.text) for q in quotes]
    return round(fmean(right), 4) if right else 0.0


def _not_taken_up(compiled: Compiled, lines: Iterable[Line]) -> float | None:
    """Of what no plan takes up: the share listed as such, by the quote in a listed record."""
    passages = [passage for record in compiled.not_taken_up for passage in record.passages]
    found = [
        any(p.document_id == quote.document and holds(p, quote) for p in passages)
        for line in lines
        if line.plan is None
        for quote in line.quotes
    ]
    return round(fmean(found), 4) if found else None
