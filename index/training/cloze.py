"""Questions made from plain text: a sentence must find the passage it was taken from
(inverse cloze, Lee et al. 2019), and a few of its words, inflected anew, must find it too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from index.training.families import Families
from index.training.pairs import Pair
from index.training.parallel import read_lines

STATUTES = "mono/ustawy_1993-2004_paragraphs.txt.gz"
SPEECHES = "mono/sejm_2023-2024_utterances.txt.gz"
DOCUMENTATION = "parallel_docs/mono_pl.txt.gz"
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+(?=[^\W_])")
_ENUMERATOR = re.compile(
    r"^(?:\W*(?:art\.?|§|ust\.?|pkt)?\s*\d+\w?[.)]\s*|[a-z]\)\s*)+", re.IGNORECASE
)
_LEAST_WORDS = 5
_KEPT_IN_PLACE = 0.15
_LONGEST = 1200

Read = Callable[[Path, int], list[Pair]]


def sentences_of(file: str, rounds: int = 1) -> Read:
    """A source: each sentence drawn finds the rest of its passage."""

    def read(data: Path, seed: int) -> list[Pair]:
        chance = Random(seed)  # noqa: S311
        passages = passages_of(data / file)
        cuts = (_cloze(text, chance) for _ in range(rounds) for text in passages)
        return [pair for pair in cuts if pair is not None]

    return read


def keywords_of(file: str, rounds: int = 1) -> Read:
    """A source: a few words, half of them in another form, find their passage."""

    def read(data: Path, seed: int) -> list[Pair]:
        chance = Random(seed)  # noqa: S311
        passages = passages_of(data / file)
        families = Families(passages)
        return [_keywords(text, families, chance) for _ in range(rounds) for text in passages]

    return read


def passages_of(path: Path) -> list[str]:
    """The passages of a text file, one a line, without enumerators and cut to a length."""
    lines = (_ENUMERATOR.sub("", line).strip()[:_LONGEST] for line in read_lines(path))
    return list(dict.fromkeys(line for line in lines if len(line.split()) >= _LEAST_WORDS))


def _cloze(text: str, chance: Random) -> Pair | None:
    parts = list(_sentences(text))
    if len(parts) < 2:
        return None
    chosen = chance.randrange(len(parts))
    rest = parts if chance.random() < _KEPT_IN_PLACE else parts[:chosen] + parts[chosen + 1 :]
    return Pair(parts[chosen], " ".join(rest), text)


def _sentences(text: str) -> Iterator[str]:
    """Sentences, the short ones joined to the next."""
    held = ""
    for part in _SENTENCE_END.split(text):
        held = f"{held} {part}".strip()
        if len(held.split()) >= _LEAST_WORDS:
            yield held
            held = ""


def _keywords(text: str, families: Families, chance: Random) -> Pair:
    words = families.keywords(text, chance.randint(2, 7), chance)
    return Pair(" ".join(_inflected(words, families, chance)), text, text)


def _inflected(words: Sequence[str], families: Families, chance: Random) -> list[str]:
    return [families.sibling(w, chance) if chance.random() < 0.6 else w for w in words]
