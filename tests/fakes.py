"""Stand-ins that can be checked by eye, and a programme small enough to know by heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

import numpy as np

from corpus.model import Document, Page, Passage, Role, Span
from index.ports import Vectors
from index.static import unit
from index.store import Prepared

WORDS = ("woda", "las", "tramwaj", "mieszkanie")


@dataclass
class WordCounts:
    """Embeds a text as the counts of a few words, scaled to length 1; remembers what it saw."""

    name: str = "liczby-slow"
    dense_weight: float = 0.3
    words: tuple[str, ...] = WORDS
    seen: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        return f"fake:{self.name}"

    @property
    def dimension(self) -> int:
        return len(self.words)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        return self._vectors(texts)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self._vectors([text])[0]
        return vector

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        counts = [[text.lower().count(word) for word in self.words] for text in texts]
        return unit(np.array(counts, dtype=np.float32).reshape(len(texts), self.dimension))


def same_word(word: str) -> str:
    """A lemmatiser that knows no inflection."""
    return word


def passage(text: str, heading: str = "", role: Role = Role.OTHER) -> Passage:
    """A passage that its document will number and place."""
    path = (heading,) if heading else ()
    return Passage("", "", 0, text, path, role, ())


def prepared(document_id: str, *passages: Passage | str, **known: Any) -> Prepared:
    """A document of one page that holds its passages one after the other."""
    plain = [passage(each) if isinstance(each, str) else each for each in passages]
    ends = list(accumulate(len(each.text) for each in plain))
    placed = tuple(
        replace(
            each,
            id=f"{document_id}-{number}",
            document_id=document_id,
            ordinal=number,
            spans=(Span(1, end - len(each.text), end),),
        )
        for number, (each, end) in enumerate(zip(plain, ends, strict=True))
    )
    page = Page(1, "".join(each.text for each in plain), 595.0, 842.0)
    facts = {"title": f"Dokument {document_id}", "sha256": "0" * 64} | known
    return Prepared(Document(id=document_id, path=f"{document_id}.pdf", **facts), (page,), placed)


PROGRAMME = (
    prepared(
        "mid-wierzbno",
        passage("Zalewane piwnice są problemem śródmieścia.", "Wyzwanie", Role.CHALLENGE),
        passage("Ogrody deszczowe zatrzymają wodę, a woda podleje las.", "Działania", Role.ACTIONS),
        passage("Park przy ulicy Długiej powstanie w 2023 roku.", "Harmonogram", Role.SCHEDULE),
        title="MID Wierzbno",
        kind="MID",
        city="Wierzbno",
        network="Zielona",
        edition="2021–2023",
        year=2022,
        voivodeship="łódzkie",
        population=38_400,
    ),
    prepared(
        "mid-olszany",
        passage("Linia, którą jedzie tramwaj, kończy się za daleko.", "Wyzwanie", Role.CHALLENGE),
        passage("Wydłużymy linię: tramwaj dojedzie do osiedla.", "Działania", Role.ACTIONS),
        title="MID Olszany",
        kind="MID",
        city="Olszany",
        network="Mobilność miejska",
        edition="2017–2019",
        year=2018,
        voivodeship="mazowieckie",
        population=120_000,
    ),
    prepared(
        "pu-mieszkania",
        passage("Barierą jest art. 15 ust. 2 ustawy o własności lokali.", "Bariera", Role.BARRIER),
        passage("Gmina odda każde mieszkanie w najem.", "Rekomendacja", Role.RECOMMENDATION),
        title="PU Mieszkania",
        kind="PU",
        network="Miasto dostępnych mieszkań",
        edition="2024–2026",
        year=2025,
    ),
)
