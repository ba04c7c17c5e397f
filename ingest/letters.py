"""Repairs of single characters: ligatures, spaces, soft hyphens, legacy encodings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\n]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff](?!$)")
_FINAL_SOFT_HYPHEN = re.compile("\u00ad$")
_UTF8_AS_CP1250 = re.compile("[\u0102\u0139\u0106\u0118\u00c4\u00c5\u00c3][\u0080-\uffff]")
_LATIN1 = str.maketrans("¹æê³ñœŸ¿¥ÆÊ£ÑŒ¯", "ąćęłńśźżĄĆĘŁŃŚŻ")
_LATIN2_AS_CP1250 = str.maketrans("±¶Ľˇ¦¬", "ąśźĄŚŹ")
_POLISH = re.compile("[ąćęłńśźż]")
_MOJIBAKE_IN_WORD = re.compile(r"(?<=[a-ząćęłńóśźż])[¹æê³ñœŸ¿±¶](?=[a-ząćęłńóśźż]|$|[\s,.;)])")

Fix = Callable[[str], tuple[str, int]]


def composed(text: str) -> tuple[str, int]:
    """NFC, so that a letter and its accent are one character."""
    fixed = unicodedata.normalize("NFC", text)
    return fixed, int(fixed != text)


def without_ligatures(text: str) -> tuple[str, int]:
    """Ligature glyphs spelled out."""
    return _LIGATURE.subn(lambda found: LIGATURES[found.group()], text)


def with_plain_spaces(text: str) -> tuple[str, int]:
    """Every kind of space as a plain one."""
    return _SPACE.subn(" ", text)


def without_soft_hyphens(text: str) -> tuple[str, int]:
    """Invisible characters removed; a soft hyphen at the line's end becomes a visible one."""
    inner, removed = _INVISIBLE.subn("", text)
    final, shown = _FINAL_SOFT_HYPHEN.subn("-", inner)
    return final, removed + shown


def without_mojibake(text: str) -> tuple[str, int]:
    """Polish letters that were read in the wrong 8-bit encoding."""
    if _UTF8_AS_CP1250.search(text):
        for encoding in ("cp1250", "cp1252", "iso8859-2"):
            try:
                return text.encode(encoding).decode("utf-8"), 1
            except UnicodeError:
                continue
    return text, 0


def lost_polish(text: str) -> bool:
    """Whether a whole document writes its Polish letters as Western ones."""
    wrong = len(_MOJIBAKE_IN_WORD.findall(text))
    return wrong > 10 and wrong > 10 * len(_POLISH.findall(text))


def with_polish(text: str) -> tuple[str, int]:
    """CP1250 or ISO-8859-2 letters that were read as Western European."""
    fixed = text.translate(_LATIN1).translate(_LATIN2_AS_CP1250)
    return fixed, int(fixed != text)
