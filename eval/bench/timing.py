"""Times in seconds -> the figures that a table shows."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median, quantiles
from typing import TypeVar

_T = TypeVar("_T")


def timed(call: Callable[[], _T]) -> tuple[float, _T]:
    """The seconds a call took and what it gave."""
    started = time.perf_counter()
    value = call()
    return time.perf_counter() - started, value


def each_timed(calls: Iterable[Callable[[], object]]) -> list[float]:
    return [timed(call)[0] for call in calls]


def p50(seconds: Sequence[float]) -> float:
    return median(seconds)


def p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def peak_megabytes(who: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Markdown."""
    lines = [" | ".join(header), " | ".join("---" for _ in header)]
    lines += [" | ".join(str(cell) for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)
