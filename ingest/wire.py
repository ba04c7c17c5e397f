"""A reading as JSON and back, for the way between the worker and its parent."""

from __future__ import annotations

import json
from typing import Any

from corpus.model import Block, BlockKind, Box, Page, Reading, Role, Section, Span


def dumped(reading: Reading) -> bytes:
    """The reading as compact JSON."""
    value = {
        "pages": [[page.number, page.text, page.width, page.height] for page in reading.pages],
        "sections": [_section(section) for section in reading.sections],
        "title": reading.title,
        "repairs": reading.repairs,
        "unread_pages": reading.unread_pages,
        "ocr_pages": list(reading.ocr_pages.items()),
    }
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def loaded(data: bytes) -> Reading:
    """The reading that ``dumped`` wrote."""
    value = json.loads(data)
    return Reading(
        pages=tuple(Page(*page) for page in value["pages"]),
        sections=tuple(_read_section(section) for section in value["sections"]),
        title=value["title"],
        repairs=value["repairs"],
        unread_pages=tuple(value["unread_pages"]),
        ocr_pages=dict(value["ocr_pages"]),
    )


def _section(section: Section) -> list[Any]:
    return [section.heading_path, section.role, [_block(block) for block in section.blocks]]


def _block(block: Block) -> list[Any]:
    spans = [[span.page, span.start, span.end] for span in block.spans]
    boxes = [[box.page, box.x0, box.y0, box.x1, box.y1] for box in block.boxes]
    return [block.kind, spans, boxes, block.level]


def _read_section(value: list[Any]) -> Section:
    path, role, blocks = value
    return Section(tuple(path), Role(role), tuple(_read_block(block) for block in blocks))


def _read_block(value: list[Any]) -> Block:
    kind, spans, boxes, level = value
    return Block(
        BlockKind(kind),
        tuple(Span(*span) for span in spans),
        tuple(Box(*box) for box in boxes),
        level,
    )
