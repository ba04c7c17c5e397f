"""A word broken over two lines, joined again by the Polish rules."""

from __future__ import annotations

import re

from ingest.lexicon import Lexicon

BROKEN = re.compile(r"(?:^|[^\w-])([\w-]*\w)-$")
_NEXT = re.compile(r"^(-?)([^\W_]+)")
_ATTACHED = re.compile(r"\w[–—/]$")
_ADDRESS = re.compile(r"(?:\w[@/]\S*|www\.\S*|://\S*)-$")


def join(left: str, right: str, lexicon: Lexicon) -> tuple[str, str, str] | None:
    """The line, what goes between and the next line; nothing when no word is broken here."""
    if _ATTACHED.search(left) and right[:1].isalnum():
        return left, "", right
    broken, following = BROKEN.search(left), _NEXT.match(right)
    if broken is None or following is None:
        return None
    repeated, tail = following.groups()
    if repeated:
        return left, "", right[1:]
    if _ADDRESS.search(left) or keeps_hyphen(broken[1], tail, lexicon):
        return left, "", right
    return left[:-1], "", right


def keeps_hyphen(head: str, tail: str, lexicon: Lexicon) -> bool:
    """Whether the hyphen between the two parts belongs to the word."""
    if not head[-1].isalpha() or not tail[0].isalpha() or len(head) == 1:
        return True
    if tail[0].isupper() and not (head.isupper() and tail.isupper()):
        return True
    whole, compound = head + tail, f"{head}-{tail}"
    if lexicon.seen(whole) != lexicon.seen(compound):
        return lexicon.seen(compound) > lexicon.seen(whole)
    return not lexicon.known(whole) and _is_compound(head.split("-")[-1], tail, lexicon)


def _is_compound(head: str, tail: str, lexicon: Lexicon) -> bool:
    """`polsko-niemiecki`: the head is an adjective's stem with -o, the tail a word."""
    if not head.endswith("o") or len(head) < 4:
        return False
    stem = head[:-1]
    hard = lexicon.known(stem + "y") and lexicon.known(stem + "ego")
    soft = lexicon.known(stem + "i") and lexicon.known(stem + "iego")
    return (hard or soft) and lexicon.plausible(tail)
