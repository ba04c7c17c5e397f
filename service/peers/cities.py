"""Cities by name, slug or document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from corpus.errors import NotFound
from corpus.model import Document
from index.analysis import fold
from service.assistant.names import is_form_of

_WORD = re.compile(r"[^\W\d_]+")
_BEGINNING = 3
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


class CityNames:
    """The cities of a collection, found in texts in whatever case they stand."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_beginning: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for city in dict.fromkeys(document.city for document in documents if document.city):
            parts = _WORD.findall(city)
            self._by_beginning[fold(parts[0])[:_BEGINNING]][city] = parts

    def named(self, text: str) -> tuple[str, ...]:
        """The cities that a text names with a capital letter, in the order it names them."""
        words = [word for word in _WORD.findall(text) if word[0].isupper()]
        found: dict[str, None] = {}
        for at, word in enumerate(words):
            for city, parts in self._by_beginning.get(fold(word)[:_BEGINNING], {}).items():
                near = words[at : at + len(parts)]
                if len(near) == len(parts) and all(map(is_form_of, near, parts)):
                    found[city] = None
        return tuple(found)


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
