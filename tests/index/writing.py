"""A process that makes writers on command, so that a test can kill them.

Run as ``python -m tests.index.writing FOLDER``. For each line it reads, it forks a writer and
tells its process id. A writer builds one generation after the other until it is killed, and
notes each in ``acknowledged`` once ``build`` has returned.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from index import generations
from index.analysis import Analyzer
from index.sync import Builder, Changes
from tests.fakes import WordCounts, prepared, same_word


def changes(number: int) -> Changes:
    """What the next generation adds, replaces and removes: seven documents that come and go."""
    texts = [f"woda i las w wydaniu {number}, zdanie {n}" for n in range(1 + number % 5)]
    removed = (f"d{(number + 3) % 7}",) if number % 3 == 0 else ()
    return Changes((prepared(f"d{number % 7}", *texts),), removed)


def write_until_killed(data: Path) -> None:
    builder = Builder(data, Analyzer(same_word), WordCounts())
    number = generations.current_number(data) or 0
    while True:
        number = builder.build(changes(number)).manifest.number
        with (data.parent / "acknowledged").open("a") as file:
            file.write(f"{number}\n")


def main() -> None:
    data = Path(sys.argv[1])
    for _ in sys.stdin:
        writer = os.fork()
        if writer == 0:
            write_until_killed(data)
        sys.stdout.write(f"{writer}\n")
        sys.stdout.flush()
        os.waitpid(writer, 0)
        sys.stdout.write("dead\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
