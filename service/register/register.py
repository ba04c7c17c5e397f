"""The register of one generation: records, links, decisions, and what stands alone."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.errors import NotFound
from corpus.model import Document, Passage
from index.analysis import Analyzer
from index.expansion import Expander, open_expander
from index.generations import Manifest
from index.lemmas import open_lemmatizer
from service.library import LEMMAS_FOLDER, Library
from service.peers.cities import CityNames
from service.register.coverage import Coverage, Judge
from service.register.decisions import Decisions
from service.register.linking import Linker, Links, Statements
from service.register.plans import PlanBarrier, Recommendation, plan_barriers, recommendations
from service.register.raised import CityBarrier, city_barriers
from service.register.verdicts import Judged, judged


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the machine read from one generation."""

    manifest: Manifest
    passages: Mapping[Document, tuple[Passage, ...]]
    unread_pages: Mapping[str, tuple[int, ...]]
    barriers: tuple[PlanBarrier, ...]
    recommendations: tuple[Recommendation, ...]
    raised: tuple[CityBarrier, ...]
    links: Links

    @property
    def not_taken_up(self) -> tuple[CityBarrier, ...]:
        """What cities raise and no plan takes up."""
        return tuple(
            record
            for record in self.raised
            if not any(passage.id in self.links.taken_up for passage in record.passages)
        )


@dataclass(frozen=True, slots=True)
class Register:
    """The same with every link as people decided it."""

    compiled: Compiled
    judged: tuple[Judged, ...]

    def barrier(self, barrier_id: str) -> PlanBarrier:
        """One barrier of a plan; raises NotFound."""
        found = next((b for b in self.compiled.barriers if b.id == barrier_id), None)
        if found is None:
            raise NotFound("no_such_barrier", id=barrier_id)
        return found

    def links_of(self, barrier_id: str) -> tuple[Judged, ...]:
        """The links of a barrier that were not rejected, strongest first."""
        held = [j for j in self.judged if j.barrier_id == barrier_id and not j.is_rejected]
        return tuple(sorted(held, key=lambda j: (-j.link.strength, j.link.document.id)))

    def without_city(self) -> tuple[Recommendation, ...]:
        """Recommendations none of whose barriers any city raises."""
        backed = {each.barrier_id for each in self.judged if each.counts}
        return tuple(
            each
            for each in self.compiled.recommendations
            if not backed.intersection(f"{each.document.id}:b{n}" for n in each.barriers)
        )


class RegisterKeeper:
    """The register of the current generation; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._made: tuple[Compiled, Judge] | None = None
        self._tools: tuple[Statements, Expander] | None = None
        self.decisions = Decisions(library.settings.data)

    def register(self) -> Register:
        """The current register with the decisions made up to now."""
        with self._lock:
            return self._decided(self._current()[0])

    def coverage(self, question: str) -> tuple[Register, Coverage]:
        """Every document judged on a question."""
        with self._lock:
            compiled, judge = self._current()
            register = self._decided(compiled)
            return register, judge.coverage(question, register.judged)

    def _decided(self, compiled: Compiled) -> Register:
        decisions = self.decisions.all()
        links = compiled.links.found
        return Register(compiled, judged(links, decisions, compiled.barriers, compiled.passages))

    def _current(self) -> tuple[Compiled, Judge]:
        if self._made is None or self._made[0].manifest != self._library.manifest():
            self._made = self._compiled()
        return self._made

    def _compiled(self) -> tuple[Compiled, Judge]:
        holdings = self._library.holdings()
        statements, expander = self._opened()
        cities = {d: p for d, p in holdings.passages.items() if d.city}
        plans = {d: p for d, p in holdings.passages.items() if not d.city}
        linker = Linker(statements, cities)
        names = CityNames(cities)
        barriers = tuple(b for d, p in plans.items() for b in plan_barriers(d, p, names))
        compiled = Compiled(
            manifest=holdings.manifest,
            passages=holdings.passages,
            unread_pages=holdings.unread_pages,
            barriers=barriers,
            recommendations=tuple(r for d, p in plans.items() for r in recommendations(d, p)),
            raised=tuple(b for d, p in cities.items() for b in city_barriers(d, p)),
            links=linker.links(barriers),
        )
        judge = Judge(linker, expander, barriers, holdings.passages)
        statements.forget_unused()
        return compiled, judge

    def _opened(self) -> tuple[Statements, Expander]:
        """An analysis of one's own, since one serves one thread at a time."""
        if self._tools is None:
            settings, cache = self._library.settings, self._library.settings.data / LEMMAS_FOLDER
            analyzer = Analyzer(open_lemmatizer(cache))
            statements = Statements(analyzer, self._library.embedder)
            self._tools = statements, open_expander(settings.thesaurus, cache, analyzer)
        return self._tools
