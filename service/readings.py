"""What was read from one PDF, for looking at it: text, a record for ``--json``, a drawn page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from corpus.errors import UnreadableDocument
from corpus.model import Block, Box, Page, Reading, Section, cut
from service.speech import Speech

Draw = Callable[[int], bytes]
"""A page's number -> its picture as PNG; raises UnreadableDocument."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as it is drawn on a page: its place in the reading order, and where it stands."""

    number: int
    block: Block
    section: Section
    text: str
    boxes: tuple[Box, ...]


def reading_lines(reading: Reading, say: Speech) -> RenderableType:
    """A document page by page as it was read."""
    parts: list[RenderableType] = []
    for page in reading.pages:
        parts.append(Rule(_page_title(page, reading, say)))
        unread = page.number in reading.unread_pages
        parts.append(Text(say.say("text.unread") if unread else page.text.rstrip()))
    return Group(*parts)


def _page_title(page: Page, reading: Reading, say: Speech) -> str:
    title = say.say("text.page", number=page.number)
    sure = reading.ocr_pages.get(page.number)
    return title if sure is None else f"{title} · {say.say('text.ocr', confidence=round(sure))}"


def reading_record(reading: Reading) -> dict[str, Any]:
    """Pages, repairs and sections with every block's place."""
    return {
        "title": reading.title,
        "pages": [
            {"number": page.number, "text": page.text, "width": page.width, "height": page.height}
            for page in reading.pages
        ],
        "unread_pages": list(reading.unread_pages),
        "ocr_pages": {str(page): sure for page, sure in reading.ocr_pages.items()},
        "repairs": reading.repairs,
        "sections": [_section(section, reading.pages) for section in reading.sections],
    }


def _section(section: Section, pages: tuple[Page, ...]) -> dict[str, Any]:
    return {
        "heading_path": list(section.heading_path),
        "role": section.role.value,
        "blocks": [_block(block, pages) for block in section.blocks],
    }


def _block(block: Block, pages: tuple[Page, ...]) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "level": block.level,
        "text": cut(pages, block.spans),
        "pages": sorted({span.page for span in block.spans}),
        "boxes": [
            {"page": box.page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}
            for box in block.boxes
        ],
    }


def reading_page(reading: Reading, draw: Draw, say: Speech) -> str:
    """An HTML page that needs nothing else: every page's picture with the blocks over it."""
    folder = Path(__file__).parent / "web" / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True)
    environment.trim_blocks = environment.lstrip_blocks = True
    shown = list(_shown(reading))
    pages = [
        {
            "title": _page_title(page, reading, say),
            "page": page,
            "picture": _picture(page.number, draw),
            "blocks": [one for one in shown if any(b.page == page.number for b in one.boxes)],
        }
        for page in reading.pages
    ]
    return environment.get_template("reading.html").render(reading=reading, pages=pages, say=say)


def _shown(reading: Reading) -> Iterator[Shown]:
    number = 0
    for section in reading.sections:
        for block in section.blocks:
            number += 1
            text = cut(reading.pages, block.spans)
            yield Shown(number, block, section, text, block.boxes)


def _picture(number: int, draw: Draw) -> str:
    """The picture for an ``src``; nothing where the page cannot be drawn."""
    try:
        return "data:image/png;base64," + b64encode(draw(number)).decode("ascii")
    except UnreadableDocument:
        return ""
