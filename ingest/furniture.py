"""What a page carries besides its text: running headers and footers, numbers, contents lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.layout import Sheetful
from ingest.lines import Line

_MARGIN = 0.11
_NUMBER = re.compile(
    r"^[-–—|\s]*(?:strona|str\.|s\.|page)?\s*(?:\d{1,4}|[ivxlcIVXLC]{1,6})"
    r"(?:\s*(?:z|/|of|\|)\s*\d{1,4})?[-–—|.\s]*$"
)
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|_{5,}")
_ENTRY = re.compile(r"\S.*?[\s.…]\d{1,3}$")
CONTENTS_TITLE = re.compile(
    r"^(?:spis\s+(?:treści|rozdziałów|tabel|rysunków|wykresów|map)|contents|table of contents)\s*:?$",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[Sheetful]) -> list[Sheetful]:
    """The pages with only what belongs to the text."""
    running = _running(pages)
    bare = [
        page.with_lines(line for line in page.lines if not _is_running(line, page, running))
        for page in pages
    ]
    return [page.with_lines(_without_contents(page.lines)) for page in bare]


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


def _is_running(line: Line, page: Sheetful, running: set[tuple[str, int]]) -> bool:
    if not _in_margin(line, page):
        return False
    return bool(_NUMBER.match(line.text)) or _key(line, page) in running


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
