"""Words that tell nothing of what a question is about, folded; kept in ``wording/``."""

from __future__ import annotations

from pathlib import Path

from index.analysis import fold

WORDING = Path(__file__).parent / "wording"


def _words(language: str) -> frozenset[str]:
    text = (WORDING / f"function.{language}.txt").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in text.split())


FUNCTION_WORDS = _words("pl")
ENGLISH_FUNCTION_WORDS = _words("en")
