"""Answers against the golden questions: facts, citations, quotes and refusals.

Every measure is given for all lines and for the odd ones, which calibrated nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from corpus.model import Page
from eval.judgements import rows
from service.assistant.answer import Answer, Citation
from service.assistant.composer import Assistant
from service.assistant.quotes import find, plain
from service.library import Library

Ask = Callable[[str], Answer]
Pages = Callable[[str], tuple[Page, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A golden question with its answer."""

    row: dict[str, Any]
    held_back: bool
    answer: Answer

    @property
    def refused(self) -> bool:
        return self.answer.outcome.is_refusal

    @property
    def text(self) -> str:
        """All that is said, with who says it."""
        said = (f"{s.speaker}: {s.text}" for s in self.answer.statements)
        return plain("\n".join(said)).text.casefold()


def measured(library: Library) -> dict[str, Any]:
    """Extraction always; the language model too where one is configured."""
    plain_library = Library(replace(library.settings, llm_url=""))
    record = {"extraction": measured_answers(Assistant(plain_library).ask, library.pages)}
    if library.settings.llm_url:
        record["model"] = measured_answers(Assistant(library).ask, library.pages)
    return record


def measured_answers(ask: Ask, pages: Pages) -> dict[str, Any]:
    """The record of all golden questions, of the held-back ones, and the worst by name."""
    asked = [Asked(row, _is_held_back(row), ask(row["question"])) for row in rows("answers")]
    held_back = [each for each in asked if each.held_back]
    wrong = [each.row["id"] for each in asked if each.refused != each.row["refuse"]]
    return {
        "all": _measures(asked, pages),
        "held_back": _measures(held_back, pages),
        "wrongly_refused_or_answered": wrong,
        "facts_missed": {e.row["id"]: missed for e in asked if (missed := _missed(e))},
    }


def _is_held_back(row: dict[str, Any]) -> bool:
    """Lines at odd places of their file; ids count from 01."""
    return int(row["id"].rpartition("-")[2]) % 2 == 0


def _measures(asked: Sequence[Asked], pages: Pages) -> dict[str, Any]:
    answerable = [each for each in asked if not each.row["refuse"]]
    facts = [fact for each in answerable for fact in _facts(each)]
    cited = [(s, c) for each in asked for s in each.answer.statements for c in s.citations]
    stands = [_stands(citation, pages) for _, citation in cited]
    bears = [stood and s.support >= 0.6 for stood, (s, _) in zip(stands, cited, strict=True)]
    return {
        "questions": len(asked),
        "facts_found": _share(facts),
        "citation_precision": _share(bears),
        "quotes_verbatim": _share(stands),
        "refusal_accuracy": _share([each.refused == each.row["refuse"] for each in asked]),
        "answered_without_citation": sum(_is_bare(each.answer) for each in asked),
        "wrong_facts": sum(_says_wrong(each) for each in asked),
        "sentences": round(fmean(len(e.answer.statements) for e in asked if not e.refused), 1),
    }


def _facts(asked: Asked) -> list[bool]:
    return [any(_is_said(w, asked) for w in wordings) for wordings in asked.row["facts"]]


def _missed(asked: Asked) -> list[str]:
    pairs = zip(asked.row["facts"], _facts(asked), strict=True)
    return [wordings[0] for wordings, found in pairs if not found]


def _is_said(wording: str, asked: Asked) -> bool:
    return plain(wording).text.casefold() in asked.text


def _says_wrong(asked: Asked) -> bool:
    return any(_is_said(wording, asked) for wording in asked.row["must_not"])


def _stands(citation: Citation, pages: Pages) -> bool:
    """Does the quote stand on its page?"""
    texts = (p.text for p in pages(citation.document_id) if p.number == citation.page)
    return any(find(citation.quote, text) for text in texts)


def _is_bare(answer: Answer) -> bool:
    if answer.outcome.is_refusal:
        return False
    return not answer.statements or any(not s.citations for s in answer.statements)


def _share(values: Iterable[bool]) -> float:
    return round(fmean(list(values) or [0.0]), 4)
