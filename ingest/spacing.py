"""Words printed with spaces between their letters, read as words again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.lexicon import Lexicon

_LETTER = re.compile(r"^[^\W\d_]$")
_LETTERS = re.compile(r"^[^\W\d_]+$")
_LONG = 4
_ONE_LETTER_WORDS = frozenset("aiouwzAIOUWZ")


def is_letter_spaced(text: str) -> bool:
    """Whether most of the tokens are single letters."""
    tokens = text.split()
    single = sum(bool(_LETTER.match(token)) for token in tokens)
    alone = sum(token not in _ONE_LETTER_WORDS and bool(_LETTER.match(token)) for token in tokens)
    return len(tokens) >= 4 and single >= 0.55 * len(tokens) and alone >= 2


def respaced(text: str, gaps: Sequence[float], lexicon: Lexicon) -> str:
    """The words of a letter-spaced line; ``gaps`` are the distances between its tokens."""
    tokens = text.split()
    wide = _wide(tokens, gaps)
    words: list[str] = []
    for group in _grouped(tokens, wide):
        words.extend(_resplit("".join(group), lexicon))
    return " ".join(_rejoined(words, lexicon))


def _wide(tokens: Sequence[str], gaps: Sequence[float]) -> list[bool]:
    """Which gaps part words: those beyond the largest jump in their sizes."""
    if len(gaps) != len(tokens) - 1:
        return [False] * (len(tokens) - 1)
    ranked = sorted(gaps)
    jumps = [(high / max(low, 0.1), (low + high) / 2) for low, high in pairwise(ranked)]
    ratio, border = max(jumps, default=(1.0, 0.0))
    return [ratio > 1.4 and gap > border for gap in gaps]


def _grouped(tokens: Sequence[str], wide: Sequence[bool]) -> list[list[str]]:
    groups = [[tokens[0]]]
    for token, apart in zip(tokens[1:], wide, strict=True):
        if apart:
            groups.append([token])
        else:
            groups[-1].append(token)
    return groups


def _resplit(word: str, lexicon: Lexicon) -> list[str]:
    """A run of letters cut into the fewest known words, or left whole."""
    if len(word) > 60 or not _LETTERS.match(word) or lexicon.plausible(word):
        return [word]
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        options = [
            [*before, word[start:end]]
            for start in range(max(0, end - 24), end)
            if (before := best[start]) is not None and _stands(word[start:end], lexicon)
        ]
        best.append(min(options, key=len) if options else None)
    cut = best[-1] or [word]
    return cut if max(map(len, cut)) >= _LONG else [word]


def _stands(word: str, lexicon: Lexicon) -> bool:
    if len(word) == 1:
        return word in _ONE_LETTER_WORDS
    return lexicon.known(word) or (len(word) > 3 and lexicon.seen(word) > 0)


def _rejoined(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Neighbours that are no words apart but one together (`WO DA`)."""
    kept: list[str] = []
    for word in words:
        if kept and not lexicon.known(kept[-1]) and lexicon.known(kept[-1] + word):
            kept[-1] += word
        else:
            kept.append(word)
    return kept
