"""A question as typed -> a checked value with its phrases and filters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from corpus.errors import BadQuery
from corpus.model import Document, Role

LONGEST_QUESTION = 2_000
"""Characters; a longer question is refused rather than cut."""
MOST_HITS = 100
_QUOTED = re.compile(r"[\"„”“»«]([^\"„”“»«]+)[\"„”“»«]")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit's document or section must be; an empty side is open."""

    kind: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    voivodeship: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    population_from: int | None = None
    population_to: int | None = None

    @property
    def restricts_documents(self) -> bool:
        named = (self.kind, self.city, self.network, self.edition, self.voivodeship)
        bounds = (self.population_from, self.population_to)
        return any(named) or bool(self.document or self.year) or any(b is not None for b in bounds)


@dataclass(frozen=True, slots=True)
class Query:
    """One question: its text, its filters, how many hits, how many of one document."""

    text: str
    filters: Filters = field(default_factory=Filters)
    limit: int = 10
    per_document: int = 3
    expand: bool = True
    """Search also for what the thesaurus calls the same."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """The parts in quotation marks, which must stand in a hit word for word."""
        return tuple(_QUOTED.findall(self.text))


def checked(query: Query) -> Query:
    """The query in NFC without outer spaces; raises BadQuery when it cannot be asked."""
    text = unicodedata.normalize("NFC", query.text).replace("\x00", " ").strip()
    if not any(character.isalnum() for character in text):
        raise BadQuery("empty_query", field="q")
    if len(text) > LONGEST_QUESTION:
        raise BadQuery("query_too_long", field="q", length=len(text), limit=LONGEST_QUESTION)
    if not 1 <= query.limit <= MOST_HITS:
        raise BadQuery("limit_out_of_range", field="limit", value=query.limit, limit=MOST_HITS)
    if query.per_document < 1:
        raise BadQuery("per_document_out_of_range", field="per_document", value=query.per_document)
    return replace(query, text=text)


def allowed_documents(filters: Filters, documents: Sequence[Document]) -> frozenset[str] | None:
    """The ids of documents that pass; None when nothing restricts them.

    Raises BadQuery for a value that no document has, with the nearest known ones.
    """
    if not filters.restricts_documents:
        return None
    for name in ("kind", "city", "network", "edition", "voivodeship", "year"):
        known = {str(getattr(document, name) or "") for document in documents} - {""}
        _refuse_unknown(name, (str(value) for value in getattr(filters, name)), known)
    _refuse_unknown("document", filters.document, {document.id for document in documents})
    return frozenset(document.id for document in documents if _passes(filters, document))


def allowed_roles(filters: Filters) -> frozenset[str] | None:
    """The roles that pass; None when nothing restricts them."""
    _refuse_unknown("role", filters.role, {role.value for role in Role})
    return frozenset(filters.role) or None


def _refuse_unknown(name: str, values: Iterable[str], known: set[str]) -> None:
    for value in values:
        if value not in known:
            near = get_close_matches(value, known, n=5, cutoff=0.5) or sorted(known)[:12]
            raise BadQuery("unknown_filter_value", field=name, value=value, known=near)


def _passes(filters: Filters, document: Document) -> bool:
    named = ("kind", "city", "network", "edition", "voivodeship", "year")
    chosen = all(
        getattr(document, name) in values for name in named if (values := getattr(filters, name))
    )
    return chosen and _population_fits(filters, document) and _is_named(filters, document)


def _is_named(filters: Filters, document: Document) -> bool:
    return not filters.document or document.id in filters.document


def _population_fits(filters: Filters, document: Document) -> bool:
    if filters.population_from is None and filters.population_to is None:
        return True
    if document.population is None:
        return False
    lowest = filters.population_from or 0
    highest = filters.population_to
    return lowest <= document.population and (highest is None or document.population <= highest)
