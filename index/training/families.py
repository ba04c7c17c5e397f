"""Word forms that share a stem: what a question asks in one form, a passage says in another."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from random import Random

import Stemmer

WORD = re.compile(r"[^\W\d_]{2,}")
_FORMS_KEPT = 12
_SHORT = 3


class Families:
    """The inflected forms of a corpus grouped by their Snowball stems, with their rarity."""

    def __init__(self, texts: Iterable[str], seen_at_least: int = 3) -> None:
        counts = Counter(word for text in texts for word in WORD.findall(text.lower()))
        self._total = sum(counts.values()) or 1
        self._counts = counts
        self._stem = Stemmer.Stemmer("polish", 200_000).stemWord
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word, count in counts.most_common():
            stem = self._stem(word)
            if count >= seen_at_least and len(self._forms[stem]) < _FORMS_KEPT:
                self._forms[stem].append(word)

    def sibling(self, word: str, chance: Random) -> str:
        """Another form of the word, or the word itself when none is known."""
        forms = self._forms.get(self._stem(word)) if len(word) > _SHORT else None
        return chance.choice(forms) if forms else word

    def rarity(self, word: str) -> float:
        """How much a word tells: its negative log probability, 0 for very frequent words."""
        share = self._counts.get(word, 1) / self._total
        return max(0.0, -math.log(share) - 5.0)

    def keywords(self, text: str, count: int, chance: Random) -> list[str]:
        """Words of a text, the telling ones likelier, in the order drawn."""
        words = sorted(set(WORD.findall(text.lower())))
        weights = [self.rarity(word) for word in words]
        return _draw(words, weights, count, chance) if any(weights) else words[:count]


def _draw(words: Sequence[str], weights: Sequence[float], count: int, chance: Random) -> list[str]:
    """Weighted draw without replacement (Efraimidis and Spirakis 2006)."""
    keys = [
        (chance.random() ** (1 / weight), word)
        for word, weight in zip(words, weights, strict=True)
        if weight > 0
    ]
    return [word for _, word in sorted(keys, reverse=True)[:count]]
