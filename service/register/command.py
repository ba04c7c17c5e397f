"""``pim barriers``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import BadQuery
from service.console import Json, option, out, print_json, say, spoken
from service.settings import read_settings


@spoken
def barriers(
    question: Annotated[str, typer.Argument(help="Temat lub pytanie · Topic or question.")] = "",
    export: Annotated[
        Path | None, typer.Option(help="Zapisz do .json, .csv albo .xlsx · Write to a file.")
    ] = None,
    address: Annotated[
        str, option("Adres, pod którym otwierają się strony · Where pages open.")
    ] = "http://127.0.0.1:8000",
    as_json: Json = False,
) -> None:
    """Rejestr barier; z pytaniem: osąd każdego dokumentu · The register of barriers."""
    from service.library import Library
    from service.register import tables
    from service.register.records import coverage_record, register_record
    from service.register.register import RegisterKeeper

    keeper = RegisterKeeper(Library(read_settings()))
    if export:
        if export.suffix.lstrip(".") not in ("json", "csv", "xlsx"):
            raise BadQuery("export_format", field="export", value=export.name)
        tables.write(export, keeper.register(), address, say())
        sys.stdout.write(f"{export}\n")
    elif question:
        register, found = keeper.coverage(question)
        record = coverage_record(register, found, say())
        print_json(record) if as_json else out.print(tables.coverage_lines(record, say()))
    else:
        record = register_record(keeper.register())
        print_json(record) if as_json else out.print(tables.register_table(record, say()))
