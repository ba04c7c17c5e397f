"""A question -> what it is about, what it asks for and whom it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import log

from corpus.model import Document, Role
from index.analysis import Analyzer, Token
from index.expansion import Expander, is_english
from index.query import Filters
from service.assistant.function_words import ENGLISH_FUNCTION_WORDS, FUNCTION_WORDS
from service.assistant.names import cities_named, is_form_of, networks_named

Frequencies = Callable[[Iterable[str]], tuple[dict[str, int], int]]
"""Terms -> in how many passages each stands, and how many passages there are."""


class Wanted(StrEnum):
    """What kind of thing an answer must hold."""

    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    TIME = "time"
    REASON = "reason"
    PERSON = "person"
    STANCE = "stance"


_WANTED: tuple[tuple[Wanted, str], ...] = (
    (
        Wanted.MONEY,
        r"\b(ile|jak[aią]\w*)\b.{0,40}\b(koszt|zapłac|kwot|wyda[lłn]|cen[aęy]\b|stawk|strat|dotacj"
        r"|płac[iąa]|wydatk|budżet)|\bhow much\b|\bcosts?\b|\bat what price\b",
    ),
    (
        Wanted.SHARE,
        r"\b(odsetek|procent|udział|jak[aą] część)|\bwhat (share|percentage|proportion)\b",
    ),
    (
        Wanted.TIME,
        r"\b(kiedy|jak długo|do kiedy|od kiedy|w którym roku|w jakim terminie|termin"
        r"|ile (lat|miesięcy|dni|tygodni|godzin))\b|\b(when|how long|by what date)\b",
    ),
    (Wanted.REASON, r"\b(dlaczego|czemu|z jakiego powodu|why)\b"),
    (Wanted.PERSON, r"\b(kto|kogo|komu|do kogo|nazwisk\w*|who)\b"),
    (
        Wanted.STANCE,
        r"\b(przeszkod|barier|problem|kłopot|uważa|zaprzecza|zgłasza|twierdz|obstacle|barrier)",
    ),
    (Wanted.NUMBER, r"\b(ile|ilu|jak wiele|liczba|how many|how much)\b"),
)
_ROLES: tuple[tuple[Role, str], ...] = (
    (Role.RECOMMENDATION, r"\b(rekomendacj|zaleca|proponuje|postul|recommend|propose)"),
    (Role.BARRIER, r"\b(barier|przeszkod|przeszkadza|obstacle|barrier)"),
    (Role.CHALLENGE, r"\b(wyzwani|problem|kłopot|challenge)"),
    (Role.FUNDING, r"\b(finansow|funding|sfinans|środki)"),
    (Role.SCHEDULE, r"\b(harmonogram|termin|schedule)"),
    (Role.RISKS, r"\b(ryzyk|risks?\b)"),
    (Role.INDICATORS, r"\b(wskaźnik|target|docelow)"),
    (Role.STAKEHOLDERS, r"\b(interesariusz|partnerz|stakeholder)"),
)
_MANY = re.compile(
    r"\b(któr(e|ych|ym|ymi)|jaki(e|ch)|ile|ilu)\s+(\w+\s+){0,2}miast\w*|\bwszystkie miasta\b"
    r"|\b(which|how many|what)\s+(\w+\s+){0,2}(cities|towns)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\b(ile|ilu|how many)\s+(\w+\s+){0,2}(miast|cities|towns)", re.IGNORECASE)
_PLAN = re.compile(r"\bplan\w*\s+ulepsze[nń]\w*|\bPU\b", re.IGNORECASE)
_ASKS = (
    r"(?:ile|ilu|jak\w*|kiedy|kto|kogo|komu|dlaczego|czemu|gdzie|skąd|któr\w+|co|czego|what|how|when"
    r"|who|why|which|where)\b"
)
_NEXT_PART = re.compile(
    rf"(?:,\s*(?:a|i|oraz|and)?|\s+(?:i|oraz|a|and))\s+(?=(?:(?:do|od|z|za|w|na|at|by)\s+)?{_ASKS})",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:ile|ilu|how many)\s+(?:z\s+)?", re.IGNORECASE)
_RELATED = 0.25
_CARRIED = 0.5
"""What a word of one part of a question counts in another part."""
_QUESTION_MARKS = re.compile(r"[\"„”“»«]")


@dataclass(frozen=True, slots=True)
class Word:
    """One telling word of a question: how rare it is and what else it may be called."""

    surface: str
    terms: frozenset[str]
    weight: float
    related: tuple[tuple[str, float], ...] = ()
    """Terms the thesaurus knows for it, with how well each stands for it (below 1)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a question asks for: its words (those of other parts weigh less) and form."""

    text: str
    words: tuple[Word, ...]
    wanted: frozenset[Wanted]
    counted: frozenset[str] = frozenset()
    """Terms of what is counted: «ile stanowisk» counts «stanowisko»."""

    @property
    def weight(self) -> float:
        return sum(word.weight for word in self.words)


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: its parts, its names, and whether it asks for a list of cities."""

    text: str
    is_english: bool
    words: tuple[Word, ...]
    parts: tuple[Part, ...]
    cities: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()
    """Parts of a document that its wording points at."""
    asks_for_many: bool = False
    counts: bool = False
    names_plan: bool = False
    other_cities: tuple[str, ...] = ()
    """The cities of the collection that it does not name."""
    collection: int = 0
    """How many passages there are in all."""

    @property
    def weight(self) -> float:
        return sum(word.weight for word in self.words)

    @property
    def plain_text(self) -> str:
        """Without quotation marks, which a search would take for exact phrases."""
        return " ".join(_QUESTION_MARKS.sub(" ", self.text).split())


