"""Profiles -> how near each is to each: exact, over all of them, with the reason.

Three likenesses, each between 0 and 1, are mixed: rare words in common (cosine of log-weighted
counts by rarity among the profiles), meaning (each passage against its best match on the other
side, both ways: the late interaction of ColBERT, Khattab & Zaharia 2020, over passages instead of
words) and concepts of the thesaurus in common. From the mix each side's mean likeness to its ten
nearest is taken off, because a text in general words is a little like everything (CSLS, Conneau
et al. 2018); it lifts MAP on the golden peers by two points.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from index.ports import Vectors
from index.profiles import Profile

WORDS, MEANING, CONCEPTS = 0.8, 0.1, 0.1
"""Weights of the mix, measured on the even lines of the golden peers."""
NEIGHBOURS = 10
TYPICAL = 0.1
"""How like its nearest ones a text commonly is: what counts where there are too few of them."""
_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages that make two texts alike, by their places in them."""

    own: int
    other: int
    score: float


@dataclass(frozen=True, slots=True)
class Shared:
    """Words and concepts two texts share, the most telling first."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]


class Rarity:
    """How telling each word or concept is among the texts compared."""

    def __init__(self, counts: Sequence[Mapping[str, float]]) -> None:
        self._texts = len(counts)
        self._holding = Counter(name for count in counts for name in count)
        self.places = {name: place for place, name in enumerate(sorted(self._holding))}

    def weight(self, name: str) -> float:
        return log((self._texts + 1) / (self._holding.get(name, 0) + 0.5))

    def weights(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Each name by the logarithm of its count and by its rarity."""
        return {name: log(1 + count) * self.weight(name) for name, count in counts.items()}

    def rows(self, counts: Sequence[Mapping[str, float]]) -> Vectors:
        """Rows of length 1; what no text compared has adds to the length only."""
        table = np.zeros((len(counts), len(self.places)), dtype=np.float32)
        for row, count in enumerate(counts):
            weights = self.weights(count)
            length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
            for name in weights.keys() & self.places.keys():
                table[row, self.places[name]] = weights[name] / length
        return table


