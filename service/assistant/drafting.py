"""A model's reply -> statements that survived every check, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.analysis import Analyzer
from service.assistant.answer import Citation, Statement
from service.assistant.citing import cite, speaker_of
from service.assistant.evidence import Source
from service.assistant.injection import looks_like_an_order
from service.assistant.prompt import NOTHING, Prompt
from service.assistant.quotes import find
from service.assistant.sentences import sentences
from service.assistant.support import ENOUGH, Support

MOST = 12
"""Statements; a longer reply is cut."""
LONGEST = 700
"""Characters of a sentence; a longer one is none."""
_MARK = re.compile(r"\[[^\[\]]*\]")
_BETWEEN = " .;,\n"
_KEY = re.compile(r"[0-9a-f]{8}")
_LOCATOR = re.compile(
    r"https?:|www\.|\b\w+@\w|\b(?:str|s|p)\.\s*\d|\bstron\w*\s+\d|\bpage\s+\d|[<>{}`|\[\]]", re.I
)
_QUOTED = re.compile(r"[„“\"«]([^„”“\"»«]{3,})[”“\"»]")


def says_nothing(reply: str) -> bool:
    """Did the model say that the passages don't answer?"""
    return reply.strip(" .\n[]*\"'").upper() == NOTHING


def checked(reply: str, prompt: Prompt, analyzer: Analyzer) -> tuple[Statement, ...]:
    """The cited sentences of a reply whose citations bear them; unknown keys count for nothing."""
    support = Support(analyzer)
    statements: list[Statement] = []
    for said, keys in _cited(reply):
        sources = [prompt.sources[key] for key in keys if key in prompt.sources]
        statement = _statement(said, sources, support, analyzer) if sources else None
        if statement is not None and statement.text not in {s.text for s in statements}:
            statements.append(statement)
    return tuple(statements[:MOST])


def _cited(reply: str) -> Iterator[tuple[str, list[str]]]:
    """Each stretch with the keys right after it; only its last sentence is cited by them."""
    end, said = 0, ""
    keys: list[str] = []
    for mark in _MARK.finditer(reply):
        between = reply[end : mark.start()].strip(_BETWEEN)
        if between:
            yield from _last_sentence(said, keys)
            said, keys = between, []
        keys += _KEY.findall(mark.group())
        end = mark.end()
    yield from _last_sentence(said, keys)


def _last_sentence(said: str, keys: list[str]) -> Iterator[tuple[str, list[str]]]:
    found = sentences(said[-LONGEST:])
    if found and len(found[-1].text) < LONGEST:
        yield found[-1].text.strip(" *_#-–"), keys


def _statement(
    said: str, sources: Sequence[Source], support: Support, analyzer: Analyzer
) -> Statement | None:
    texts = [source.passage.text for source in sources]
    if _LOCATOR.search(said) or looks_like_an_order(said) or not _quotes_stand(said, texts):
        return None
    named = [
        f"{text}\n{speaker_of(s.document)}\n{s.passage.heading}"
        for text, s in zip(texts, sources, strict=True)
    ]
    score = support.score(said, named)
    if score < ENOUGH:
        return None
    citations = tuple(c for source in sources for c in _closest(said, source, analyzer))
    speakers = dict.fromkeys(speaker_of(source.document) for source in sources)
    return Statement(_closed(said), ", ".join(speakers), citations, round(score, 3))


def _quotes_stand(said: str, texts: Sequence[str]) -> bool:
    return all(any(find(quote, text) for text in texts) for quote in _QUOTED.findall(said))


def _closest(said: str, source: Source, analyzer: Analyzer) -> tuple[Citation, ...]:
    """The sentence of the passage that shares most with what is said."""
    terms = frozenset(analyzer.terms(said))
    found = sentences(source.passage.text)
    best = max(found, key=lambda s: len(terms.intersection(analyzer.terms(s.text))))
    return cite(source.passage, source.document, best.start, best.end)


def _closed(said: str) -> str:
    return said if said.endswith((".", "!", "?", "…", "”", '"')) else f"{said}."
