"""The matrix as a picture that any browser and any document takes: SVG without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from corpus.model import Document
from service.peers.finder import PEER_FROM
from service.peers.groups import Matrix

_CELL, _MARGIN, _TOP = 16, 170, 130
_STRONGEST = 0.15
"""The likeness that is drawn darkest; the most alike challenges of the demonstration reach it."""


def heat_map(matrix: Matrix, title: str) -> str:
    """Rows and columns in the order of the groups; the darker, the more alike."""
    count = len(matrix.documents)
    width, height = _MARGIN + count * _CELL + 20, _TOP + count * _CELL + 20
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            f' font-family="sans-serif" font-size="11" aria-label="{escape(title)}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *_labels(matrix.documents),
            *_cells(matrix),
            "</svg>",
        )
    )


def _labels(documents: tuple[Document, ...]) -> Iterator[str]:
    for place, document in enumerate(documents):
        name = escape(_name(document))
        down, along = _TOP + place * _CELL + 12, _MARGIN + place * _CELL + 11
        yield f'<text x="{_MARGIN - 6}" y="{down}" text-anchor="end">{name}</text>'
        yield f'<text transform="translate({along} {_TOP - 6}) rotate(-60)">{name}</text>'


def _cells(matrix: Matrix) -> Iterator[str]:
    for row, values in enumerate(matrix.likeness):
        for column, value in enumerate(values):
            if value is not None and value > 0:
                yield _cell(matrix, row, column, value)


def _cell(matrix: Matrix, row: int, column: int, value: float) -> str:
    names = f"{_name(matrix.documents[row])} – {_name(matrix.documents[column])}: {value:.3f}"
    frame = ' stroke="#333"' if value >= PEER_FROM else ""
    x, y = _MARGIN + column * _CELL, _TOP + row * _CELL
    opacity = min(1.0, value / _STRONGEST)
    return (
        f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{_CELL - 1}" height="{_CELL - 1}" fill="#0b5"'
        f' fill-opacity="{opacity:.2f}"{frame}><title>{escape(names)}</title></rect>'
    )


def _name(document: Document) -> str:
    return f"{document.city} {document.year or ''}".strip()
