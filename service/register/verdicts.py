"""The machine's links and people's decisions -> the links that hold; people win."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import Document, Passage, Span
from service.register.decisions import Decision, Verdict
from service.register.linking import Link, Status
from service.register.plans import PlanBarrier
from service.register.quoting import Quote, quote

Holdings = Mapping[Document, Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A link with the decision about it, if a person made one."""

    link: Link
    decision: Decision | None = None
    is_rejected: bool = False
    quote_stands: bool = True
    """Do the words that were decided on still stand in the document?"""

    @property
    def barrier_id(self) -> str:
        return self.link.barrier_id

    @property
    def counts(self) -> bool:
        """Does the city raise the barrier, plainly or by implication?"""
        return not self.is_rejected and self.link.status is not Status.DENIED


def judged(
    links: Iterable[Link],
    decisions: Iterable[Decision],
    barriers: Sequence[PlanBarrier],
    holdings: Holdings,
) -> tuple[Judged, ...]:
    """Each link with the latest decision about it, in the order of barriers and documents.

    A decision finds its barrier by title where numbers moved; one whose barrier or document is
    gone waits in the file until they are back.
    """
    found = {(link.barrier_id, link.document.id): Judged(link) for link in links}
    documents = {document.id: document for document in holdings}
    for decision in decisions:
        barrier = _barrier_of(decision, barriers)
        document = documents.get(decision.document_id)
        if barrier and document:
            _apply(found, replace(decision, barrier_id=barrier.id), document, holdings[document])
    places = {barrier.id: place for place, barrier in enumerate(barriers)}
    return tuple(found[key] for key in sorted(found, key=lambda key: (places[key[0]], key[1])))


def located(text: str, passages: Iterable[Passage]) -> Quote | None:
    """Where words stand in a document, blind to how their lines were broken."""
    words = re.compile(r"\s+".join(re.escape(word) for word in text.split()))
    for passage in passages:
        match = words.search(passage.text) if text.split() else None
        if match:
            return quote(passage, match.start(), match.end())
    return None


def _apply(
    found: dict[tuple[str, str], Judged],
    decision: Decision,
    document: Document,
    passages: Sequence[Passage],
) -> None:
    key = (decision.barrier_id, document.id)
    quoted = located(decision.quote, passages)
    known = found.get(key)
    link = known.link if known else _link(decision, document, quoted)
    if decision.verdict is Verdict.MERGE:
        found.pop(key, None)
        key = (decision.merged_into, document.id)
        link = replace(found[key].link if key in found else link, barrier_id=decision.merged_into)
    elif decision.verdict is Verdict.CONFIRM:
        link = replace(_link(decision, document, quoted), named=link.named)
    rejected = decision.verdict is Verdict.REJECT
    strength = link.strength if rejected else 1.0
    stands = quoted is not None
    found[key] = Judged(replace(link, strength=strength), decision, rejected, stands)


def _link(decision: Decision, document: Document, quoted: Quote | None) -> Link:
    place = (Span(decision.page, 0, 0),)
    words = quoted or Quote(document.id, decision.quote, place, "", "", 0)
    status = Status(decision.status) if decision.status else Status.STATED
    return Link(decision.barrier_id, document, status, 1.0, words, named=False)


def _barrier_of(decision: Decision, barriers: Sequence[PlanBarrier]) -> PlanBarrier | None:
    plan = decision.barrier_id.rpartition(":")[0]
    same = [b for b in barriers if b.document.id == plan]
    titled = next((b for b in same if b.title == decision.barrier_title), None)
    return titled or next((b for b in same if b.id == decision.barrier_id), None)
