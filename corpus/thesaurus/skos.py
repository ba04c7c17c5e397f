"""Concepts -> SKOS in Turtle, for other people's tools."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from corpus.thesaurus.concepts import Concept

_PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix pim: <urn:pim:concept:> .

<urn:pim:thesaurus> a skos:ConceptScheme .
"""


def as_turtle(concepts: Iterable[Concept]) -> str:
    """The whole thesaurus as one Turtle document."""
    return _PREFIXES + "".join(f"\n{_described(concept)}" for concept in concepts)


def _described(concept: Concept) -> str:
    statements = " ;\n    ".join(_statements(concept))
    return f"pim:{concept.id} a skos:Concept ;\n    {statements} .\n"


def _statements(concept: Concept) -> Iterator[str]:
    yield "skos:inScheme <urn:pim:thesaurus>"
    yield f"skos:prefLabel {_text(concept.pref_pl, 'pl')}, {_text(concept.pref_en, 'en')}"
    alternatives = [_text(label, "pl") for label in concept.alt_pl]
    alternatives += [_text(label, "en") for label in concept.alt_en]
    if alternatives:
        yield f"skos:altLabel {', '.join(alternatives)}"
    if concept.broader:
        yield f"skos:broader pim:{concept.broader}"
    if concept.related:
        yield "skos:related " + ", ".join(f"pim:{other}" for other in concept.related)
    yield f"skos:scopeNote {_text(concept.scope, 'pl')}"


def _text(label: str, language: str) -> str:
    return f"{json.dumps(label, ensure_ascii=False)}@{language}"
