"""Stretches of text -> how well each bears out a statement: exact scores over all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt

import numpy as np

from index.affinity import Rarity
from index.analysis import Analyzer
from index.ports import Embedder, Ids, Vectors
from index.profiles import lemmas

MEANING = 0.3
"""What the cosine of vectors counts beside that of words, measured on even golden barriers."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A text to be borne out: counts of its lemmas, and one vector a paragraph."""

    words: Mapping[str, int]
    vectors: Vectors


def statement(analyzer: Analyzer, embedder: Embedder, paragraphs: Sequence[str]) -> Statement:
    """A statement of one or more paragraphs."""
    words = Counter(lemma for text in paragraphs for lemma, _ in lemmas(analyzer, text))
    return Statement(words, embedder.embed_passages(paragraphs))


NO_VECTORS: Vectors = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The words of a text by count and rarity, and the length of that as a vector."""

    weights: Mapping[str, float]
    length: float

    def shared(self, other: Weighed) -> float:
        """The cosine of the two."""
        few, many = sorted((self.weights, other.weights), key=len)
        product = sum(weight * many[word] for word, weight in few.items() if word in many)
        return product / (self.length * other.length)


class Evidence:
    """Stretches of text, scored against statements by the words and the meaning they share."""

    def __init__(self, stretches: Sequence[Statement], owners: Sequence[str] = ()) -> None:
        self._count = len(stretches)
        self._last: tuple[Statement, Weighed] | None = None
        self._owners = [owner for owner, _ in groupby(owners)]
        sizes = [len(list(group)) for _, group in groupby(owners)]
        self._starts = np.cumsum([0, *sizes])
        self._rarity = Rarity([stretch.words for stretch in stretches])
        self._postings = self._inverted(stretches)
        vectors = [stretch.vectors.mean(axis=0) for stretch in stretches]
        self._vectors = np.array(vectors, dtype=np.float32).reshape(self._count, -1)

    def likeness(self, asked: Statement) -> Vectors:
        """Cosine of rarity-weighted words and best cosine of meaning, for each stretch."""
        words = np.zeros(self._count, dtype=np.float32)
        weights = self._rarity.weights(asked.words)
        for word, weight in weights.items():
            if word in self._postings:
                places, values = self._postings[word]
                words[places] += weight * values
        words /= _length(weights.values())
        return words + np.float32(MEANING) * self._meaning(asked)

    @staticmethod
    def against(likeness: Vectors, rivals: Sequence[Vectors], weight: float) -> Vectors:
        """Raised where a stretch is nearer to this statement than to its nearest rival."""
        if not rivals:
            return likeness
        nearest: Vectors = np.maximum.reduce(list(rivals))
        return likeness + np.float32(weight) * (likeness - nearest)

    def held(self, asked: Statement) -> Vectors:
        """The share of the statement's words, by rarity, that each stretch holds."""
        shares = np.zeros(self._count, dtype=np.float32)
        weights = {word: self._rarity.weight(word) for word in asked.words}
        for word, weight in weights.items():
            if word in self._postings:
                shares[self._postings[word][0]] += weight
        whole = sum(weights.values()) or 1.0
        return shares / np.float32(whole)

    def scores(self, forms: Sequence[Statement]) -> Vectors:
        """Likeness and the share held, the forms of one question counting alike."""
        total = np.zeros(self._count, dtype=np.float32)
        for form in forms:
            total += self.likeness(form) + self.held(form)
        total /= max(len(forms), 1)
        return total

    def strong(self, scores: Vectors, least: float) -> dict[str, tuple[int, float]]:
        """The best stretch of each owner that reaches a score, as (place, score).

        The stretches of one owner stand together.
        """
        if not self._count:
            return {}
        maxima = np.maximum.reduceat(scores, self._starts[:-1])
        found = {}
        for at in np.flatnonzero(maxima >= least):
            start, end = self._starts[at], self._starts[at + 1]
            place = int(start + np.argmax(scores[start:end]))
            found[self._owners[at]] = (place, float(scores[place]))
        return found

    def weighed(self, text: Statement) -> Weighed:
        """The words of a text with their weights; one text's are worked out once in a row."""
        if self._last is None or self._last[0] is not text:
            weights = self._rarity.weights(text.words)
            self._last = (text, Weighed(weights, _length(weights.values())))
        return self._last[1]

    def each_against(self, asked: Statement, others: Sequence[Statement]) -> list[float]:
        """The likeness of a statement to texts that need not be among the stretches."""
        mine = self.weighed(asked)
        return [
            mine.shared(self.weighed(other))
            + MEANING * float((asked.vectors @ other.vectors.T).max(initial=0.0))
            for other in others
        ]

    def _meaning(self, asked: Statement) -> Vectors:
        if not self._count:
            return np.zeros(0, dtype=np.float32)
        best: Vectors = (self._vectors @ asked.vectors.T).max(axis=1)
        return best

    def _inverted(self, stretches: Sequence[Statement]) -> dict[str, tuple[Ids, Vectors]]:
        """Word -> the stretches that hold it and its share of each one's length."""
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, stretch in enumerate(stretches):
            weights = self._rarity.weights(stretch.words)
            length = _length(weights.values())
            for word, weight in weights.items():
                postings[word].append((place, weight / length))
        return {word: _columns(pairs) for word, pairs in postings.items()}


def _length(weights: Iterable[float]) -> float:
    return sqrt(sum(weight**2 for weight in weights)) or 1.0


def _columns(pairs: Sequence[tuple[int, float]]) -> tuple[Ids, Vectors]:
    places, values = zip(*pairs, strict=True)
    return np.array(places, dtype=np.int64), np.array(values, dtype=np.float32)
