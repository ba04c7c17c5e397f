"""Reading PDFs: pages per second and peak memory, against plain pypdf on the same files."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from statistics import median

from pypdf import PdfReader

from eval.bench import timing
from eval.bench.timing import peak_megabytes, timed
from ingest.isolate import read_isolated
from ingest.reader import read
from service.settings import PROJECT

_ROUNDS = 3
_PDFS = PROJECT / "corpus" / "demo" / "pdf"


def table() -> str:
    """One row a reader over the demonstration programme, the median of three rounds each."""
    files = [path for path in sorted(_PDFS.glob("*.pdf")) if _has_text(path)]
    pages = sum(_plain(path) for path in files)
    seconds: dict[str, list[float]] = {name: [] for name in _READERS}
    for _ in range(_ROUNDS):
        for name, read_one in _READERS.items():
            seconds[name].append(timed(lambda r=read_one: [r(path) for path in files])[0])  # type: ignore[misc]
    medians = {name: median(taken) for name, taken in seconds.items()}
    plain = medians["pypdf extract_text"]
    rows = [
        (name, pages, f"{took:.1f}", f"{pages / took:.1f}", f"{took / plain:.2f}")
        for name, took in medians.items()
    ]
    memory = peak_megabytes(resource.RUSAGE_CHILDREN)
    head = ("reader, one file at a time", "pages", "s", "pages/s", "time ratio")
    return f"{timing.table(head, rows)}\n\nPeak memory of a reading process: {memory:.0f} MB."


def _isolated(path: Path) -> int:
    return len(read_isolated(path).pages)


def _inside(path: Path) -> int:
    return len(read(path).pages)


def _plain(path: Path) -> int:
    reader = PdfReader(path)
    for page in reader.pages:
        page.extract_text()
    return len(reader.pages)


def _has_text(path: Path) -> bool:
    """Scans are left out: pypdf reads nothing from them, we run OCR."""
    return any(page.extract_text().strip() for page in PdfReader(path).pages)


_READERS: dict[str, Callable[[Path], int]] = {
    "our reader, a fresh process a file": _isolated,
    "our reader in this process": _inside,
    "pypdf extract_text": _plain,
}
