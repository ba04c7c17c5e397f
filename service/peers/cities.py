"""Cities by name, slug or document."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from corpus.errors import NotFound
from corpus.model import Document
from index.analysis import fold

SMALL, LARGE = 20_000, 100_000
"""Inhabitants below and from which Polish statistics call a town small and a city large."""


def slug(name: str) -> str:
    """``Dąbrowa Górnicza`` -> ``dabrowa-gornicza``."""
    return "-".join(fold(name).split())


def documents_of(city: str, documents: Sequence[Document]) -> tuple[Document, ...]:
    """A city's documents, oldest first, by its name, its slug or the id of one of them.

    Raises NotFound with the nearest names.
    """
    named = [d for d in documents if slug(city) == slug(d.city) or city == d.id]
    if not named:
        raise NotFound("no_such_city", id=city, known=_near(city, documents))
    return tuple(sorted(named, key=lambda d: (d.year or 0, d.id)))


def size_class(population: int | None) -> str:
    """``small``, ``medium``, ``large``, or empty where the population is not known."""
    if population is None:
        return ""
    if population < SMALL:
        return "small"
    return "medium" if population < LARGE else "large"


def _near(city: str, documents: Sequence[Document]) -> list[str]:
    names = {slug(document.city): document.city for document in documents}
    near = get_close_matches(slug(city), names, n=5, cutoff=0.5)
    return [names[name] for name in near] or sorted(names.values())[:12]
