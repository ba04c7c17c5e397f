"""All challenges of a generation side by side, made once and kept until the next one."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.model import Document, Passage
from corpus.thesaurus import Concept, read
from index.affinity import Affinity
from index.analysis import Analyzer
from index.expansion import open_expander
from index.generations import Manifest
from index.lemmas import open_lemmatizer
from index.profiles import Profile, Profiler
from service.library import LEMMAS_FOLDER, Library
from service.peers.challenge import Challenge, challenges
from service.peers.masking import without_names


@dataclass(frozen=True, slots=True)
class Board:
    """The challenges of one generation, in the order of ``affinity``'s profiles."""

    manifest: Manifest
    passages: Mapping[Document, tuple[Passage, ...]]
    challenges: tuple[Challenge, ...]
    affinity: Affinity
    concepts: Mapping[str, Concept]

    @property
    def cities(self) -> tuple[Document, ...]:
        """Every document of a city, with a challenge or without."""
        return tuple(document for document in self.passages if document.city)


class BoardKeeper:
    """The board of the current generation; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._board: Board | None = None
        self._profiles: dict[tuple[str, ...], Profile] = {}
        self._profiler: Profiler | None = None

    def board(self) -> Board:
        """The current board; a newer generation costs only what changed in it."""
        with self._lock:
            if self._board is None or self._board.manifest != self._library.manifest():
                self._board = self._made()
            return self._board

    def described(self, text: str) -> Profile:
        """The profile of a text, with the thesaurus's own names for what it speaks of."""
        with self._lock:
            profiler = self._tools()
            labels = profiler.expander.expand(text).labels
            return profiler.profile(["\n".join((without_names(text), *labels))])

    def _made(self) -> Board:
        holdings = self._library.holdings()
        found = challenges(holdings.passages)
        self._profiles = {challenge.key: self._profile(challenge) for challenge in found}
        profiles = [self._profiles[challenge.key] for challenge in found]
        affinity = Affinity(profiles, [c.document.city for c in found])
        concepts = self._tools().concepts
        return Board(holdings.manifest, holdings.passages, found, affinity, concepts)

    def _profile(self, challenge: Challenge) -> Profile:
        known = self._profiles.get(challenge.key)
        return known or self._tools().profile(challenge.texts())

    def _tools(self) -> Profiler:
        """An analysis of one's own, since one serves one thread at a time."""
        if self._profiler is None:
            settings, cache = self._library.settings, self._library.settings.data / LEMMAS_FOLDER
            analyzer = Analyzer(open_lemmatizer(cache))
            expander = open_expander(settings.thesaurus, cache, analyzer)
            concepts = {concept.id: concept for concept in read(settings.thesaurus)}
            self._profiler = Profiler(analyzer, expander, self._library.embedder, concepts)
        return self._profiler
