"""Follow-up questions: the topic is carried over, and the question as understood is shown."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.errors import NotFound
from corpus.model import Document
from index.analysis import Analyzer
from service.assistant.function_words import ENGLISH_FUNCTION_WORDS, FUNCTION_WORDS
from service.assistant.names import cities_named, is_form_of

_KEPT = 1_000
_HOURS = 2
_FEW = 3
"""A question of fewer telling words can lean on the one before."""
_LEANS = re.compile(
    r"^\s*(?:a|i|and|oraz|what about|how about|tam|to|ile to)\b"
    r"|\b(?:tam|tego|temu|tym|jego|jej|ich|nim|niej|nimi|one|oni|there|it|its|they|them|that|those)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = " ?.!,;:"


@dataclass(frozen=True, slots=True)
class Topic:
    """What the last question of a conversation was about."""

    text: str


def self_standing(
    text: str, before: Topic | None, documents: Sequence[Document], analyzer: Analyzer
) -> str:
    """The question with the topic before it carried over, where it leans on that; else unchanged.

    «A w Kamionowie?» puts the other city into the question before; «Ile to kosztuje?» is asked of
    the city and the matter before.
    """
    if before is None:
        return text
    own = _telling(text, analyzer, documents)
    cities = cities_named(text, documents)
    if cities and not own:
        return _with_city(before.text, text, documents)
    if not _leans(text, own, bool(cities)):
        return text
    carried = [word for word in _telling(before.text, analyzer, documents) if word not in own]
    names = "" if cities else " i ".join(cities_named(before.text, documents))
    topic = ": ".join(part for part in (names, " ".join(dict.fromkeys(carried))) if part)
    return f"{text.strip(_ENDS)} ({topic})?" if topic else text


def _leans(text: str, own: Sequence[str], names_a_city: bool) -> bool:
    if _LEANS.search(text) and len(own) <= _FEW:
        return True
    return len(own) < _FEW and not names_a_city


def _with_city(before: str, text: str, documents: Sequence[Document]) -> str:
    """The question before, with its cities put in the place of those it named."""
    new = " i ".join(_as_written(text, documents))
    old = _as_written(before, documents)
    if not old:
        return f"{before.strip(_ENDS)} ({new})?"
    kept = before
    for at, word in enumerate(old):
        kept = kept.replace(word, new if at == 0 else "", 1)
    return " ".join(kept.split())


def _as_written(text: str, documents: Sequence[Document]) -> list[str]:
    """The words of a text that name cities, in the form they stand in."""
    cities = cities_named(text, documents)
    words = [word for word in _WORD.findall(text) if word[0].isupper()]
    return [w for w in words if any(is_form_of(w, part) for c in cities for part in c.split())]


def _telling(text: str, analyzer: Analyzer, documents: Sequence[Document]) -> list[str]:
    names = set(_as_written(text, documents))
    passed_over = FUNCTION_WORDS | ENGLISH_FUNCTION_WORDS
    words = ((t.surface, text[t.start : t.end]) for t in analyzer.tokens(text))
    return [word for surface, word in words if surface not in passed_over and word not in names]


class Conversations:
    """Topics by session id, in memory only: the oldest and the idle ones are forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._topics: OrderedDict[str, tuple[float, Topic | None]] = OrderedDict()

    def begin(self) -> str:
        """A new session's id, not to be guessed."""
        session = secrets.token_urlsafe(16)
        self.remember(session, None)
        return session

    def topic(self, session: str) -> Topic | None:
        """What was asked last; raises NotFound for a session that ended or never was."""
        with self._lock:
            kept = self._topics.get(session)
        if kept is None or self._clock() - kept[0] > _HOURS * 3_600:
            raise NotFound("no_such_session", id=session)
        return kept[1]

    def remember(self, session: str, topic: Topic | None) -> None:
        """The topic of the next follow-up."""
        with self._lock:
            self._topics[session] = (self._clock(), topic)
            self._topics.move_to_end(session)
            while len(self._topics) > _KEPT:
                self._topics.popitem(last=False)
