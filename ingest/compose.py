"""Paragraphs to page texts and blocks, so that every block knows the characters it owns."""

from __future__ import annotations

from itertools import accumulate

from corpus.model import Block, BlockKind, Box, Page, Span
from ingest.lexicon import Lexicon
from ingest.paragraphs import Paragraph
from ingest.repair import Repairs, rejoined

CELL_END = " | "
_PAGE_END = "\n\n"
_TIGHT = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)


class Composition:
    """Page texts as they grow, block by block, in reading order."""

    def __init__(self, lexicon: Lexicon, repairs: Repairs) -> None:
        self._lexicon = lexicon
        self._repairs = repairs
        self._texts: dict[int, str] = {}
        self._last: BlockKind | None = None

    def add(self, paragraph: Paragraph) -> Block:
        """Writes the paragraph into its pages and returns where it stands."""
        fresh = {line.page for line in paragraph.lines}
        for number in fresh:
            self._part(number, paragraph.kind)
        spans = tuple(
            self._write(line.page, text)
            for line, text in zip(paragraph.lines, self._wording(paragraph), strict=True)
        )
        self._last = paragraph.kind
        boxes = tuple(
            Box(line.page, line.x0, line.y0, line.x1, line.y1) for line in paragraph.lines
        )
        return Block(paragraph.kind, spans, boxes, paragraph.level)

    def page(self, number: int, size: tuple[float, float]) -> Page:
        """The page with all that was written into it, parted from what the next one says."""
        text = self._texts.get(number, "")
        return Page(number, text and text + _PAGE_END, *size)

    def _part(self, number: int, kind: BlockKind) -> None:
        text = self._texts.get(number, "")
        if text:
            tight = kind in _TIGHT and kind == self._last
            self._texts[number] = text + ("\n" if tight else "\n\n")

    def _write(self, number: int, text: str) -> Span:
        before = self._texts.get(number, "")
        self._texts[number] = before + text
        return Span(number, len(before), len(before) + len(text))

    def _wording(self, paragraph: Paragraph) -> list[str]:
        """Each line with what joins it to the next: a space, a cell's end, or nothing in a word."""
        texts = [line.text.strip() for line in paragraph.lines]
        ends = set(accumulate(paragraph.cells))
        for at in range(len(texts) - 1):
            if at + 1 in ends:
                texts[at] += CELL_END
                continue
            left, between, right = rejoined(texts[at], texts[at + 1], self._lexicon, self._repairs)
            texts[at], texts[at + 1] = left + between, right
        return texts
