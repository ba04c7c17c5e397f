"""How every command speaks: results on standard output, errors in a sentence with an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

from corpus.errors import PimError
from service.exits import exit_code
from service.settings import read_settings
from service.speech import Speech, speech

out = Console()
err = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Wynik jako JSON · Output as JSON.")]
Many = list[str] | None


def option(text: str) -> Any:
    """A repeatable filter option."""
    return typer.Option(help=text)


def spoken(command: Callable[..., None]) -> Callable[..., None]:
    """Turns an error into its sentence on standard error and its exit code."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except PimError as error:
            sentence = say().error(error)
            err.print(sentence, style="red", highlight=False, markup=False, soft_wrap=True)
            raise typer.Exit(exit_code(error)) from None

    return guarded


def say() -> Speech:
    """The language the operator chose; Polish where the settings cannot be read."""
    try:
        return speech(read_settings().language)
    except PimError:
        return speech("pl")


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_running_text(text: RenderableType) -> None:
    """Lines are broken for a terminal only; another program gets them whole."""
    out.print(text, soft_wrap=not out.is_terminal)
