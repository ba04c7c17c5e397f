"""Inside values -> the plain records that the command line and HTTP give out."""

from __future__ import annotations

from typing import Any

from corpus.model import Document
from index.generations import Manifest
from index.search import Hit
from service.disclosure import without_folder


def hit_record(hit: Hit) -> dict[str, Any]:
    """A hit as a program reads it; ``page`` is the first of ``pages``."""
    passage, document = hit.passage, hit.document
    return {
        "passage_id": passage.id,
        "document_id": document.id,
        "title": document.title,
        "kind": document.kind,
        "city": document.city,
        "network": document.network,
        "edition": document.edition,
        "year": document.year,
        "page": passage.pages[0],
        "pages": list(passage.pages),
        "heading": passage.heading,
        "role": passage.role.value,
        "text": passage.text,
        "matches": [list(match) for match in hit.matches],
        "score": round(hit.score, 6),
        "lexical_score": round(hit.lexical_score, 6),
        "dense_score": round(hit.dense_score, 6),
    }


def document_record(document: Document) -> dict[str, Any]:
    """A document as a program reads it; where its file lies on the disk is not told."""
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "city": document.city,
        "network": document.network,
        "edition": document.edition,
        "year": document.year,
        "voivodeship": document.voivodeship,
        "population": document.population,
        "source": document.source,
        "sha256": document.sha256,
    }


def index_record(manifest: Manifest) -> dict[str, Any]:
    """Which generation and model answered."""
    return {
        "generation": manifest.number,
        "created": manifest.created,
        "model": without_folder(manifest.model),
        "model_fingerprint": manifest.fingerprint,
    }


def pages_label(pages: tuple[int, ...] | list[int]) -> str:
    """``12`` or ``12–13``."""
    return str(pages[0]) if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
