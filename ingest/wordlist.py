"""``python -m ingest.wordlist TEXT.gz…`` makes the bundled word list anew from texts.

A form counts when it stands in small letters at least twice in all. The bundled list was made from
Polish statutes (1993–2004) and speeches in the Sejm (2023–2024), both outside copyright.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE = Path(__file__).with_name("polish.txt")
_WORD = re.compile(r"(?<![^\W\d_])[aąbcćdeęfghijklłmnńoóprsśtuwyzźżvqx]{2,}(?![^\W\d_])")
_LEAST = 2


def forms(lines: Iterable[str]) -> list[str]:
    """The word forms of the texts that count, in order."""
    counts = Counter(word for line in lines for word in _WORD.findall(line))
    return sorted(word for word, count in counts.items() if count >= _LEAST)


def main() -> None:
    lines = (line for path in sys.argv[1:] for line in _lines(path))
    FILE.write_text("\n".join(forms(lines)) + "\n", encoding="utf-8")


def _lines(path: str) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as text:
        yield from text


if __name__ == "__main__":
    main()
