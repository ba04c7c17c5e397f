"""The sources -> ``catalogue.csv``: one row a document, as the corpus reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from corpus.catalogue import COLUMNS
from corpus.demo.render.blocks import FrontMatter

ORIGIN = "dokument przykładowy"


def catalogue(documents: Iterable[FrontMatter]) -> str:
    """The text of the catalogue, one row a document in the order given."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(about) for about in documents)
    return out.getvalue()


def _row(about: FrontMatter) -> dict[str, str]:
    return {
        "path": f"pdf/{about.id}.pdf",
        "kind": about.kind,
        "title": about.title,
        "city": about.city,
        "network": about.network,
        "edition": about.edition,
        "year": str(about.year),
        "voivodeship": about.voivodeship,
        "population": "" if about.population is None else str(about.population),
        "source": ORIGIN,
    }
