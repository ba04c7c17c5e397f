"""Passages -> a profile: what a text is about, ready to be compared with all others.

A word counts as its lemma alone: over the challenges of the demonstration programme lemmas rank
peers at MAP .92, stem and lemma together, as the search has them, at .86.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.thesaurus import Concept
from index.analysis import Analyzer
from index.expansion import Expander
from index.ports import Embedder, Vectors

BROADER = 0.5
RELATED = 0.3
"""What a concept's parent and its related concepts count where the concept itself is named."""
_SHORTEST = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the passages of one text are about: counts of words and concepts, and vectors."""

    words: tuple[Mapping[str, int], ...]
    """Counts of lemmas, one mapping a passage."""
    concepts: Mapping[str, float]
    """How often each concept of the thesaurus is named, by its id."""
    vectors: Vectors
    """One row a passage."""
    shown: Mapping[str, str]
    """The commonest form in which each lemma stands in the text, to show it to people."""


@dataclass(frozen=True, slots=True)
class Profiler:
    """Makes profiles with one analysis, one thesaurus and one model; one thread at a time."""

    analyzer: Analyzer
    expander: Expander
    embedder: Embedder
    concepts: Mapping[str, Concept]

    def profile(self, passages: Sequence[str]) -> Profile:
        """The profile of a text given as passages; nothing but them decides it."""
        read = [list(lemmas(self.analyzer, text)) for text in passages]
        return Profile(
            words=tuple(Counter(lemma for lemma, _ in words) for words in read),
            concepts=self._concepts(passages),
            vectors=self.embedder.embed_passages(passages),
            shown=_commonest(Counter(pair for words in read for pair in words)),
        )

    def _concepts(self, texts: Sequence[str]) -> Mapping[str, float]:
        """Counted once a sentence, with their parents and relations counting less."""
        counts: Counter[str] = Counter()
        for sentence in (part for text in texts for part in _SENTENCE.split(text)):
            counts.update(meaning.id for meaning in self.expander.meanings(sentence))
        return _with_neighbours(counts, self.concepts)


def lemmas(analyzer: Analyzer, text: str) -> Iterator[tuple[str, str]]:
    """(lemma, word) for every word; numbers and the shortest words are passed over.

    The analysis gives a word's stem first and its lemma last.
    """
    for token in analyzer.tokens(text):
        if len(token.surface) >= _SHORTEST and not token.surface[0].isdigit():
            yield token.terms[-1], text[token.start : token.end].lower()


def _commonest(forms: Mapping[tuple[str, str], int]) -> Mapping[str, str]:
    ascending = sorted(forms, key=lambda form: (forms[form], -len(form[1]), form[1]))
    return dict(ascending)


def _with_neighbours(
    counts: Mapping[str, int], concepts: Mapping[str, Concept]
) -> Mapping[str, float]:
    spread: defaultdict[str, float] = defaultdict(float)
    for name, count in counts.items():
        spread[name] += count
        for other, share in _neighbours(concepts.get(name)):
            spread[other] += share * count
    return dict(spread)


def _neighbours(concept: Concept | None) -> Iterator[tuple[str, float]]:
    if concept is None:
        return
    if concept.broader:
        yield concept.broader, BROADER
    yield from ((other, RELATED) for other in concept.related)
