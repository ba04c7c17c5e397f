"""What was read from a printed page against what was printed: words, headings, roles, cells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq, Levenshtein

from corpus.model import Block, BlockKind, Reading, Section, cut

RUNNING = frozenset({"heading", "paragraph", "list_item"})
"""The kinds whose order nothing but the text itself decides: no floats, boxes, notes."""
_OPENING = 3
_ENOUGH_PAGES = 3
_NEAR = 14.0
_LIST_MARK = re.compile(r"\W+|\(?(?:\d{1,2}|[a-z])[.)]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A block as the typesetter set it; ``y`` is the height of its first line."""

    kind: str
    text: str
    role: str
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; shares add up over documents."""

    right: float
    all: float

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.all + other.all)

    def __str__(self) -> str:
        return f"{self.right / self.all:.2%}".replace("%", " %") if self.all else "–"


def words_in_order(read: str, printed: Sequence[Printed]) -> Share:
    """Word-level edit similarity: words in common and in order, of those read and those printed.

    A cover has no place in the truth: the reading begins where the first words of the text stand,
    and where they come twice (in the contents list too), at the better of the places.
    """
    want = _words(" ".join(block.text for block in printed))
    got = _words(read)
    opening = want[:_OPENING]
    starts = [at for at in range(len(got)) if got[at : at + _OPENING] == opening] or [0]
    tails = [got[at:] for at in starts]
    best = max(tails, key=lambda tail: Indel.normalized_similarity(want, tail))
    both = len(want) + len(best)
    return Share(both - Indel.distance(want, best), both)


def found_in_order(read: str, printed: Sequence[Printed]) -> Share:
    """How many of the printed words were read in their order, whatever stands between them."""
    want = _words(" ".join(block.text for block in printed))
    return Share(LCSseq.similarity(want, _words(read)), len(want))


def _words(text: str) -> list[str]:
    """Without the marks and numbers of lists, which the truth does not have."""
    return [word for word in text.casefold().split() if not _LIST_MARK.fullmatch(word)]


def text_of(reading: Reading, kinds: frozenset[str]) -> str:
    """The blocks of some kinds in reading order."""
    return " ".join(
        cut(reading.pages, block.spans)
        for section in reading.sections
        for block in section.blocks
        if block.kind.value in kinds
    )


def headings(reading: Reading, printed: Sequence[Printed]) -> tuple[int, int, int]:
    """How many headings are right (page and wording), how many were read, how many printed."""
    read = Counter((block.spans[0].page, text) for _, block, text in _headed(reading))
    wanted = Counter((b.page, _plain(b.text)) for b in printed if b.kind == "heading")
    on_text = {page for page, _ in wanted}
    of_text = Counter({key: n for key, n in read.items() if key[0] >= min(on_text)})
    return (read & wanted).total(), of_text.total(), wanted.total()


def roles(reading: Reading, printed: Sequence[Printed]) -> Share:
    """Printed headings below which the section has the right role; one not found is wrong."""
    read = {(block.spans[0].page, text): section.role for section, block, text in _headed(reading)}
    wanted = [block for block in printed if block.kind == "heading"]
    right = sum(read.get((block.page, _plain(block.text))) == block.role for block in wanted)
    return Share(right, len(wanted))


def _headed(reading: Reading) -> Iterable[tuple[Section, Block, str]]:
    for section in reading.sections:
        for block in section.blocks:
            if block.kind is BlockKind.HEADING:
                yield section, block, _plain(cut(reading.pages, block.spans))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def cells(reading: Reading, printed: Sequence[Printed]) -> Share:
    """Cells of tables that stand in the right row and order."""
    rows = defaultdict(list)
    for section in reading.sections:
        for block in section.blocks:
            if block.kind is BlockKind.TABLE_ROW:
                rows[block.spans[0].page].append(_cells(cut(reading.pages, block.spans)))
    total = Share(0, 0)
    for wanted in printed:
        if wanted.kind == "table_row":
            want = _cells(wanted.text)
            near = [row for page in (wanted.page, wanted.page + 1) for row in rows[page]]
            missed = min((Levenshtein.distance(want, row) for row in near), default=len(want))
            total += Share(max(len(want) - missed, 0), len(want))
    return total


def _cells(text: str) -> list[str]:
    return [_plain(cell) for cell in text.split("|")]


def places(reading: Reading, printed: Sequence[Printed]) -> tuple[int, Share]:
    """How many blocks are on a wrong page; how many begin where they were printed."""
    read: dict[str, Block] = {}
    for section in reading.sections:
        for block in section.blocks:
            read.setdefault(_plain(cut(reading.pages, block.spans)), block)
    found = [(b, read[_plain(b.text)]) for b in printed if _is_single(b, printed, read)]
    wrong = sum(block.page != own.spans[0].page for block, own in found)
    near = sum(_begins_at(own, block) for block, own in found if block.kind in RUNNING)
    return wrong, Share(near, sum(block.kind in RUNNING for block, _ in found))


def _is_single(block: Printed, printed: Sequence[Printed], read: dict[str, Block]) -> bool:
    text = _plain(block.text)
    return text in read and sum(_plain(other.text) == text for other in printed) == 1


def _begins_at(own: Block, block: Printed) -> bool:
    """By height alone: of side headings and lists the truth gives another left edge."""
    return abs(block.y - own.boxes[0].y0) < _NEAR


def left_in(pages: Sequence[str], printed: Sequence[Printed]) -> int:
    """Lines that come again on three pages, numbers aside, and were not printed as text."""
    text = _DIGITS.sub("#", " ".join(" ".join(b.text.split()) for b in printed)).casefold()
    seen: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for line in page.splitlines():
            plain = _DIGITS.sub("#", " ".join(line.split())).casefold()
            if plain:
                seen[plain].add(number)
    return sum(
        len(on) for line, on in seen.items() if len(on) >= _ENOUGH_PAGES and line not in text
    )
