"""Reading PDFs: pages per second and peak memory, against plain pypdf on the same files."""

from __future__ import annotations

import resource
from pathlib import Path

from pypdf import PdfReader

from corpus.errors import UnreadableDocument
from eval.bench import timing
from eval.bench.timing import peak_megabytes, timed
from ingest.isolate import read_isolated
from service.settings import PROJECT

_ROUNDS = 3


def table() -> str:
    """One row a reader over the demonstration programme, the median of three rounds each."""
    files = sorted((PROJECT / "corpus" / "demo" / "pdf").glob("*.pdf"))
    ours, plain = [], []
    for _ in range(_ROUNDS):
        ours.append(timed(lambda: [_read(path) for path in files]))
        plain.append(timed(lambda: [_plain(path) for path in files]))
    pages = sum(plain[0][1])
    own, other = sorted(ours)[1][0], sorted(plain)[1][0]
    rows = [
        ("isolated reader", pages, f"{own:.1f}", f"{pages / own:.1f}", f"{own / other:.2f}"),
        ("pypdf extract_text", pages, f"{other:.1f}", f"{pages / other:.1f}", "1.00"),
    ]
    memory = peak_megabytes(resource.RUSAGE_CHILDREN)
    head = ("reader, one process at a time", "pages", "s", "pages/s", "time ratio")
    return f"{timing.table(head, rows)}\n\nPeak memory of a reading process: {memory:.0f} MB."


def _read(path: Path) -> int:
    try:
        return len(read_isolated(path).pages)
    except UnreadableDocument:
        return 0


def _plain(path: Path) -> int:
    reader = PdfReader(path)
    for page in reader.pages:
        page.extract_text()
    return len(reader.pages)
