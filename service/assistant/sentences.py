"""A passage -> its sentences, by the rules of Polish print.

A full stop ends no sentence after an abbreviation that must be followed by something
(«ul. Długa», «art. 15», «m.in. szkoły»); after one that may end a sentence («w 2022 r.»,
«5 tys.», «itd.») it does when a capital letter follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# fmt: off
NEVER_LAST = frozenset((
    "al", "art", "b", "bł", "bp", "cz", "d", "dir", "doc", "dot", "dr", "ds", "dz", "e", "fig",
    "gen", "gm", "hab", "im", "inż", "jw", "kan", "kard", "kol", "kpt", "ks", "lit", "lic", "ławn",
    "m.in", "mec", "mgr", "mjr", "min", "n.p.m", "np", "nr", "o", "ob", "os", "par", "pl", "płk",
    "pkt", "pn", "por", "poz", "ppłk", "prof", "przyp", "pt", "red", "reż", "rozdz", "rys", "s",
    "sędz", "sp", "st", "str", "sygn", "szer", "śp", "św", "t", "tab", "tel", "tj", "tyt", "tzn",
    "tzw", "u", "ul", "ust", "vol", "wg", "woj", "wsch", "wyd", "wys", "zach", "zał", "zob", "zw",
))
MAY_BE_LAST = frozenset((
    "a.o", "ca", "chor", "godz", "i.in", "in", "itd", "itp", "kw", "m", "mies", "mld", "mln", "ok",
    "pok", "proc", "r", "rb", "sek", "szt", "tys", "ub", "w", "ww", "zm",
))
# fmt: on
_STOP = re.compile(r"[.!?…]+[\"”»’)\]]*(?=\s+(?P<next>\S))")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_MARKER = re.compile(r"(?:[■▪●•◦‣·*–—-]|\d{1,2}[.)]|[a-z]\))\s+")
_LINE = re.compile(r"[^\n]+")
_OPENING = '"„«»“(['
_OPENING_WORDS = 4
"""So few words are no sentence yet: «W maju 2022 r. Brzezinów …»."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item or table row, and where it stands in its text."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; a line break always ends one, a list marker is no part."""
    return [
        Sentence(start, end, text[start:end])
        for line in _LINE.finditer(text)
        for start, end in _within(text, _after_marker(text, line), line.end())
    ]


def is_row(text: str) -> bool:
    """Is it a row of a table, cells divided by bars?"""
    return " | " in text


def _after_marker(text: str, line: re.Match[str]) -> int:
    marker = _MARKER.match(text, line.start())
    return marker.end() if marker else line.start()


def _within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _STOP.finditer(text, start, end):
        if stop.end() > start and _ends(text[start : stop.start()], stop):
            yield start, stop.end()
            start = stop.start("next")
    if text[start:end].strip():
        yield start, start + len(text[start:end].rstrip())


def _ends(before: str, stop: re.Match[str]) -> bool:
    following = stop["next"]
    if not (following.isupper() or following.isdigit() or following in _OPENING + "–—"):
        return False
    if stop.group() != ".":
        return True
    found = _LAST_WORD.search(before)
    if found is None:
        return not (before[-1:].isdigit() and len(before.split()) == 1)
    word = found.group().lower()
    if word in NEVER_LAST or (len(found.group()) == 1 and found.group().isupper()):
        return False
    return word not in MAY_BE_LAST or (following.isalpha() and len(before.split()) > _OPENING_WORDS)
