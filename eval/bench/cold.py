"""``pim search`` from a cold start, as a whole process, against an empty Python."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from eval.bench import timing
from service.settings import PROJECT, read_settings

_ROUNDS = 9


def table() -> str:
    """The median of nine starts, each in turn with the baseline."""
    with tempfile.TemporaryDirectory() as data:
        environment = {"PIM_DATA": data, "PIM_MODEL": read_settings().model, "PATH": ""}
        _run(_pim("ingest", str(PROJECT / "corpus" / "demo")), environment)
        search = _pim("search", "woda zalewa piwnice")
        ours, empty = [], []
        for _ in range(_ROUNDS):
            ours.append(timing.timed(lambda: _run(search, environment))[0])
            empty.append(timing.timed(lambda: _run([sys.executable, "-c", ""], environment))[0])
    rows = [
        ("pim search", f"{median(ours):.2f}", f"{min(ours):.2f}", f"{max(ours):.2f}"),
        ("python -c ''", f"{median(empty):.2f}", f"{min(empty):.2f}", f"{max(empty):.2f}"),
    ]
    return timing.table(("process", "median s", "min s", "max s"), rows)


def _pim(*words: str) -> list[str]:
    return [str(Path(sys.executable).parent / "pim"), *words]


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(  # noqa: S603
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