class Affinity:
    """All profiles against each other, or one text against all."""

    def __init__(self, profiles: Sequence[Profile], owners: Sequence[str]) -> None:
        self.profiles = tuple(profiles)
        self._totals = [_total(profile.words) for profile in profiles]
        self._words = Rarity(self._totals)
        self._concepts = Rarity([profile.concepts for profile in profiles])
        self._word_rows = self._words.rows(self._totals)
        self._concept_rows = self._concepts.rows([profile.concepts for profile in profiles])
        self._passages = _stacked([profile.vectors for profile in profiles])
        self._sizes = np.array([len(profile.vectors) for profile in profiles], dtype=np.float32)
        self._starts = np.cumsum([0, *self._sizes[:-1]], dtype=np.int64)
        mix = self._mix()
        mix[np.equal.outer(owners, owners)] = -np.inf
        self._crowds = _crowds(mix)
        self.matrix: Vectors = mix - np.float32(0.5) * (self._crowds[:, None] + self._crowds)
        """Each against each; symmetric, texts of one owner left out as minus infinity."""

    def _mix(self) -> Vectors:
        if not self.profiles:
            return np.zeros((0, 0), dtype=np.float32)
        blocks = np.array_split(self._passages, 1 + len(self._passages) // _BLOCK)
        best = np.vstack([self._best_matches(block) for block in blocks])
        sums = np.add.reduceat(best, self._starts, axis=0)
        meaning: Vectors = np.divide(sums, self._sizes[:, None], dtype=np.float32)
        words = self._word_rows @ self._word_rows.T
        concepts = self._concept_rows @ self._concept_rows.T
        return _mixed(words, np.float32(0.5) * (meaning + meaning.T), concepts)

    def scores(self, profile: Profile) -> Vectors:
        """A text that is not among them against each of them."""
        words = self._word_rows @ self._words.rows([_total(profile.words)])[0]
        concepts = self._concept_rows @ self._concepts.rows([profile.concepts])[0]
        forth = self._best_matches(profile.vectors).mean(axis=0)
        likeness = np.split(self._passages @ profile.vectors.T, self._starts[1:])
        back = np.array([part.max(axis=0).mean() for part in likeness], dtype=np.float32)
        mix = _mixed(words, np.float32(0.5) * (forth + back), concepts)
        return mix - np.float32(0.5) * (_crowds(mix[None, :]) + self._crowds)

    def pairs(self, own: Profile, other: int, limit: int) -> tuple[Pair, ...]:
        """The best matching passages, each used once, best first."""
        theirs = self.profiles[other]
        rows = self._words.rows(own.words) @ self._words.rows(theirs.words).T
        likeness = WORDS * rows + (1 - WORDS) * (own.vectors @ theirs.vectors.T)
        found: list[Pair] = []
        while len(found) < min(limit, *likeness.shape):
            i, j = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
            found.append(Pair(int(i), int(j), float(likeness[i, j])))
            likeness[i, :] = likeness[:, j] = -np.inf
        return tuple(found)

    def shared(self, own: Profile, other: int, limit: int) -> Shared:
        """Why: the words and concepts that weigh most on both sides."""
        theirs = self.profiles[other]
        words = _common(self._words, _total(own.words), self._totals[other])[:limit]
        concepts = _common(self._concepts, own.concepts, theirs.concepts)[:limit]
        return Shared(tuple(theirs.shown[word] for word in words), concepts)

    def telling(self, members: Sequence[int], limit: int) -> tuple[str, ...]:
        """The words that weigh most over some texts and stand in at least half of them."""
        weights: defaultdict[str, float] = defaultdict(float)
        holding: Counter[str] = Counter()
        for member in members:
            for word, weight in self._words.weights(self._totals[member]).items():
                weights[word] += weight
                holding[word] += 1
        enough = [word for word in weights if 2 * holding[word] >= len(members)]
        best = sorted(enough, key=lambda word: (-weights[word], word))[:limit]
        return tuple(self._form(word, members) for word in best)

    def _form(self, word: str, members: Sequence[int]) -> str:
        forms = Counter(self.profiles[member].shown.get(word, "") for member in members)
        del forms[""]
        return max(forms, key=lambda form: (forms[form], -len(form), form))

    def _best_matches(self, vectors: Vectors) -> Vectors:
        """Each passage (rows) against its best match in each text (columns)."""
        likeness = vectors @ self._passages.T
        return np.maximum.reduceat(likeness, self._starts, axis=1)


def _mixed(words: Vectors, meaning: Vectors, concepts: Vectors) -> Vectors:
    mix: Vectors = WORDS * words + MEANING * np.maximum(meaning, 0) + CONCEPTS * concepts
    return mix


def _crowds(likeness: Vectors) -> Vectors:
    """Each row's mean likeness to its nearest; where they are too few, typical ones are added."""
    padded = np.pad(likeness, ((0, 0), (0, NEIGHBOURS)), constant_values=-np.inf)
    nearest = np.sort(padded, axis=1)[:, -NEIGHBOURS:]
    known = np.where(np.isinf(nearest), TYPICAL, nearest)
    means: Vectors = known.mean(axis=1, dtype=np.float32)
    return means


def _total(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total


def _stacked(vectors: Sequence[Vectors]) -> Vectors:
    return np.vstack(vectors) if vectors else np.zeros((0, 1), dtype=np.float32)


def _common(rarity: Rarity, a: Mapping[str, float], b: Mapping[str, float]) -> tuple[str, ...]:
    mine, theirs = rarity.weights(a), rarity.weights(b)
    both = {name: mine[name] * theirs[name] for name in mine if name in theirs}
    return tuple(sorted(both, key=lambda name: (-both[name], name)))
