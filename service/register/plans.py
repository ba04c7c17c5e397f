"""The passages of an improvement plan -> its barriers and recommendations as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from corpus.model import Document, Passage, Role
from service.peers.cities import CityNames
from service.register.acts import Provision, provisions
from service.register.quoting import Quote, first_sentence

_NUMBERED = re.compile(
    r"^\W*(?:bariera|rekomendacja|barrier|recommendation)\s+(\d+)\s*[.:–-]*\s*", re.IGNORECASE
)
_LABELS = {
    "addressee": "Adresat|Adresaci|Addressee",
    "instrument": "Instrument|Instrumenty",
    "term": "Termin|Terminy|Deadline",
    "answers": "Odpowiada na|Odpowiedź na|Bariery|Bariera|Barriers",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{words}))\s*:\s*" for name, words in _LABELS.items())
)
_BULLET = re.compile(r"^[\s●•■▪–-]+|[\s●•■▪–-]+$")


@dataclass(frozen=True, slots=True)
class PlanBarrier:
    """A barrier that a plan takes up."""

    id: str
    document: Document
    number: int
    title: str
    description: str
    provisions: tuple[Provision, ...]
    cities: tuple[str, ...]
    """The cities its text names; a plan may name one that sees no obstacle."""
    quote: Quote
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a plan asks of central government; what it does not say is empty."""

    id: str
    document: Document
    number: int
    title: str
    addressee: str
    instrument: str
    term: str
    barriers: tuple[int, ...]
    quote: Quote


def plan_barriers(
    document: Document, passages: Iterable[Passage], names: CityNames
) -> tuple[PlanBarrier, ...]:
    """The barriers of one plan, by number."""
    numbered = enumerate(_sections(passages, Role.BARRIER), 1)
    return tuple(_barrier(document, place, section, names) for place, section in numbered)


def recommendations(document: Document, passages: Iterable[Passage]) -> tuple[Recommendation, ...]:
    """The recommendations of one plan, by number."""
    numbered = enumerate(_sections(passages, Role.RECOMMENDATION), 1)
    return tuple(_recommendation(document, place, section) for place, section in numbered)


def _sections(passages: Iterable[Passage], role: Role) -> Iterator[tuple[Passage, ...]]:
    """The passages of each section that has a number; of every one where none is numbered."""
    chosen = (passage for passage in passages if passage.role is role)
    sections = [tuple(group) for _, group in groupby(chosen, key=lambda p: p.heading_path)]
    numbered = [section for section in sections if _NUMBERED.match(_heading(section))]
    yield from numbered or sections


def _barrier(
    document: Document, place: int, section: tuple[Passage, ...], names: CityNames
) -> PlanBarrier:
    number = _number(section, place)
    text = "\n".join(passage.text for passage in section)
    return PlanBarrier(
        id=f"{document.id}:b{number}",
        document=document,
        number=number,
        title=title_of(_heading(section)),
        description=section[0].text.split("\n")[0],
        provisions=provisions(section),
        cities=names.named(text),
        quote=first_sentence(section[0]),
        passages=section,
    )


def _recommendation(document: Document, place: int, section: tuple[Passage, ...]) -> Recommendation:
    number = _number(section, place)
    said = _labelled("\n".join(passage.text for passage in section))
    return Recommendation(
        id=f"{document.id}:r{number}",
        document=document,
        number=number,
        title=title_of(_heading(section)),
        addressee=said.get("addressee", ""),
        instrument=said.get("instrument", ""),
        term=said.get("term", ""),
        barriers=tuple(int(n) for n in re.findall(r"\d+", said.get("answers", ""))),
        quote=first_sentence(section[0]),
    )


def _labelled(text: str) -> dict[str, str]:
    """What follows each label, up to the next one or the end."""
    found = list(_LABEL.finditer(text))
    ends = [label.start() for label in found[1:]] + [len(text)]
    return {
        str(label.lastgroup): _plain(text[label.end() : end])
        for label, end in zip(found, ends, strict=True)
    }


def _plain(value: str) -> str:
    line = _BULLET.sub("", " ".join(value.split()))
    return line.removesuffix(".") if not line.endswith(" r.") else line


def _heading(section: tuple[Passage, ...]) -> str:
    return section[0].heading_path[-1] if section[0].heading_path else ""


def _number(section: tuple[Passage, ...], place: int) -> int:
    match = _NUMBERED.match(_heading(section))
    return int(match[1]) if match else place


def title_of(heading: str) -> str:
    """A heading without its number; one set in capitals is written small."""
    title = _NUMBERED.sub("", heading).strip()
    return title.capitalize() if title.isupper() else title
