"""``pim eval``, joined to the command line by its entry point: nothing imports eval."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.evaluation import Evaluation, compared, on_benchmark, on_golden
from eval.report import html_report, markdown_table
from service.settings import Settings, read_settings

_SHOWN = ("nDCG@10", "R@5", "R@20", "RR", "Success@1")


def evaluate(
    beir: Annotated[
        list[Path] | None, typer.Option(help="Zestaw w układzie BEIR · A data set in BEIR layout.")
    ] = None,
    model: Annotated[str, typer.Option(help="Model zamiast ustawionego · Another model.")] = "",
    compare: Annotated[
        tuple[str, str] | None, typer.Option(help="Dwa modele obok siebie · Two models.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Zapisz raport HTML · Write HTML.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Wynik jako JSON · As JSON.")] = False,
) -> None:
    """Mierzy jakość wyszukiwania · Measures search quality (golden set, or BEIR data)."""
    settings = read_settings()
    settings = replace(settings, model=model) if model else settings
    measures = [_on(folder) for folder in beir or ()] or [on_golden]
    if compare:
        _print([compared(*compare, measure, settings) for measure in measures])
        return
    records = [measure(settings).record for measure in measures]
    if report:
        report.write_text(html_report(records), encoding="utf-8")
    if as_json:
        _print(records)
    else:
        sys.stdout.write(markdown_table(records, _SHOWN) + "\n")


def _on(folder: Path) -> Callable[[Settings], Evaluation]:
    return lambda settings: on_benchmark(folder, settings)


def _print(records: list[dict[str, Any]]) -> None:
    """One record as an object, several as a list."""
    value = records[0] if len(records) == 1 else records
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    from service.console import spoken

    command = app.command(
        "eval", epilog="Przykład · Example: pim eval --beir ../shared/data/eval/lodz"
    )
    command(spoken(evaluate))
