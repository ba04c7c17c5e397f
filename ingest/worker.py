"""The process that reads one PDF: limits first, then the libraries, then one line of JSON.

``python -m ingest.worker PATH LIMITS``; the kernel ends it when a limit is passed.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main() -> None:
    """Reads the file named on the command line and writes the outcome to standard output."""
    path, limits = Path(sys.argv[1]), json.loads(sys.argv[2])
    _restrain(limits)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    out.write(_outcome(path, limits))
    out.close()
    os._exit(0)


def _restrain(limits: dict[str, float]) -> None:
    memory = int(limits["memory"])
    seconds = int(limits["longest"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, limits["base"])


def _outcome(path: Path, limits: dict[str, float]) -> bytes:
    from corpus.errors import UnreadableDocument

    try:
        return b"+" + _read(path, limits)
    except UnreadableDocument as error:
        return b"-" + error.code.encode()
    except MemoryError:
        return b"-too_big"
    except Exception as error:  # a broken file may raise anything; the name helps the operator
        return b"-damaged " + type(error).__name__.encode()


def _read(path: Path, limits: dict[str, float]) -> bytes:
    from ingest.characters import page_count
    from ingest.reader import check, read
    from ingest.wire import dumped

    check(path)
    pages = _counted(page_count, path)
    wall = min(limits["base"] + limits["per_page"] * pages, limits["longest"])
    signal.setitimer(signal.ITIMER_REAL, wall)
    return dumped(read(path, page_limit=int(limits["pages"]), eyes=_eyes(path, limits)))


def _eyes(path: Path, limits: dict[str, float]) -> Callable[[Any], Any]:
    """Reads pages from their pictures, on a clock of their own added to the worker's."""
    from ingest.ocr import Patience, scans

    started = time.monotonic()

    def look(numbers: Any) -> Any:
        processes = int(limits["scans"])
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        spare = limits["longest"] - left - (time.monotonic() - started)
        budget = min(limits["scan"] * -(-len(numbers) // processes), spare)
        signal.setitimer(signal.ITIMER_REAL, left + max(budget, 0.0))
        return scans(path, numbers, Patience(limits["scan"], processes, time.monotonic() + budget))

    return look


def _counted(count: object, path: Path) -> int:
    from corpus.errors import UnreadableDocument

    try:
        return int(count(path)) if callable(count) else 0
    except UnreadableDocument as error:
        if error.code != "damaged":
            raise
        return 0


if __name__ == "__main__":
    main()
