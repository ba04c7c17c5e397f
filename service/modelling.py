"""``pim models`` and ``pim reindex``: which embedding models there are, and moving to another."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.table import Table

from corpus.errors import PimError
from index import generations
from index.embedding import DEFAULT_MODEL, ENGLISH_MODEL, NO_MODEL, bundled_models, model_folder
from service.adding import rebuild
from service.console import Json, out, print_json, say, spoken
from service.library import Library
from service.settings import Settings, read_settings


def models(as_json: Json = False) -> None:
    """Wymienia modele, które są na miejscu · Lists the models that are installed."""
    records = installed(read_settings())
    if as_json:
        print_json(records)
        return
    table = Table(*(say().say(f"models.{name}") for name in ("name", "kind", "size", "used")))
    for record in records:
        size = f"{record['bytes'] / 1e6:.0f} MB" if record["bytes"] else ""
        kind = say().say(f"models.kind.{record['kind']}")
        table.add_row(record["name"], kind, size, "✓" if record["used"] else "")
    out.print(table)


def installed(settings: Settings) -> list[dict[str, Any]]:
    """Bundled and packaged models, search without a model, and the one in use when it is other."""
    used = _used(settings)
    kinds = dict.fromkeys(bundled_models(), "bundled")
    kinds |= {ENGLISH_MODEL: "packaged", NO_MODEL: "none"}
    kinds.setdefault(used, "other")
    return [
        {"name": name, "kind": kind, "bytes": _size(name), "used": name == used}
        for name, kind in kinds.items()
    ]


def _used(settings: Settings) -> str:
    try:
        return generations.current(settings.data).manifest.model
    except PimError:
        return settings.model or DEFAULT_MODEL


def _size(name: str) -> int:
    folder = model_folder(name)
    files = folder.rglob("*") if folder else ()
    return sum(path.stat().st_size for path in files if path.is_file())


def reindex(
    model: Annotated[str, typer.Option(help="Nazwa lub folder modelu · Name or folder.")],
    as_json: Json = False,
) -> None:
    """Przelicza indeks innym modelem; wyszukiwanie działa dalej · Moves to another model."""
    from service.cli import shown_progress

    settings = read_settings()
    with shown_progress(say()) as progress:
        manifest = rebuild(Library(replace(settings, model=model)), progress)
    record = {"generation": manifest.number, "model": manifest.model}
    if as_json:
        print_json(record)
        return
    out.print(say().say("models.moved", **record), highlight=False, soft_wrap=True)
    if settings.model and settings.model != model:
        out.print(say().say("models.change_setting", model=model), soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Adds both commands to the command line."""
    app.command(epilog="Przykład · Example: pim models")(spoken(models))
    app.command(epilog="Przykład · Example: pim reindex --model none")(spoken(reindex))
