"""Does a quote stand on its page? Exactly, else up to typography, with the place it stands at.

Quotation marks, dashes, spaces, ligatures and hyphens at line ends may differ; numbers may not: a
match never begins or ends inside a number, so 5000000 does not support 500000.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SAME = {
    **dict.fromkeys("„”“‟«»″", '"'),
    **dict.fromkeys("‚‘’‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t\n\r\f\v", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s*\n\s*(?=[^\W\d_])")
_DIGITS_GO_ON = re.compile(r"\d|[ .,]\d{3}(?!\d)|[.,]\d")
_DIGITS_CAME = re.compile(r"(?:\d|\d[.,]|\d )$")
_THREE = re.compile(r"\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without typography, and for each character the place it came from."""

    text: str
    origins: tuple[int, ...]


def plain(text: str) -> Plain:
    """Typography made plain; every kept character remembers its offset."""
    characters: list[str] = []
    origins: list[int] = []
    for at, character in _characters(text):
        for each in character:
            if each == " " and characters and characters[-1] == " ":
                continue
            characters.append(each)
            origins.append(at)
    return Plain("".join(characters), tuple(origins))


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in a text, as offsets of the text; None where it does not."""
    exact = _whole(quote, text)
    if exact is not None:
        return exact
    wanted, page = plain(quote).text.strip(), plain(text)
    found = _whole(wanted, page.text)
    if found is None:
        return None
    start, end = found
    return page.origins[start], page.origins[end - 1] + 1


def _whole(quote: str, text: str) -> tuple[int, int] | None:
    """The first place where a quote stands without cutting a number or a word."""
    if not quote:
        return None
    at = text.find(quote)
    while at >= 0:
        if not _cuts(text, at, at + len(quote)):
            return at, at + len(quote)
        at = text.find(quote, at + 1)
    return None


def _cuts(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 4]
    first, last = text[start], text[end - 1]
    if first.isdigit() and _DIGITS_CAME.search(before):
        return before[-1] != " " or bool(_THREE.match(text, start))
    if last.isdigit() and _DIGITS_GO_ON.match(after):
        return True
    return _inside_word(before[-1:], first) or _inside_word(last, after[:1])


def _inside_word(left: str, right: str) -> bool:
    return left.isalpha() and right.isalpha()


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """(offset, what stands for the character there); hyphens that only divide a line vanish."""
    gone = {at for m in _LINE_END_HYPHEN.finditer(text) for at in range(m.start(), m.end())}
    for at, character in enumerate(text):
        if at in gone:
            continue
        same = _SAME.get(character)
        yield at, unicodedata.normalize("NFKC", character) if same is None else same
