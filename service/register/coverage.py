"""Any question over the whole collection: every document judged, none left out.

A question that is about a barrier of a plan is answered by that barrier's links. Any other is
laid on every stretch of text that speaks of barriers or risks, and a document raises it when its
best stretch stands out from what documents commonly reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document, Passage
from index.evidence import Evidence, Statement
from index.expansion import Expander
from index.ports import Vectors
from index.query import Query, checked
from service.register.linking import Linker, Status, whole
from service.register.plans import PlanBarrier
from service.register.quoting import Quote
from service.register.raised import ROLES, Stretch, stretches
from service.register.verdicts import Judged

RAISED_FROM = 0.23
"""How far above the common a document's best stretch must stand, from even golden barriers."""
RAISING = 0.5
"""What it counts that the passages linked to a barrier speak of the question themselves."""
ABOUT_FROM = 0.39
AHEAD = 0.05
"""How well a question must fit a barrier, and how much better than any other one."""
_COMMON, _ENOUGH = 0.2, 10
"""What documents commonly reach: counted where there are fewer than ten to tell."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One document's verdict on a question."""

    document: Document
    status: Status | None
    """None where the document does not raise it."""
    score: float
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The verdict on every document; ``barrier`` is the one the question was found to be about."""

    question: str
    findings: tuple[Finding, ...]
    barrier: PlanBarrier | None

    @property
    def raising(self) -> tuple[Finding, ...]:
        """The documents that raise it, best borne out first."""
        found = [f for f in self.findings if f.status and f.status is not Status.DENIED]
        return tuple(sorted(found, key=lambda f: (-f.score, f.document.id)))

    @property
    def denying(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.status is Status.DENIED)

    @property
    def silent(self) -> tuple[Finding, ...]:
        """The documents that do not speak of it."""
        return tuple(f for f in self.findings if f.status is None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it stands, and widened by the thesaurus."""

    plain: Statement
    widened: Statement

    def scores(self, evidence: Evidence) -> Vectors:
        """Likeness and the share of the question that is held, the two forms counting alike."""
        return evidence.scores((self.plain, self.widened))


@dataclass(frozen=True, slots=True)
class _Reached:
    """Each document's best stretch, each passage's score, what documents commonly reach."""

    best: Mapping[str, tuple[float, Stretch]]
    passages: Mapping[str, float]
    common: float

    def above(self, passages: Sequence[str]) -> float:
        """How far some passages stand above the common, on average."""
        if not passages:
            return 0.0
        reached = [self.passages.get(each, 0.0) for each in passages]
        return sum(reached) / len(reached) - self.common


class Judge:
    """Judges all documents of one generation; one thread at a time."""

    def __init__(
        self,
        linker: Linker,
        expander: Expander,
        barriers: Sequence[PlanBarrier],
        passages: Mapping[Document, Sequence[Passage]],
    ) -> None:
        self._linker = linker
        self._expander = expander
        self._barriers = barriers
        self._documents = tuple(passages)
        self._stretches = [
            stretch
            for document, held in passages.items()
            for stretch in stretches(document, (p for p in held if p.role in ROLES))
        ]
        self._evidence = Evidence([linker.statement(s.text) for s in self._stretches])
        self._plans = Evidence([linker.statement(whole(barrier)) for barrier in barriers])

    def coverage(self, question: str, links: Sequence[Judged]) -> Coverage:
        """Every document judged on a question; raises BadQuery for an empty one."""
        text = checked(Query(question)).text
        asked = _Asked(self._linker.statement(text), self._widened(text))
        reached = self._reached(asked)
        barrier = self._about(asked, reached, links)
        if barrier:
            held = {j.link.document: j for j in links if j.barrier_id == barrier.id}
            findings = tuple(_linked(d, held.get(d), barrier) for d in self._documents)
        else:
            findings = tuple(self._finding(d, reached, asked.plain) for d in self._documents)
        return Coverage(text, findings, barrier)

    def _widened(self, text: str) -> Statement:
        """With the thesaurus's own names for what a question speaks of."""
        return self._linker.statement("\n".join((text, *self._expander.expand(text).labels)))

    def _reached(self, asked: _Asked) -> _Reached:
        """The best stretch of each document."""
        best: dict[str, tuple[float, Stretch]] = {}
        passages: defaultdict[str, float] = defaultdict(float)
        scores = asked.scores(self._evidence)
        for stretch, score in zip(self._stretches, scores, strict=True):
            reached = passages[stretch.passage.id]
            passages[stretch.passage.id] = max(reached, float(score))
            if score > best.get(stretch.document.id, (0.0, stretch))[0]:
                best[stretch.document.id] = (float(score), stretch)
        common = _mean([best[d.id][0] if d.id in best else 0.0 for d in self._documents])
        return _Reached(best, passages, common)

    def _about(
        self, asked: _Asked, reached: _Reached, links: Sequence[Judged]
    ) -> PlanBarrier | None:
        """The barrier that a question is plainly about: by its text and by who raises it."""
        texts = asked.scores(self._plans)
        raising = _raising(links)
        scores = [
            float(text) + RAISING * reached.above(raising[barrier.id])
            for text, barrier in zip(texts, self._barriers, strict=True)
        ]
        order = sorted(range(len(scores)), key=lambda at: -scores[at])
        if not order or scores[order[0]] < ABOUT_FROM:
            return None
        second = scores[order[1]] if len(order) > 1 else 0.0
        return self._barriers[order[0]] if scores[order[0]] - second >= AHEAD else None

    def _finding(self, document: Document, reached: _Reached, asked: Statement) -> Finding:
        best, stretch = reached.best.get(document.id, (0.0, None))
        score = best - reached.common
        if stretch is None or score < RAISED_FROM:
            return Finding(document, None, score, None)
        status = Status.DENIED if stretch.denies else Status.STATED
        words = self._linker.best_quote(asked, stretch, stretch.denies)
        return Finding(document, status, score, words)


def _raising(links: Sequence[Judged]) -> Mapping[str, list[str]]:
    """The passages linked to each barrier, denials included: they speak of it too."""
    raising: defaultdict[str, list[str]] = defaultdict(list)
    for each in links:
        if not each.is_rejected:
            raising[each.barrier_id].append(each.link.quote.passage_id)
    return raising


def _linked(document: Document, judged: Judged | None, barrier: PlanBarrier) -> Finding:
    if document == barrier.document:
        return Finding(document, Status.STATED, 1.0, barrier.quote)
    if judged is None or judged.is_rejected:
        return Finding(document, None, 0.0, None)
    return Finding(document, judged.link.status, judged.link.strength, judged.link.quote)


def _mean(scores: Sequence[float]) -> float:
    missing = max(0, _ENOUGH - len(scores))
    return (sum(scores) + missing * _COMMON) / max(len(scores), _ENOUGH)
