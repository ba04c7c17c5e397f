"""How well PDFs are read: our reader, pypdf and pdfplumber against the typesetter's truth.

The same documents in one run; times are of one process each, without starting it. Scans are timed
apart: the plain readers give nothing for them.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
from pypdf import PdfReader, PdfWriter

from corpus.demo.render import source as sources
from corpus.demo.render.printing import SCANNED
from corpus.demo.render.truth import truth
from corpus.errors import UnreadableDocument
from corpus.model import BlockKind, Reading
from eval.bench import alignment, timing
from eval.bench.alignment import RUNNING, Printed, Share
from eval.bench.timing import timed
from ingest.ocr import Patience, scans
from ingest.reader import read
from service.settings import PROJECT

_DEMO = PROJECT / "corpus" / "demo"
_PATIENCE = 120.0
_EVERY = frozenset(kind.value for kind in BlockKind)
_HEAD = (
    "layout", "documents", "text in order", "all in order", "pypdf, all", "pdfplumber, all",
    "headings F1", "without outline", "roles", "cells", "first line at its height", "wrong pages",
    "headers left in", "pypdf", "pdfplumber",
)  # fmt: skip
Pages = list[str]


@dataclass(slots=True)
class Score:
    """What adds up over the documents of one layout."""

    documents: int = 0
    shares: defaultdict[str, Share] = field(default_factory=lambda: defaultdict(_nothing))
    found: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(_three))
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def f1(self, name: str) -> str:
        """Of headings: twice the right ones by the read and the printed ones."""
        right, read_, wanted = self.found[name]
        return f"{2 * right / (read_ + wanted):.3f}" if read_ + wanted else "–"


def _nothing() -> Share:
    return Share(0, 0)


def _three() -> list[int]:
    return [0, 0, 0]


class Clock:
    """Pages and seconds of each reader."""

    def __init__(self) -> None:
        self.pages: defaultdict[str, int] = defaultdict(int)
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def run(self, name: str, call: Callable[[], Any], pages: int) -> Any:
        """What the call gives, its time entered under a name."""
        seconds, value = timed(call)
        self.pages[name] += pages
        self.seconds[name] += seconds
        return value


def table() -> str:
    """One row a layout, then pages per second of each reader."""
    clock, scores = Clock(), defaultdict[str, Score](Score)
    for path in sorted((_DEMO / "sources").glob("*.md")):
        source = sources.read(path)
        printed = [_printed(block) for block in _blocks(truth(source))]
        pdf = _DEMO / "pdf" / f"{source.about.id}.pdf"
        _enter(scores[source.about.layout], pdf, printed, clock)
    rows = [tuple(_row(layout, score)) for layout, score in sorted(scores.items())]
    return f"{timing.table(_HEAD, rows)}\n\n{_speeds(clock)}"


def _blocks(told: dict[str, object]) -> Iterable[dict[str, Any]]:
    blocks = told["blocks"]
    return blocks if isinstance(blocks, list) else ()


def _printed(block: dict[str, Any]) -> Printed:
    return Printed(**{name: block[name] for name in ("kind", "text", "role", "page", "y")})


def _enter(score: Score, pdf: Path, printed: list[Printed], clock: Clock) -> None:
    pages = len(PdfReader(pdf).pages)
    name = f"pim, {SCANNED}" if _is_scan(pdf) else "pim"
    ours: Reading = clock.run(name, lambda: _read(pdf), pages)
    plain: Pages = clock.run("pypdf", lambda: _pypdf(pdf), pages)
    plumbed: Pages = clock.run("pdfplumber", lambda: _pdfplumber(pdf), pages)
    score.documents += 1
    _enter_ours(score, ours, printed)
    with tempfile.TemporaryDirectory() as folder:
        bare = ours if name != "pim" else _read(_without_outline(pdf, Path(folder)))
    _add(score.found["bare"], alignment.headings(bare, printed))
    for peer, read_pages in (("pypdf", plain), ("pdfplumber", plumbed)):
        score.shares[peer] += alignment.words_in_order("\n".join(read_pages), printed)
        score.counts[peer] += alignment.left_in(read_pages, printed)


def _enter_ours(score: Score, ours: Reading, printed: list[Printed]) -> None:
    running = [block for block in printed if block.kind in RUNNING]
    wrong, near = alignment.places(ours, printed)
    score.shares["text"] += alignment.found_in_order(alignment.text_of(ours, RUNNING), running)
    score.shares["all"] += alignment.words_in_order(alignment.text_of(ours, _EVERY), printed)
    score.shares["roles"] += alignment.roles(ours, printed)
    score.shares["cells"] += alignment.cells(ours, printed)
    score.shares["near"] += near
    score.counts["wrong"] += wrong
    score.counts["pim"] += alignment.left_in([page.text for page in ours.pages], printed)
    _add(score.found["headings"], alignment.headings(ours, printed))


def _add(total: list[int], counts: Iterable[int]) -> None:
    total[:] = [a + b for a, b in zip(total, counts, strict=True)]


def _row(layout: str, score: Score) -> Iterator[object]:
    yield layout
    yield score.documents
    yield from (score.shares[name] for name in ("text", "all", "pypdf", "pdfplumber"))
    yield from (score.f1(name) for name in ("headings", "bare"))
    yield from (score.shares[name] for name in ("roles", "cells", "near"))
    yield from (score.counts[name] for name in ("wrong", "pim", "pypdf", "pdfplumber"))


def _speeds(clock: Clock) -> str:
    rows = [
        (name, clock.pages[name], f"{seconds:.1f}", f"{clock.pages[name] / seconds:.1f}")
        for name, seconds in clock.seconds.items()
    ]
    return timing.table(("reader, one process", "pages", "s", "pages/s"), rows)


def _read(pdf: Path) -> Reading:
    """Our reader in this process, scans with as many Tesseracts as there are cores."""
    until = time.monotonic() + _PATIENCE
    patience = Patience(_PATIENCE, os.cpu_count() or 1, until)
    try:
        return read(pdf, eyes=lambda numbers: scans(pdf, numbers, patience))
    except UnreadableDocument:
        return Reading((), ())


def _pypdf(pdf: Path) -> Pages:
    return [page.extract_text() for page in PdfReader(pdf).pages]


def _pdfplumber(pdf: Path) -> Pages:
    with pdfplumber.open(pdf) as document:
        return [page.extract_text() for page in document.pages]


def _is_scan(pdf: Path) -> bool:
    return not any(page.extract_text().strip() for page in PdfReader(pdf).pages)


def _without_outline(pdf: Path, folder: Path) -> Path:
    writer = PdfWriter(clone_from=pdf)
    writer.root_object.pop("/Outlines", None)
    bare = folder / pdf.name
    writer.write(bare)
    return bare
