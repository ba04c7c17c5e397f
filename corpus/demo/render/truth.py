"""What stands where in a printed document, for measuring how well a reader of PDFs reads it."""

from __future__ import annotations

import json
from dataclasses import asdict

from corpus.demo.render import press
from corpus.demo.render.blocks import Source
from corpus.demo.render.typeset import typeset


def truth(source: Source) -> dict[str, object]:
    """The document and its blocks in reading order, each with its page and its place on it.

    A chart is a caption and, before it, one table row a bar. A footnote follows the block that
    calls it first. ``x`` and ``y`` are points from the page's top left corner to the block's
    first line; of a scan they are those before it was laid askew.
    """
    printing = typeset(source)
    places = press.places(printing.markup)
    blocks = [asdict(block) | asdict(places[block.id]) for block in printing.printed]
    return {"document": asdict(source.about), "blocks": blocks}


def as_json(source: Source) -> str:
    """The truth as it is written to a file."""
    return json.dumps(truth(source), ensure_ascii=False, indent=1) + "\n"
