"""Legal acts and articles as a text names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Passage
from service.register.quoting import Quote, sentence_quotes

_ARTICLE = re.compile(
    r"(?:\bart\.|\bartyku[łl]\w*|§|\bparagraf\w*)\s*\d+[a-z]*"
    r"(?:\s*[–-]\s*\d+[a-z]*)?"
    r"(?:\s+(?:ust\.|pkt|lit\.)\s*\d*[a-z]*)*",
    re.IGNORECASE,
)
_VERB = (
    r"(?:pozwala|zapewnia|nakazuje|wymaga|daje|każe|określa|definiuje|zabrania|przewiduje|wprowadza"
    r"|dopuszcza|stanowi|zna|mówi|obejmuje|nie|co|pomyślano|oraz|wyznacz\w+|zobowiązuj\w+)"
)
_WORDS = rf"(?:\s+(?!{_VERB}\b)[^\s,.;:()]+){{1,14}}"
_ACT = re.compile(
    rf"\b[Uu]staw\w+(?:\s+z\s+(?:dnia\s+)?\d+\s+\w+\s+\d{{4}}\s+r\.)?\s+(?:o|[–-]){_WORDS}"
    rf"|\b[Rr]ozporządzeni\w+[^.;:()]{{0,120}}?\bw\s+sprawie{_WORDS}"
    r"|\bPraw\w*\s+(?:o\s+)?[a-ząćęłńóśźż]+(?:\s+(?:i\s+)?(?:publicznych|środowiska|kartograficzn\w+))?"
    r"|\bKodeks\w*\s+\w+(?:\s+(?:administracyjnego|cywilnego|karnego))?"
)


@dataclass(frozen=True, slots=True)
class Provision:
    """An article and the act it belongs to, as they are written; either may be empty."""

    article: str
    act: str
    quote: Quote


def provisions(passages: tuple[Passage, ...]) -> tuple[Provision, ...]:
    """Every article and act that passages name, each once, in the order of the text."""
    found: dict[tuple[str, str], Provision] = {}
    for passage in passages:
        for sentence in sentence_quotes(passage):
            for provision in _of_sentence(sentence):
                found.setdefault((provision.article, provision.act), provision)
    return tuple(found.values())


def _of_sentence(sentence: Quote) -> Iterator[Provision]:
    articles = list(_ARTICLE.finditer(sentence.text))
    acts = list(_ACT.finditer(sentence.text))
    for article in articles:
        yield Provision(article.group().strip(), _act_of(article, acts), sentence)
    if not articles:
        yield from (Provision("", act.group().strip(), sentence) for act in acts)


def _act_of(article: re.Match[str], acts: list[re.Match[str]]) -> str:
    """The act that follows an article, or else stands before it."""
    after = [act for act in acts if act.start() >= article.end()]
    before = [act for act in acts if act.end() <= article.start()]
    nearest = after[0] if after else before[-1] if before else None
    return nearest.group().strip() if nearest else ""
