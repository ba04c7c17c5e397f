"""Does what is cited bear what is said? Numbers, names, acts and denials, checked in code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.analysis import Analyzer, fold, legal_references
from service.assistant.function_words import FUNCTION_WORDS
from service.assistant.names import is_form_of

ENOUGH = 0.6
"""The share of a statement's telling words that its citations must hold."""
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?")
_SPELLED = re.compile(
    r"\b(?:zero|jeden|jedn[aąe]\w*|dw[aóieuj]\w*|oba\w*|obie|obu|trz[yeę]\w*|trzech|troj\w+|czter\w+|czwor\w+|pięci\w*|pięć\w*"
    r"|sześ[ćc]\w*|sied(?:em|mi)\w*|osiem\w*|ośmi\w*|dziewię[ćc]\w*|dziesię[ćc]\w*|\w+naści\w*|\w+naśc\w*|\w+dzieści\w*|\w+dziesiąt\w*"
    r"|sto|stu|dwieście|\w+set|tysi[ąe]c\w*|tys\.|milion\w*|mln|miliard\w*|mld|połow\w+|półtor\w+)(?!\w)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:styczni|lut(?:y|ego|ym)|marc|marzec|kwie[ct]|maj[auem]?\b|czerw(?:iec|c)|lip(?:iec|c)|sierp|wrze[śs]|październik"
    r"|listopad|grud(?:zień|ni))\w*",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!\w)[A-ZĄĆĘŁŃÓŚŹŻ][\w-]*")
_DENIAL = frozenset(("nie", "bez", "brak", "ani", "zaden", "zadna", "zadne", "not", "no", "never"))
_REACH = 2


class Support:
    """Judges statements against the texts they cite; one thread at a time."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def score(self, statement: str, cited: Sequence[str]) -> float:
        """The share of telling words that are cited; 0 where a fact or a denial is not."""
        text = "\n".join(cited)
        if not cited or self._invents(statement, text) or self._turns_round(statement, cited):
            return 0.0
        return self._held(statement, text)

    def _invents(self, statement: str, text: str) -> bool:
        """Is there a number, a month, a name or an act that no cited text holds?"""
        missing = numbers(statement) - numbers(text) or set(legal_references(statement)) - set(
            legal_references(text)
        )
        return (
            bool(missing)
            or self._spells_out(statement, text)
            or self._names_a_stranger(statement, text)
        )

    def _spells_out(self, statement: str, text: str) -> bool:
        """Is there a number in words or a month that no cited text holds?"""
        known = frozenset(term for word in _spelled(text) for term in self._analyzer.terms(word))
        return any(known.isdisjoint(self._analyzer.terms(word)) for word in _spelled(statement))

    def _names_a_stranger(self, statement: str, text: str) -> bool:
        known = {fold(word) for word in re.findall(r"[\w-]+", text)}
        terms = frozenset(self._analyzer.terms(text))
        return any(
            fold(name) not in known
            and terms.isdisjoint(self._analyzer.terms(name))
            and not any(is_form_of(name, word) for word in known)
            for name in _names(statement)
        )

    def _turns_round(self, statement: str, cited: Sequence[str]) -> bool:
        """Does it deny what the closest cited sentence says, or say what that denies?"""
        telling = self._telling(statement)
        sentences = [s for text in cited for s in re.split(r"(?<=[.!?])\s+|\n", text) if s.strip()]
        closest = max(sentences, key=lambda s: len(telling & self._telling(s)), default="")
        shared = telling & self._telling(closest)
        denied, denied_there = self._denied(statement), self._denied(closest)
        return bool((denied ^ denied_there) & shared)

    def _held(self, statement: str, text: str) -> float:
        words = [t for t in self._analyzer.tokens(statement) if t.surface not in FUNCTION_WORDS]
        terms = frozenset(self._analyzer.terms(text))
        if not words:
            return 0.0
        return sum(not terms.isdisjoint(word.terms) for word in words) / len(words)

    def _telling(self, text: str) -> frozenset[str]:
        tokens = (t for t in self._analyzer.tokens(text) if t.surface not in FUNCTION_WORDS)
        return frozenset(term for token in tokens for term in token.terms)

    def _denied(self, text: str) -> frozenset[str]:
        """Terms that stand right after a denial."""
        tokens = list(self._analyzer.tokens(text))
        after: Iterable[int] = (
            place
            for at, token in enumerate(tokens)
            if token.surface in _DENIAL
            for place in range(at + 1, min(at + 1 + _REACH, len(tokens)))
        )
        return frozenset(term for place in after for term in tokens[place].terms)


def numbers(text: str) -> frozenset[str]:
    """Numbers in one spelling: 5 000 000 and 5000000 are the same, 500000 is not."""
    return frozenset(_canonical(match.group()) for match in _NUMBER.finditer(text))


def _canonical(number: str) -> str:
    grouped = re.sub(r"[ \u00a0\u202f]", "", number)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", grouped):
        grouped = grouped.replace(".", "")
    whole, _, part = grouped.replace(",", ".").partition(".")
    return f"{whole}.{part.rstrip('0')}" if part.rstrip("0") else whole


def _spelled(text: str) -> list[str]:
    """Numbers in words, and months."""
    return [match.group() for match in (*_SPELLED.finditer(text), *_MONTH.finditer(text))]


def _names(statement: str) -> list[str]:
    """Words with a capital letter, less the first of the sentence."""
    return [m.group() for m in _NAME.finditer(statement) if m.start() > 0 and len(m.group()) > 1]
