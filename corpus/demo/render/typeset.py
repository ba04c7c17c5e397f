"""Frozen blocks -> Typst markup.

All text travels in Typst string literals, where only the backslash and the quotation mark mean
anything: no character of a source can become a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.demo.render.blocks import (
    Aside,
    Bar,
    Block,
    Chart,
    FrontMatter,
    Heading,
    Inline,
    Inlines,
    Listing,
    NoteRef,
    Paragraph,
    Run,
    Source,
    Table,
    plain,
)
from corpus.demo.render.ledger import Ledger, Printed

KIND_NAMES = {"MID": "Miejska Inicjatywa Działania", "PU": "Plan Ulepszeń"}
CALLS = (
    "document-in", "head", "prose", "items", "grid-table", "chart",
    "ramka", "margines", "abstract", "note", "note-again",
)  # fmt: skip
"""What a layout gives: the functions that the body of a document calls."""
WIDEST_COLUMN = 44
"""Characters: a column whose cells are longer on average asks for no more room than this."""
_ONE_LETTER_WORD = re.compile(r"(?<!\w)([aiouwzAIOUWZ]) (?=\S)")
_INSIDE_NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%|°C)")
_NUMBER = re.compile(r"[–-]?[\d\s\u00a0.,]+\s*(%|°C)?")
_TYPST_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": " ", "\r": " ", "\t": " "})


@dataclass(frozen=True, slots=True)
class Typeset:
    """Markup ready for the press, and the blocks it prints, numbered as their marks are."""

    markup: str
    printed: tuple[Printed, ...]


def typeset(source: Source) -> Typeset:
    """The whole document in the layout its front matter names."""
    setter = _Setter(source.notes)
    body = [setter.block(block) for block in source.blocks]
    return Typeset("\n".join([*_opening(source.about), *body, ""]), tuple(setter.ledger.printed))


def notice(about: FrontMatter) -> str:
    """The warning on the first page that town and document are invented."""
    subject = (
        f"Miasto {about.city} nie istnieje" if about.city else "Opisane tu miasta nie istnieją"
    )
    return (
        f"{subject}, a przytoczone zdarzenia, instytucje, wypowiedzi i liczby są zmyślone. "
        "Plik powstał wyłącznie po to, by pokazać działanie wyszukiwarki; "
        "nie jest stanowiskiem żadnego urzędu ani banku."
    )


def literal(text: str) -> str:
    """A Typst string literal: the text itself, whatever characters it has."""
    return f'"{_bound(text).translate(_TYPST_ESCAPES)}"'


def _bound(text: str) -> str:
    """No line ends in a one-letter word; no number is torn from its thousands or its sign."""
    return _INSIDE_NUMBER.sub("\u00a0", _ONE_LETTER_WORD.sub("\\1\u00a0", text))


def _opening(about: FrontMatter) -> list[str]:
    """Asks the layout for its functions, binds each to its name and wraps the body."""
    return [
        f'#import "/layouts/{about.layout}.typ": layout',
        f"#let ({', '.join(CALLS)}) = layout({_known(about)})",
        "#show: document-in",
    ]


def _known(about: FrontMatter) -> str:
    fields = {
        "title": about.title,
        "kind": KIND_NAMES.get(about.kind, about.kind),
        "city": about.city,
        "network": about.network,
        "edition": about.edition,
        "voivodeship": about.voivodeship,
        "population": f"{about.population:,}".replace(",", " ") if about.population else "",
        "notice": notice(about),
    }
    named = "".join(f"{name}: {literal(value)}, " for name, value in fields.items())
    return f"({named}year: {about.year})"


def _array(parts: Iterable[str]) -> str:
    return "(" + "".join(f"{part}, " for part in parts) + ")"


class _Setter:
    """Writes one call per block; numbers come from the ledger as it goes."""

    def __init__(self, notes: tuple[Inlines, ...]) -> None:
        self.ledger = Ledger()
        self._notes = notes
        self._noted: set[int] = set()
        self._after_heading = False

    def block(self, block: Block) -> str:
        """The call that prints one block."""
        markup = self._any(block)
        self._after_heading = isinstance(block, Heading)
        return markup

    def _any(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                number = self.ledger.block("paragraph", plain(block.text))
                return f"#prose({number}, {self._text(block.text)})"
            case Listing():
                return self._listing(block, "list_item")
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Aside():
                return self._aside(block)

    def _heading(self, heading: Heading) -> str:
        number = self.ledger.heading(heading)
        first = "true" if self._after_heading else "false"
        title = literal(plain(heading.text))
        return f"#head({number}, {heading.level}, {title}, after-heading: {first})"

    def _listing(self, listing: Listing, kind: str) -> str:
        items = []
        for item in listing.items:
            number = self.ledger.block(kind, plain(item))
            items.append(f"({number}, {self._text(item)})")
        start = "none" if listing.start is None else str(listing.start)
        return f"#items({start}, {_array(items)})"

    def _table(self, table: Table) -> str:
        first = "true" if self._after_heading else "false"
        caption = self._caption(table.caption)
        header = self._row(table.header)
        rows = _array(self._row(row) for row in table.rows)
        widths = _array(f"{width}fr" for width in _widths(table))
        aligns = _array(_aligns(table))
        return (
            f"#grid-table(caption: {caption}, widths: {widths}, aligns: {aligns}, "
            f"load: {_load(table)}, words: {_words(table)}, "
            f"after-heading: {first}, header: {header}, rows: {rows})"
        )

    def _caption(self, caption: Inlines) -> str:
        if not caption:
            return "none"
        number = self.ledger.block("caption", plain(caption))
        return f"({number}, {self._text(caption)})"

    def _row(self, row: tuple[Inlines, ...]) -> str:
        number = self.ledger.block("table_row", " | ".join(plain(cell) for cell in row))
        return f"({number}, {_array(self._text(cell) for cell in row)})"

    def _chart(self, chart: Chart) -> str:
        caption = self._caption((Run(chart.caption),))
        longest = max((bar.value for bar in chart.bars), default=0.0)
        bars = _array(self._bar(bar, longest) for bar in chart.bars)
        return f"#chart(caption: {caption}, bars: {bars})"

    def _bar(self, bar: Bar, longest: float) -> str:
        number = self.ledger.block("table_row", f"{bar.label} | {bar.shown}")
        share = max(bar.value, 0.0) / longest if longest > 0 else 0.0
        return f"({number}, {literal(bar.label)}, {literal(bar.shown)}, {share:.4f})"

    def _aside(self, aside: Aside) -> str:
        kind = "margin" if aside.kind == "margines" else "box"
        title = "none"
        if aside.title:
            title = f"({self.ledger.block(kind, aside.title)}, {literal(aside.title)})"
        inner = "".join(f"{self._inside(block, kind)}\n" for block in aside.blocks)
        return f"#{aside.kind}({title})[\n{inner}]"

    def _inside(self, block: Paragraph | Listing, kind: str) -> str:
        if isinstance(block, Listing):
            return self._listing(block, kind)
        number = self.ledger.block(kind, plain(block.text))
        return f"#prose({number}, {self._text(block.text)})"

    def _text(self, text: Inlines) -> str:
        return " + ".join(self._inline(part) for part in text) or '""'

    def _inline(self, part: Inline) -> str:
        if isinstance(part, NoteRef):
            return self._note(part.number)
        shown = literal(part.text)
        shown = f"emph({shown})" if part.italic else shown
        return f"strong({shown})" if part.bold else shown

    def _note(self, number: int) -> str:
        """A footnote is printed where it is first called; later calls repeat its number."""
        if number in self._noted:
            return f"note-again({number})"
        self._noted.add(number)
        body = self._notes[number - 1]
        mark = self.ledger.block("footnote", plain(body))
        return f"note({mark}, {number}, {self._text(body)})"


def _columns(table: Table) -> list[list[str]]:
    rows = [table.header, *table.rows]
    return [[plain(row[at]) for row in rows] for at in range(len(table.header))]


def _widths(table: Table) -> list[int]:
    """Fractions by what the cells hold, never narrower than the longest word."""
    averages = [sum(map(len, cells)) // len(cells) for cells in _columns(table)]
    return [
        max(word, min(average, WIDEST_COLUMN))
        for word, average in zip(_longest_words(table), averages, strict=True)
    ]


def _longest_words(table: Table) -> list[int]:
    """Each column's longest word and the white beside it, in characters."""
    return [
        3 + max(len(word) for cell in cells for word in [*cell.split(), ""])
        for cells in _columns(table)
    ]


def _words(table: Table) -> int:
    """Characters a line needs so that no word of the table has to break."""
    return sum(_longest_words(table))


def _load(table: Table) -> int:
    """Characters of the whole table: layouts choose by it how to place the table."""
    return sum(len(cell) for cells in _columns(table) for cell in cells)


def _aligns(table: Table) -> list[str]:
    return ["right" if _is_numeric(cells[1:]) else "left" for cells in _columns(table)]


def _is_numeric(cells: list[str]) -> bool:
    return bool(cells) and all(_NUMBER.fullmatch(cell) or cell in "–-" for cell in cells)
