"""``pim ask`` and ``pim mcp``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from service.console import Json, Many, option, out, print_json, say, spoken
from service.settings import read_settings


@spoken
def ask(
    questions: Annotated[
        list[str], typer.Argument(help="Pytanie; następne są jego dalszym ciągiem · Questions.")
    ],
    city: Annotated[Many, option("Miasto · City.")] = None,
    network: Annotated[Many, option("Sieć · Network.")] = None,
    as_json: Json = False,
) -> None:
    """Odpowiada zdaniami z dokumentów, każde z cytatem · Answers, every sentence cited."""
    from index.query import Filters
    from service.assistant.composer import Assistant
    from service.assistant.conversation import Topic
    from service.assistant.views import answer_record
    from service.library import Library

    assistant = Assistant(Library(read_settings()))
    filters = Filters(city=tuple(city or ()), network=tuple(network or ()))
    before: Topic | None = None
    records: list[dict[str, Any]] = []
    for asked in questions:
        question = assistant.understood(asked, before)
        given = assistant.ask(question, filters)
        before = Topic(question)
        if as_json:
            records.append({"asked": asked, **answer_record(given, say())})
        else:
            _print(asked, given)
    if as_json:
        print_json(records[0] if len(records) == 1 else records)


def _print(asked: str, given: Any) -> None:
    from service.assistant.views import plain_text

    if given.question != asked:
        understood = say().say("answer.understood", question=given.question)
        out.print(understood, style="italic", highlight=False, markup=False)
    out.print(
        plain_text(given, say()), highlight=False, markup=False, soft_wrap=not out.is_terminal
    )


@spoken
def mcp() -> None:
    """Udostępnia narzędzia programom przez MCP (stdio) · Serves tools over MCP (stdio)."""
    from service.assistant.mcp_server import serve

    serve(read_settings())
