"""Polish word forms that count as known: those of the bundled list and of the document itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def polish() -> frozenset[str]:
    """80,200 forms seen at least twice in statutes or in speeches in the Sejm."""
    return frozenset(Path(__file__).with_name("polish.txt").read_text("utf-8").split())


class Lexicon:
    """Answers whether a word is known and how often the document itself uses it."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._seen: Counter[str] = Counter()
        for text in texts:
            self._seen.update(word.lower() for word in WORD.findall(text))

    def seen(self, word: str) -> int:
        """How often the document has the word, whatever its case."""
        return self._seen[word.lower()]

    def known(self, word: str) -> bool:
        """Whether the bundled list has the word, whatever its case."""
        return word.lower() in polish()

    def plausible(self, word: str) -> bool:
        """Whether the list has the word or the document repeats it."""
        return self.known(word) or self.seen(word) > 1
