"""The answer without any model: the sentences that answer, in an order one can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from index.analysis import fold
from service.assistant.evidence import Candidate, Evidence
from service.assistant.names import names_any
from service.assistant.question import Question

LENGTH = 9
LONGEST = 11
"""Sentences of an answer to a question of one part, and of several; about a paragraph."""
_LISTED = 4
"""How many items of a list follow the sentence that announces it."""
_PASSAGE = 0.4
"""What the three best sentences of a passage count for each sentence of it."""
_REPEATS = 0.05
_WORTH = 0.65
"""The last sentence must score at least this share of the best."""
_SHORTEST = 4


def chosen(question: Question, evidence: Evidence) -> tuple[Candidate, ...]:
    """Each part of the question gets its best sentences in turn; repeats are passed over."""
    usable = [c for c in evidence.candidates if _is_telling(c) and _is_about(question, c)]
    if not usable:
        return ()
    length = LENGTH if len(question.parts) == 1 else LONGEST
    ranked = [_ranked(usable, at) for at in range(len(question.parts))]
    taken: list[Candidate] = []
    for turn in range(length):
        best = _next(ranked[turn % len(ranked)], taken)
        if best is not None and len(taken) < length:
            taken += [best, *_announced(best, usable, taken)]
    return tuple(_in_order(taken, len(ranked)))


def _announced(
    candidate: Candidate, usable: Sequence[Candidate], taken: Sequence[Candidate]
) -> list[Candidate]:
    """The items of a list that a sentence announces with a colon."""
    if not candidate.sentence.text.endswith(":"):
        return []
    passage, first = candidate.source.passage.id, candidate.ordinal + 1
    following = [
        c for c in usable if c.source.passage.id == passage and first <= c.ordinal < first + _LISTED
    ]
    return [c for c in following if c not in taken]


def nearest(evidence: Evidence, count: int) -> tuple[Candidate, ...]:
    """What to show beside a refusal."""
    telling = (c for c in evidence.candidates if _is_telling(c))
    return tuple(sorted(telling, key=lambda c: -max(c.scores))[:count])


def _ranked(candidates: Sequence[Candidate], part: int) -> list[tuple[float, Candidate]]:
    together: dict[str, list[float]] = defaultdict(list)
    for candidate in candidates:
        together[candidate.source.passage.id].append(candidate.scores[part])
    support = {key: sum(sorted(scores)[-3:]) / 3 for key, scores in together.items()}
    scored = [(c.scores[part] + _PASSAGE * support[c.source.passage.id], c) for c in candidates]
    return sorted(scored, key=lambda pair: -pair[0])


def _next(
    ranked: Sequence[tuple[float, Candidate]], taken: Sequence[Candidate]
) -> Candidate | None:
    """The best sentence that is new and not much worse than the best of all."""
    known = {_plain(candidate) for candidate in taken}
    fresh = [(score, c) for score, c in ranked if _plain(c) not in known]
    if not fresh or fresh[0][0] < _WORTH * ranked[0][0]:
        return None
    covered = [max(column) for column in zip(*(c.own for c in taken), strict=True)] if taken else []
    return max(fresh[:40], key=lambda pair: pair[0] - _REPEATS * _overlap(pair[1], covered))[1]


def _overlap(candidate: Candidate, covered: Sequence[float]) -> float:
    if not covered:
        return 0.0
    return sum(map(min, candidate.own, covered)) / len(covered)


def _in_order(taken: Sequence[Candidate], leading: int) -> Iterable[Candidate]:
    """Documents by their best sentence; the best of each part leads, the rest as they stand."""
    first: dict[str, int] = {}
    for place, candidate in enumerate(taken):
        first.setdefault(candidate.source.document.id, place)
    lead = {id(candidate): place for place, candidate in enumerate(taken[:leading])}
    return sorted(
        taken,
        key=lambda c: (
            first[c.source.document.id],
            lead.get(id(c), leading),
            c.source.passage.ordinal,
            c.sentence.start,
        ),
    )


def _is_telling(candidate: Candidate) -> bool:
    """Not a heading's rest, a bare number or a question: a few words that say something."""
    text = candidate.sentence.text
    return len(text.split()) >= _SHORTEST and not text.rstrip('”"»').endswith("?")


def _is_about(question: Question, candidate: Candidate) -> bool:
    """Where cities are asked about, a plan's sentence must not be about other cities."""
    city = candidate.source.document.city
    if not question.cities or city in question.cities:
        return True
    text = candidate.sentence.text
    return names_any(text, question.cities) or not names_any(text, question.other_cities)


def _plain(candidate: Candidate) -> str:
    return " ".join(fold(candidate.sentence.text).split())
