"""Whether a page's characters are text at all, or what a font without a Unicode map leaves."""

from __future__ import annotations

import re
import unicodedata

from ingest.characters import Sheet

_MOST_JUNK = 0.3
_ENOUGH_WORDS = 40
_FEWEST_VOWELS = 0.5
_MEANINGLESS = frozenset({"Cc", "Cn", "Co", "Cs"})
_WORD = re.compile(r"[A-Za-z]{3,}")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)


def is_text(sheet: Sheet) -> bool:
    """False for a page of glyphs that tell no letters; true for an empty page."""
    marks = [glyph.text for glyph in sheet.glyphs if not glyph.text.isspace()]
    junk = sheet.junk + sum(map(_is_junk, marks))
    if junk > _MOST_JUNK * (len(marks) + sheet.junk):
        return False
    words = _WORD.findall("".join(glyph.text for glyph in sheet.glyphs))
    voiced = sum(bool(_VOWEL.search(word)) for word in words)
    return len(words) < _ENOUGH_WORDS or voiced >= _FEWEST_VOWELS * len(words)


def _is_junk(mark: str) -> bool:
    return mark == "\ufffd" or unicodedata.category(mark) in _MEANINGLESS
