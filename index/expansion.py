"""A question -> the other words its concepts are known by, from the programme thesaurus.

Everyday words reach official ones and English labels reach Polish ones. Expansion terms weigh
less than the words a person typed, and the reader is told which labels were added.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

import Stemmer

from corpus.thesaurus import Concept, read
from index.analysis import Analyzer

SHARE = 0.5
"""The weight of an expanded label against one typed word (docs/quality.md)."""
_FORMAT = "2"
_LONGEST = 6
_ENGLISH_SHARE = 0.15
# fmt: off
ENGLISH_WORDS = frozenset((
    "the", "of", "in", "how", "what", "which", "is", "are", "to", "for", "and", "do", "does",
    "did", "who", "why", "when", "where", "can", "be", "with", "by", "on", "from", "an", "was",
    "were", "has", "have", "their", "they", "not", "that", "there",
))
# fmt: on
_POLISH_TOO = frozenset(("to", "do", "on", "by", "an"))
"""English words that are Polish words as well and so tell nothing of the language."""

Words = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """The concepts found in a question, by preferred label, and the weighted terms they add."""

    labels: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """A concept as the expander needs it: its id, what to show and what to search."""

    id: str
    label: str
    weights: tuple[tuple[str, float], ...]


class Expander:
    """Finds the concepts a text names; made once for a thesaurus.

    The table is kept as plain lists, as JSON gives it, because turning ten thousand labels into
    values of their own would cost more than a whole search.
    """

    def __init__(self, table: Table, analyzer: Analyzer) -> None:
        self._table = table
        self._analyzer = analyzer

    def expand(self, question: str) -> Expansion:
        """The labels and weighted terms that a question's concepts add; may be empty."""
        typed = {term for token in self._analyzer.tokens(question) for term in token.terms}
        found = self.meanings(question)
        weights: dict[str, float] = {}
        for meaning in found:
            for term, weight in meaning.weights:
                if term not in typed:
                    weights[term] = max(weight, weights.get(term, 0.0))
        labels = tuple(meaning.label for meaning in found)
        concepts = tuple(meaning.id for meaning in found)
        return Expansion(labels, concepts, tuple(weights.items()))

    def meanings(self, text: str) -> tuple[Meaning, ...]:
        """The concepts of a text by their longest labels, from left to right, each once."""
        words = english_words if is_english(text) else polish_words
        sequence = words(text, self._analyzer)
        found: dict[int, Meaning] = {}
        at = 0
        while at < len(sequence):
            concept, length = self._longest_at(sequence, at)
            if length:
                found.setdefault(concept, self._meaning(concept))
            at += length or 1
        return tuple(found.values())

    def _longest_at(self, words: Words, at: int) -> tuple[int, int]:
        """The concept whose label begins here, and the label's length; length 0 for none."""
        near = words[at : at + _LONGEST]
        by_term, labels = self._table["by_term"], self._table["labels"]
        numbers = {number for term in near[0] for number in by_term.get(term, ())}
        fitting = (labels[n] for n in sorted(numbers) if _begins(near, labels[n][1]))
        concept, label = max(fitting, key=lambda found: len(found[1]), default=(0, []))
        return concept, len(label)

    def _meaning(self, concept: int) -> Meaning:
        name, label, weights = self._table["concepts"][concept]
        return Meaning(name, label, tuple((term, weight) for term, weight in weights))


class Table(TypedDict):
    """The analysed thesaurus.

    ``concepts``: (id, label, [(term, weight)…]); ``labels``: (concept number, [terms of a word]…),
    English words beginning with ``en:``; ``by_term``: first term -> label numbers.
    """

    concepts: list[tuple[str, str, list[tuple[str, float]]]]
    labels: list[tuple[int, list[list[str]]]]
    by_term: dict[str, list[int]]


def open_expander(thesaurus: Path, cache: Path, analyzer: Analyzer) -> Expander:
    """The expander of a folder's thesaurus, analysed once and kept under ``cache``.

    Raises BadThesaurus when the tables break their rules.
    """
    kept = cache / f"thesaurus-{_digest(thesaurus)}.json"
    if not kept.is_file():
        scratch = kept.with_suffix(f".{os.getpid()}")
        scratch.write_text(json.dumps(analysed(read(thesaurus), analyzer)), encoding="utf-8")
        scratch.replace(kept)
    table: Table = json.loads(kept.read_text(encoding="utf-8"))
    return Expander(table, analyzer)


def analysed(concepts: Sequence[Concept], analyzer: Analyzer) -> Table:
    """Every label of every concept as words and terms."""
    table = Table(concepts=[], labels=[], by_term={})
    for number, concept in enumerate(concepts):
        polish = [polish_words(label, analyzer) for label in concept.polish]
        english = [english_words(label, analyzer) for label in concept.english]
        weights = sorted(_weights(polish).items())
        table["concepts"].append((concept.id, concept.pref_pl, weights))
        for words in (*polish, *english):
            _add_label(table, number, words)
    return table


def _add_label(table: Table, concept: int, words: Words) -> None:
    if not words:
        return
    for term in sorted(words[0]):
        table["by_term"].setdefault(term, []).append(len(table["labels"]))
    table["labels"].append((concept, [sorted(word) for word in words]))


def is_english(text: str) -> bool:
    """Does a question look English, by its share of English function words?"""
    words = re.findall(r"[^\W\d_]+", text.lower())
    telling = sum(word in ENGLISH_WORDS and word not in _POLISH_TOO for word in words)
    return bool(words) and telling / len(words) >= _ENGLISH_SHARE


def polish_words(text: str, analyzer: Analyzer) -> Words:
    return tuple(frozenset(token.terms) for token in analyzer.tokens(text))


def english_words(text: str, analyzer: Analyzer) -> Words:
    stem = Stemmer.Stemmer("english", 0).stemWord
    return tuple(frozenset((f"en:{stem(token.surface)}",)) for token in analyzer.tokens(text))


def _weights(labels: Iterable[Words]) -> dict[str, float]:
    """Each label counts ``SHARE`` in all, spread over its words."""
    weights: dict[str, float] = {}
    for label in labels:
        words = [word for word in label if any(len(term) > 2 for term in word)]
        for term in (term for word in words for term in word):
            weights[term] = max(SHARE / len(words), weights.get(term, 0.0))
    return weights


def _begins(words: Words, label: list[list[str]]) -> bool:
    """Do the words of a label stand at the beginning of the words of a question?"""
    if len(label) > len(words):
        return False
    return all(not have.isdisjoint(want) for have, want in zip(words, label, strict=False))


def _digest(thesaurus: Path) -> str:
    digest = sha256(f"{_FORMAT} {SHARE}".encode())
    for path in sorted(thesaurus.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
