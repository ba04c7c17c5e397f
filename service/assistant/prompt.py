"""What a model is given: the rules, the passages under random keys, the question."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from service.assistant.citing import speaker_of
from service.assistant.evidence import Source
from service.assistant.injection import neutralise

VERSION = "answer-1.pl"
NOTHING = "BRAK"
_FOLDER = Path(__file__).parent / "prompts"


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two messages, the passages behind the keys, and what was neutralised in them."""

    rules: str
    material: str
    sources: Mapping[str, Source]
    neutralised: int


def build(question: str, sources: Sequence[Source], budget: int) -> Prompt:
    """A prompt of at most ``budget`` characters of passages, best passages first."""
    keyed: dict[str, Source] = {}
    parts: list[str] = []
    found = 0
    for source in sources:
        clean = neutralise(source.passage.text)
        found += clean.found
        budget -= len(clean.text)
        if budget < 0 and keyed:
            break
        key = _new_key(question, sources)
        keyed[key] = source
        parts.append(_marked(key, source, clean.text))
    asked = neutralise(question, " ")
    material = "\n\n".join((*parts, f"Pytanie: {asked.text}"))
    return Prompt(
        _rules().format(example=secrets.token_hex(4)), material, keyed, found + asked.found
    )


def _marked(key: str, source: Source, text: str) -> str:
    heading = neutralise(source.passage.heading).text
    return (
        f"=== fragment {key} ({speaker_of(source.document)}; {heading})\n{text}\n=== koniec {key}"
    )


def _new_key(question: str, sources: Sequence[Source]) -> str:
    """Random, and standing in no text the model will see."""
    while True:
        key = secrets.token_hex(4)
        if key not in question and all(key not in source.passage.text for source in sources):
            return key


@lru_cache
def _rules() -> str:
    return (_FOLDER / f"{VERSION}.txt").read_text(encoding="utf-8")
