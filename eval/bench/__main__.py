"""``python -m eval.bench [NAME…]``: runs the benchmarks and prints a Markdown table of each.

Every figure stands beside a named plain baseline that ran in the same process or next to it, so
that a noisy machine changes both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from eval.bench import cold, layout, reading, scale, serving

BENCHMARKS: dict[str, Callable[[], str]] = {
    "reading": reading.table,
    "layout": layout.table,
    "cold": cold.table,
    "serving": serving.table,
    "scale": scale.table,
}


def main() -> None:
    for name in sys.argv[1:] or BENCHMARKS:
        sys.stdout.write(f"\n## {name}\n\n{BENCHMARKS[name]()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
