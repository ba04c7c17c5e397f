"""An answer -> the plain record and the plain text that people and programs read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from service.assistant.answer import Answer, Citation, Statement
from service.assistant.outcome import Outcome
from service.speech import Speech


def answer_record(answer: Answer, say: Speech) -> dict[str, Any]:
    """An answer as a program reads it; citations are numbered from 1."""
    numbered = numbers(answer)
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "message": message(answer, say),
        "by_model": answer.by_model,
        "statements": [statement_record(s, numbered) for s in answer.statements],
        "citations": [citation_record(c) | {"number": n} for c, n in numbered.items()],
        "missing": list(answer.missing),
        "suggestions": list(answer.suggestions),
        "nearest": [citation_record(citation) for citation in answer.nearest],
        "coverage": asdict(answer.coverage) if answer.coverage else None,
        "neutralised": answer.neutralised,
    }


def statement_record(statement: Statement, numbered: dict[Citation, int]) -> dict[str, Any]:
    return {
        "text": statement.text,
        "speaker": statement.speaker,
        "support": statement.support,
        "citations": [numbered[citation] for citation in statement.citations],
    }


def citation_record(citation: Citation) -> dict[str, Any]:
    return asdict(citation) | {"boxes": [asdict(box) for box in citation.boxes]}


def numbers(answer: Answer) -> dict[Citation, int]:
    """Each citation and its number, in the order of the statements."""
    cited = (c for statement in answer.statements for c in statement.citations)
    return {citation: n for n, citation in enumerate(dict.fromkeys(cited), 1)}


def message(answer: Answer, say: Speech) -> str:
    """What became of the question, in a sentence or two."""
    parts = []
    if answer.outcome is not Outcome.ANSWERED:
        missing = "; ".join(answer.missing)
        parts.append(say.say(f"answer.{answer.outcome.value}", missing=missing))
    if answer.coverage:
        judged, found = answer.coverage.judged, answer.coverage.found
        parts.append(say.count("answer.coverage", judged, found=found))
    if answer.neutralised:
        parts.append(say.count("answer.neutralised", answer.neutralised))
    return " ".join(parts)


def plain_text(answer: Answer, say: Speech) -> str:
    """The whole answer as text: statements by speaker with numbers, then the sources."""
    numbered = numbers(answer)
    lines = [message(answer, say)] if message(answer, say) else []
    lines += _statements(answer, numbered)
    if answer.outcome is Outcome.UNCLEAR and answer.suggestions:
        lines.append(say.say("answer.suggestions", topics="; ".join(answer.suggestions)))
    if numbered:
        lines += ["", say.say("answer.sources")]
        lines += _sources(numbered, say)
    elif answer.nearest:
        lines += ["", say.say("answer.nearest")]
        lines += [f"– {_place(c, say)}: „{c.quote}”" for c in answer.nearest]
    return "\n".join(lines)


def _statements(answer: Answer, numbered: dict[Citation, int]) -> list[str]:
    lines: list[str] = []
    speaker = ""
    for statement in answer.statements:
        marks = "".join(f"[{numbered[c]}]" for c in statement.citations)
        said = f"{statement.text} {marks}"
        if statement.speaker == speaker:
            lines[-1] = f"{lines[-1]} {said}"
        else:
            named = said.startswith(f"{statement.speaker}:")
            lines.append(said if named else f"{statement.speaker}: {said}")
        speaker = statement.speaker
    return lines


def _sources(numbered: dict[Citation, int], say: Speech) -> list[str]:
    """One line a page, with the numbers of all that is cited from it."""
    marks: dict[str, str] = {}
    for citation, number in numbered.items():
        place = _place(citation, say)
        marks[place] = f"{marks.get(place, '')}[{number}]"
    return [f"{mark} {place}" for place, mark in marks.items()]


def _place(citation: Citation, say: Speech) -> str:
    return f"{citation.title}, {say.say('search.page', pages=citation.page)}"