class Reader:
    """Reads questions with the collection's own words; one thread at a time."""

    def __init__(self, analyzer: Analyzer, expander: Expander, frequencies: Frequencies) -> None:
        self._analyzer = analyzer
        self._expander = expander
        self._frequencies = frequencies

    def read(self, text: str, documents: Sequence[Document], filters: Filters) -> Question:
        """The question with the cities and networks it names, or the filters give."""
        cities = filters.city or cities_named(text, documents)
        networks = filters.network or networks_named(text, documents)
        names = (*cities, *networks)
        words = self._words(text, names)
        many = bool(_MANY.search(text)) and not cities
        return Question(
            text=text,
            is_english=is_english(text),
            words=words,
            parts=self._parts(text, words, names),
            cities=tuple(cities),
            networks=tuple(networks),
            roles=frozenset(role for role, cue in _ROLES if re.search(cue, text.lower())),
            asks_for_many=many,
            counts=many and bool(_COUNT.search(text)),
            names_plan=bool(_PLAN.search(text)),
            other_cities=tuple(sorted({d.city for d in documents} - {"", *cities})),
            collection=self._frequencies(())[1],
        )

    def _parts(self, text: str, words: tuple[Word, ...], names: Sequence[str]) -> tuple[Part, ...]:
        stretches = [stretch for stretch in _NEXT_PART.split(text) if stretch.strip()]
        parts = [self._part(stretch, text, words, names) for stretch in stretches]
        return tuple(part for part in parts if part.words) or (Part(text, words, wanted_in(text)),)

    def _part(self, stretch: str, text: str, words: tuple[Word, ...], names: Sequence[str]) -> Part:
        own = {token.surface for token in self._telling(stretch, is_english(text), names)}
        if not own:
            return Part(stretch, (), frozenset())
        weighed = tuple(
            word if word.surface in own else replace(word, weight=_CARRIED * word.weight)
            for word in words
        )
        counted = self._counted(stretch, is_english(text), names)
        return Part(stretch.strip(" ?.,;:"), weighed, wanted_in(stretch), counted)

    def _counted(self, stretch: str, english: bool, names: Sequence[str]) -> frozenset[str]:
        cue = _COUNTED.search(stretch)
        if cue is None:
            return frozenset()
        rest = self._telling(stretch[cue.end() :], english, names)
        near = (token for token in rest if token.start <= 12)
        return frozenset(term for token in list(near)[:1] for term in token.terms)

    def _words(self, text: str, names: Sequence[str]) -> tuple[Word, ...]:
        english = is_english(text)
        tokens = self._telling(text, english, names)
        found, passages = self._frequencies({term for token in tokens for term in token.terms})
        related = self._related(text, tokens, english)
        words = {
            token.surface: Word(
                token.surface,
                frozenset(token.terms),
                rarity(max(found.get(term, 0) for term in token.terms), passages),
                tuple(related[token.surface].items()),
            )
            for token in tokens
        }
        return tuple(words.values())

    def _telling(self, text: str, english: bool, names: Sequence[str]) -> list[Token]:
        words = ENGLISH_FUNCTION_WORDS if english else FUNCTION_WORDS
        return [
            token
            for token in self._analyzer.tokens(text)
            if token.surface not in words
            and (len(token.surface) > 1 or token.surface.isdigit())
            and not _is_name(text[token.start : token.end], names)
        ]

    def _related(
        self, text: str, tokens: Sequence[Token], english: bool
    ) -> dict[str, dict[str, float]]:
        """For each word the terms of the concepts it names, alone or with its neighbours."""
        known: dict[str, dict[str, float]] = {token.surface: {} for token in tokens}
        seen: set[str] = set()
        for group in _groups(tokens):
            stretch = text[group[0].start : group[-1].end]
            for meaning in self._expander.meanings(f"the {stretch}" if english else stretch):
                if len(group) > 1 and meaning.id in seen:
                    continue
                seen.add(meaning.id)
                strong = {t: weight for t, weight in meaning.weights if weight >= _RELATED}
                for token in group:
                    known[token.surface] = strong | known[token.surface]
        return known


def wanted_in(text: str) -> frozenset[Wanted]:
    """The kinds of answer a question's wording asks for."""
    return frozenset(kind for kind, cue in _WANTED if re.search(cue, text.lower()))


def rarity(frequency: int, passages: int) -> float:
    """Inverse document frequency as BM25 has it (Robertson & Zaragoza 2009)."""
    return log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def _groups(tokens: Sequence[Token]) -> Iterable[Sequence[Token]]:
    """Each word, then each two and three neighbours."""
    for size in (1, 2, 3):
        for at in range(len(tokens) - size + 1):
            yield tokens[at : at + size]


def _is_name(word: str, names: Sequence[str]) -> bool:
    parts = [part for name in names for part in name.split()]
    return word[0].isupper() and any(is_form_of(word, part) for part in parts)
