"""Every repair of text: its kind, its switch, its count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ingest import hyphens, letters, ligatures
from ingest.lexicon import Lexicon
from ingest.lines import Line
from ingest.spacing import is_letter_spaced, respaced


class Kind(StrEnum):
    """What a repair puts right."""

    COMPOSED = "composed"
    LIGATURE = "ligature"
    LOST_LIGATURE = "lost_ligature"
    SPACE = "space"
    SOFT_HYPHEN = "soft_hyphen"
    MOJIBAKE = "mojibake"
    LETTER_SPACING = "letter_spacing"
    HYPHENATION = "hyphenation"
    DOUBLED = "doubled"


ALL = frozenset(Kind)
_LETTERWISE: tuple[tuple[Kind, letters.Fix], ...] = (
    (Kind.MOJIBAKE, letters.without_mojibake),
    (Kind.COMPOSED, letters.composed),
    (Kind.LIGATURE, letters.without_ligatures),
    (Kind.SPACE, letters.with_plain_spaces),
    (Kind.SOFT_HYPHEN, letters.without_soft_hyphens),
)
_EXPECT_LIGATURES_AFTER = 4_000
_CARRIES_LIGATURE = re.compile("f[il]")


@dataclass(slots=True)
class Repairs:
    """Which kinds are switched on, and how often each was made."""

    on: frozenset[Kind] = ALL
    counts: Counter[str] = field(default_factory=Counter)

    def apply(self, kind: Kind, fixed: tuple[str, int], text: str) -> str:
        """The fixed text, counted, if the kind is on."""
        if kind not in self.on:
            return text
        self.count(kind, fixed[1])
        return fixed[0]

    def count(self, kind: Kind, times: int = 1) -> None:
        """Enters so many repairs of a kind."""
        if times:
            self.counts[str(kind)] += times


def repaired(lines: Iterable[Line], repairs: Repairs) -> list[Line]:
    """The lines with their characters and words put right; line ends stay for later."""
    clean = _in_polish([_letterwise(line, repairs) for line in lines], repairs)
    lexicon = vocabulary(clean)
    spaced = [_respaced(line, lexicon, repairs) for line in clean]
    return _with_ligatures(spaced, lexicon, repairs)


def vocabulary(lines: Sequence[Line]) -> Lexicon:
    """The document's own words, less those broken at a line's end."""
    texts: list[str] = []
    broken = False
    for line in lines:
        text = line.text.partition(" ")[2] if broken else line.text
        broken = bool(hyphens.BROKEN.search(line.text))
        texts.append(text.rpartition(" ")[0] if broken else text)
    return Lexicon(texts)


def rejoined(left: str, right: str, lexicon: Lexicon, repairs: Repairs) -> tuple[str, str, str]:
    """Two lines of one paragraph and what goes between them."""
    joined = hyphens.join(left, right, lexicon) if Kind.HYPHENATION in repairs.on else None
    if joined is None:
        return left, " ", right
    repairs.count(Kind.HYPHENATION)
    return joined


def _letterwise(line: Line, repairs: Repairs) -> Line:
    repairs.count(Kind.DOUBLED, line.doubled)
    text = line.text
    if text.isascii():
        return line
    for kind, fix in _LETTERWISE:
        text = repairs.apply(kind, fix(text), text)
    return replace(line, text=text)


def _in_polish(lines: list[Line], repairs: Repairs) -> list[Line]:
    if not letters.lost_polish(" ".join(line.text for line in lines)):
        return lines
    return [
        replace(line, text=repairs.apply(Kind.MOJIBAKE, letters.with_polish(line.text), line.text))
        for line in lines
    ]


def _respaced(line: Line, lexicon: Lexicon, repairs: Repairs) -> Line:
    if not is_letter_spaced(line.text):
        return line
    fixed = respaced(line.text, line.gaps, lexicon)
    return replace(line, text=repairs.apply(Kind.LETTER_SPACING, (fixed, 1), line.text))


def _with_ligatures(lines: list[Line], lexicon: Lexicon, repairs: Repairs) -> list[Line]:
    whole = " ".join(line.text for line in lines)
    lost = len(whole) > _EXPECT_LIGATURES_AFTER and not _CARRIES_LIGATURE.search(whole)
    fixed: list[Line] = []
    for line in lines:
        text = line.text
        if not text.isprintable() or "\ufffd" in text:
            text = repairs.apply(Kind.LOST_LIGATURE, ligatures.marked(text, lexicon), text)
        if lost:
            text = repairs.apply(Kind.LOST_LIGATURE, ligatures.silent(text, lexicon), text)
        fixed.append(line if text == line.text else replace(line, text=text))
    return fixed
