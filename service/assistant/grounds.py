"""Do the documents say anything of it? Decided in code before anything is written.

The more of a question's telling words stand together in one passage, rare ones counting more, the
safer it is that the passage answers. Thresholds come from the even lines of the golden answers and
of the search questions without an answer; the odd ones measure them (docs/assistant.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import Analyzer
from service.assistant.evidence import Candidate, Evidence, likeness, share
from service.assistant.outcome import Outcome
from service.assistant.question import Question, Wanted, rarity

ENOUGH = 0.75
ENOUGH_ENGLISH = 0.33
"""An English question shares few words with Polish text, so meaning decides with them."""
ENOUGH_FOR_A_PART = 0.3
IN_SCOPE = 0.2
_DENSE_ENGLISH = 1.2
_THREE, _PART, _UNKNOWN = 0.3, 0.3, 0.2
_DEEP = 4
_HALF = 0.5
_DENIAL = re.compile(r"\b(?:nie|not|no)\b", re.IGNORECASE)
_ASKS_WHETHER = re.compile(r"^\s*czy\b|\b(?:is|are|does|do|did)\s+\w+", re.IGNORECASE)
_REACH = 3


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the decision rests on."""

    outcome: Outcome
    strength: float
    missing: tuple[str, ...] = ()
    """Parts of the question that nothing found speaks of."""


def judge(question: Question, evidence: Evidence, analyzer: Analyzer) -> Grounds:
    """Answerable wholly, partly or not at all; out of scope when hardly a word or name is known."""
    if not question.words:
        return Grounds(Outcome.UNCLEAR, 0.0)
    if not evidence.candidates or not _in_scope(question, evidence):
        return Grounds(Outcome.OUT_OF_SCOPE, 0.0)
    strength = strength_of(question, evidence)
    needed = ENOUGH_ENGLISH if question.is_english else ENOUGH
    if strength < needed or is_denied(question, evidence.candidates, analyzer):
        return Grounds(Outcome.NOT_IN_DOCUMENTS, strength)
    missing = tuple(
        part.text
        for at, part in enumerate(question.parts)
        if max(c.contexts[at] for c in evidence.candidates) < ENOUGH_FOR_A_PART
    )
    if missing and not question.is_english:
        return Grounds(Outcome.PARTLY, strength, missing)
    return Grounds(Outcome.ANSWERED, strength)


def _in_scope(question: Question, evidence: Evidence) -> bool:
    """Does it name us, or speak our words at all? An English one is judged by meaning alone."""
    names_us = bool(question.cities or question.networks or question.names_plan)
    known = names_us or question.is_english
    return known or share(question.words, _best_of_each(evidence)) >= IN_SCOPE


def strength_of(question: Question, evidence: Evidence) -> float:
    """Best passage, best three, weakest part, less a penalty for words no document knows."""
    held = sorted((share(question.words, words) for words in evidence.passages), reverse=True)
    three = [*held, 0.0, 0.0][:3]
    parts = [max(c.contexts[at] for c in evidence.candidates) for at in range(len(question.parts))]
    if question.is_english:
        return held[0] + _DENSE_ENGLISH * max(evidence.meanings)
    unknown = _has_unknown(question, _best_of_each(evidence))
    return held[0] + _THREE * sum(three) / 3 + _PART * min(parts) - _UNKNOWN * unknown


def is_denied(question: Question, candidates: Sequence[Candidate], analyzer: Analyzer) -> bool:
    """Does what stands closest negate what the question takes for granted?

    «Dlaczego miasto zrezygnowało z X?» where the city writes «nie zrezygnowaliśmy z X».
    """
    if _ASKS_WHETHER.search(question.text) or _DENIAL.search(question.text):
        return False
    if not any(_supposes(part.wanted) for part in question.parts):
        return False
    own = [c for c in candidates if c.source.document.city in question.cities]
    closest = sorted(own, key=lambda c: -max(c.contexts))[:_DEEP]
    return any(_negates(question, candidate, analyzer) for candidate in closest)


def _supposes(wanted: frozenset[Wanted]) -> bool:
    return not wanted.isdisjoint((Wanted.REASON, Wanted.MONEY, Wanted.TIME, Wanted.STANCE))


def _negates(question: Question, candidate: Candidate, analyzer: Analyzer) -> bool:
    """Does «nie» stand right before one of the question's words, or close an opinion of it?"""
    tokens = list(analyzer.tokens(candidate.sentence.text))
    places = [at for at, token in enumerate(tokens) if token.surface == "nie"]
    return any(
        likeness(word, frozenset(token.terms)) >= _HALF
        for at in places
        for token in tokens[at + 1 : at + 1 + _REACH]
        for word in question.words
    )


def _best_of_each(evidence: Evidence) -> tuple[float, ...]:
    """For each word the best that any passage holds of it."""
    return tuple(max(column) for column in zip(*evidence.passages, strict=True))


def _has_unknown(question: Question, known: Sequence[float]) -> bool:
    """Is there a word that stands in no document at all?"""
    never = rarity(0, question.collection) - 1e-6
    pairs = zip(question.words, known, strict=True)
    return any(word.weight >= never and held < _HALF for word, held in pairs)
