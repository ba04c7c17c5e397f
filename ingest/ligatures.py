"""Ligatures a font lost: `wery\ufffdkacja` and `werykacja` are `weryfikacja`."""

from __future__ import annotations

import re

from ingest.lexicon import WORD, Lexicon

_SPELLINGS = ("fi", "fl", "ff", "ffi", "ffl", "ft", "tt", "ti")
_WITH_MARK = re.compile(r"[^\W\d_]*(?:[\ufffd\u0000-\u001f][^\W\d_]*)+")
_SHORTEST = 6


def marked(text: str, lexicon: Lexicon) -> tuple[str, int]:
    """Words in which a replacement character stands for a ligature."""
    count = 0

    def spelled(found: re.Match[str]) -> str:
        nonlocal count
        word = found.group()
        mark = re.sub(r"[^\ufffd\u0000-\u001f]", "", word)[0]
        fitting = [word.replace(mark, letters) for letters in _SPELLINGS]
        fitting = [candidate for candidate in fitting if lexicon.known(candidate)]
        if len(fitting) != 1:
            return word
        count += 1
        return fitting[0]

    return _WITH_MARK.sub(spelled, text), count


def silent(text: str, lexicon: Lexicon) -> tuple[str, int]:
    """Unknown words that one ligature, and only one, makes known."""
    count = 0

    def spelled(found: re.Match[str]) -> str:
        nonlocal count
        word = found.group()
        fixed = _completed(word, lexicon)
        count += fixed != word
        return fixed

    return WORD.sub(spelled, text), count


def _completed(word: str, lexicon: Lexicon) -> str:
    name = word[0].isupper() or not word.isalpha()
    if name or len(word) < _SHORTEST or lexicon.known(word):
        return word
    fitting = {
        candidate
        for letters in ("fi", "fl", "ff")
        for at in range(len(word) + 1)
        if lexicon.known(candidate := word[:at] + letters + word[at:])
    }
    return fitting.pop() if len(fitting) == 1 else word
