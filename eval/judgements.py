"""The golden judgements: read, and laid upon the passages of an index.

A judgement names a document, a page and a verbatim quote, never a passage, so it outlives every
change of chunking.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.model import Passage
from index.analysis import fold

GOLDEN = Path(__file__).parent / "golden"
_RUN_OF_WORDS = 4
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stretch of a document that answers (2) or helps (1)."""

    document: str
    page: int | None
    quote: str
    grade: int


@dataclass(frozen=True, slots=True)
class Question:
    """A judged question; one of type ``no_answer`` has no judgements."""

    id: str
    text: str
    type: str
    language: str
    judgements: tuple[Judgement, ...]


def questions(folder: Path = GOLDEN) -> tuple[Question, ...]:
    """Every judged question, by file and line."""
    return tuple(_question(row) for row in rows("search", folder))


def variants(folder: Path = GOLDEN) -> dict[str, tuple[str, ...]]:
    """Groups of wordings that must find nearly the same, by group id."""
    return {row["id"]: tuple(row["variants"]) for row in rows("invariance", folder)}


def rows(kind: str, folder: Path = GOLDEN) -> Iterator[dict[str, Any]]:
    """The raw lines of all files of a kind."""
    for path in sorted(folder.glob(f"{kind}*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _question(row: dict[str, Any]) -> Question:
    judged = tuple(
        Judgement(item["document"], item["page"], item["quote"], int(item["grade"]))
        for item in row["judgements"]
    )
    return Question(row["id"], row["text"], row["type"], row["language"], judged)


def passage_qrels(
    asked: Iterable[Question], passages_of: Callable[[str], tuple[Passage, ...]]
) -> dict[str, dict[str, int]]:
    """The grade of each passage that holds a judged quote on its page, by question.

    A quote that no passage holds stays as an id of its own that nothing can find: text lost
    in reading lowers the measures instead of vanishing from them.
    """
    of = lru_cache(maxsize=None)(passages_of)
    return {q.id: _graded(q, of) for q in asked if q.judgements}


def _graded(
    question: Question, passages_of: Callable[[str], tuple[Passage, ...]]
) -> dict[str, int]:
    grades: dict[str, int] = {}
    for number, judgement in enumerate(question.judgements):
        holders = [p.id for p in passages_of(judgement.document) if holds(p, judgement)]
        for key in holders or [f"lost:{question.id}:{number}"]:
            grades[key] = max(judgement.grade, grades.get(key, 0))
    return grades


def holds(passage: Passage, judgement: Judgement) -> bool:
    """Does a passage hold at least half of a quote, on the judged page?"""
    if judgement.page is not None and judgement.page not in passage.pages:
        return False
    return share_held(judgement.quote, passage.text) >= _ENOUGH


def share_held(quote: str, text: str) -> float:
    """The share of a quote's runs of four words that stand in a text."""
    wanted, held = runs_of_words(quote), set(runs_of_words(text))
    if not wanted:
        return float(" ".join(words(quote)) in " ".join(words(text)))
    return sum(run in held for run in wanted) / len(wanted)


def runs_of_words(text: str) -> list[tuple[str, ...]]:
    found = words(text)
    return [tuple(found[i : i + _RUN_OF_WORDS]) for i in range(len(found) - _RUN_OF_WORDS + 1)]


def words(text: str) -> list[str]:
    """Folded words and numbers, blind to punctuation, case and spacing."""
    spaced = "".join(c if c.isalnum() else " " for c in fold(text))
    return spaced.split()
