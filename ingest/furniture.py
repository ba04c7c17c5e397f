"""What a page carries besides its text: running headers and footers, numbers, contents lists."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.layout import Sheetful
from ingest.lines import Line

_MARGIN = 0.11
_ROW = 8.0
Band = tuple[int, int]
_NUMBER = re.compile(
    r"^[-–—|\s]*(?:strona|str\.|s\.|page)?\s*(?:(\d{1,4})|[ivxlcIVXLC]{1,6})"
    r"(?:\s*(?:z|/|of|\|)\s*\d{1,4})?[-–—|.\s]*$"
)
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|_{5,}")
_ENTRY = re.compile(r"\S.*?[\s.…]\d{1,3}$")
CONTENTS_TITLE = re.compile(
    r"^(?:spis\s+(?:treści|rozdziałów|tabel|rysunków|wykresów|map)"
    r"|(?:table of )?contents|agenda|zawartość|w numerze)\s*:?$",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[Sheetful]) -> list[Sheetful]:
    """The pages with only what belongs to the text."""
    known = _Furniture(_running(pages), _running_places(pages), _shifts(pages))
    bare = [
        page.with_lines(line for line in page.lines if not known.has(line, page)) for page in pages
    ]
    kept = [page.with_lines(_without_contents(page.lines)) for page in bare]
    return kept if any(page.lines for page in kept) else list(pages)


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What comes again on the pages of one document."""

    wordings: set[tuple[str, int]]
    places: set[Band]
    shifts: set[int]

    def has(self, line: Line, page: Sheetful) -> bool:
        if not _in_margin(line, page):
            return False
        if _key(line, page) in self.wordings:
            return True
        return _outermost(line, page) and (
            _band(line) in self.places or _shift(line, page) in self.shifts
        )


def _shift(line: Line, page: Sheetful) -> int | None:
    """How far a printed page number is from the page's own; Roman ones count as right."""
    found = _NUMBER.match(line.text)
    if found is None:
        return None
    return int(found[1]) - page.number if found[1] else 0


def _shifts(pages: Sequence[Sheetful]) -> set[int]:
    """The shifts that several pages share; a lone figure in the margin is no page number."""
    counts = Counter(
        shift
        for page in pages
        for line in page.lines
        if _at_edge(line, page) and (shift := _shift(line, page)) is not None
    )
    return {0} | {shift for shift, count in counts.items() if count > 1}


def _in_margin(line: Line, page: Sheetful) -> bool:
    return line.y1 < _MARGIN * page.height or line.y0 > (1 - _MARGIN) * page.height


def _key(line: Line, page: Sheetful) -> tuple[str, int]:
    wording = re.sub(r"\d+", "#", line.text.casefold()).strip()
    return wording, round(line.y0 / max(page.height, 1) * 100)


def _running(pages: Sequence[Sheetful]) -> set[tuple[str, int]]:
    """Margin lines that come again on at least three pages, or on both of two."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            if _in_margin(line, page):
                wording, height = _key(line, page)
                for near in (height - 1, height, height + 1):
                    seen[wording, near].add(page.number)
    enough = 2 if len(pages) <= 4 else 3
    return {key for key, numbers in seen.items() if len(numbers) >= enough}


def _band(line: Line) -> Band:
    return round(line.y1), round(2 * line.size)


def _running_places(pages: Sequence[Sheetful]) -> set[Band]:
    """Heights at which pages have a line of one size outside their text: running chapters."""
    counts: Counter[Band] = Counter()
    sizes: Counter[int] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[_band(line)[1]] += len(line.text)
        counts.update({_band(line) for line in page.lines if _at_edge(line, page)})
    body = sizes.most_common(1)[0][0] if sizes else 0
    enough = max(3, len(pages) * 0.4)
    return {band for band, count in counts.items() if count >= enough and band[1] != body}


def _at_edge(line: Line, page: Sheetful) -> bool:
    return _in_margin(line, page) and _outermost(line, page)


def _outermost(line: Line, page: Sheetful) -> bool:
    """Whether only white paper lies between the line and the page's edge."""
    top = min(other.y0 for other in page.lines)
    bottom = max(other.y1 for other in page.lines)
    return line.y0 < top + _ROW or line.y1 > bottom - _ROW


def _without_contents(lines: Sequence[Line]) -> Iterable[Line]:
    rows = _rows(lines)
    listed = _contents_rows(rows)
    if not listed:
        return lines
    dropped = {id(line) for row in listed for line in row}
    return [line for line in lines if id(line) not in dropped]


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines side by side, from the top down."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.y1, line.x0)):
        if rows and abs(rows[-1][0].y1 - line.y1) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _contents_rows(rows: Sequence[list[Line]]) -> list[list[Line]]:
    texts = [" ".join(line.text for line in row) for row in rows]
    titled = [at for at, text in enumerate(texts) if CONTENTS_TITLE.match(text)]
    led = [at for at, text in enumerate(texts) if _LEADER.search(text)]
    entries = [at for at, text in enumerate(texts) if _ENTRY.match(text)]
    if titled:
        led = [at for at in entries if at > titled[0]] or led
    if len(led) < 3:
        return []
    first = titled[0] if titled else led[0]
    return [rows[at] for at in range(first, led[-1] + 1)]
