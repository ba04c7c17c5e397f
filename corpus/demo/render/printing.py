"""One source -> the bytes of its PDF: printed, and scanned where its layout is ``skan``."""

from __future__ import annotations

from corpus.demo.render import press, scan
from corpus.demo.render.blocks import Source
from corpus.demo.render.typeset import typeset

SCANNED = "skan"


def pdf(source: Source) -> bytes:
    """The document as it is published; the same bytes every time."""
    markup = typeset(source).markup
    if source.about.layout == SCANNED:
        return scan.pdf(press.pictures(markup, scan.DOTS_PER_INCH), source.about)
    return press.pdf(markup)
