"""The command line: ``pim ingest``, ``search``, ``text``, ``serve``, ``status``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from index import generations
from index.query import Filters, Query
from service.assistant.command import ask, mcp
from service.console import (
    Json,
    Many,
    err,
    option,
    out,
    print_json,
    print_running_text,
    say,
    spoken,
)
from service.peers.command import peers
from service.register.command import barriers
from service.settings import Settings, read_settings
from service.speech import Speech

app = typer.Typer(
    name="pim",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Wyszukiwarka dokumentów programu · Search in the programme's documents.",
)


@app.command(epilog="Przykład · Example: pim ingest corpus/ --prune")
@spoken
def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Pliki, foldery lub catalogue.csv · Files, folders or catalogue.csv."),
    ] = None,
    prune: Annotated[
        bool, typer.Option(help="Usuń dokumenty, których plików już nie ma · Remove vanished.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Dodaje PDF-y do indeksu; niezmienione nic nie kosztują · Adds PDFs to the index."""
    from service import adding
    from service.library import Library
    from service.reports import outcome_table, report_record

    library = Library(read_settings())
    with shown_progress(say()) as progress:
        places = paths or [library.settings.corpus]
        report = adding.Adding(library, progress).run(places, prune)
    if as_json:
        print_json(report_record(report, say()))
    else:
        out.print(outcome_table(report, say()))
        out.print(_summary(report), highlight=False)
    if report.stopped:
        err.print(say().say("ingest.stopped"))
        raise typer.Exit(130)
    if report.skipped:
        raise typer.Exit(2)


def _summary(report: Any) -> str:
    return say().count(
        "ingest.summary",
        len(report.outcomes),
        kept=report.count("kept"),
        changed=report.count("replaced", "updated"),
        unchanged=report.count("unchanged"),
        removed=report.count("removed"),
        skipped=len(report.skipped),
    )


@contextmanager
def shown_progress(say: Speech) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar with rate and time left, on a terminal only."""
    if not err.is_terminal:
        yield lambda stage, done, all_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err) as bars:
        tasks: dict[str, Any] = {}

        def advance(stage: str, done: int, all_: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(say.say(f"ingest.{stage}"), total=all_)
            bars.update(tasks[stage], completed=done, total=all_)

        yield advance


@app.command(epilog='Przykład · Example: pim search "zalewane piwnice" --network Zielona')
@spoken
def search(  # noqa: PLR0913 (one parameter an option is how Typer reads them)
    query: Annotated[str, typer.Argument(help="Pytanie; fraza w cudzysłowie dosłownie.")],
    kind: Annotated[Many, option("MID, PU …")] = None,
    city: Annotated[Many, option("Miasto · City.")] = None,
    network: Annotated[Many, option("Sieć · Network.")] = None,
    edition: Annotated[Many, option("Edycja · Edition.")] = None,
    voivodeship: Annotated[Many, option("Województwo · Voivodeship.")] = None,
    role: Annotated[Many, option("Część dokumentu, np. challenge · Role of the section.")] = None,
    year: Annotated[list[int] | None, option("Rok · Year.")] = None,
    population_from: Annotated[int | None, option("Najmniej mieszkańców · Least people.")] = None,
    population_to: Annotated[int | None, option("Najwięcej mieszkańców · Most people.")] = None,
    limit: Annotated[int, option("Ile trafień · How many hits.")] = 10,
    per_document: Annotated[int, option("Ile z dokumentu · How many of a document.")] = 3,
    expand: Annotated[bool, option("Szukaj też synonimów · Search synonyms as well.")] = True,
    as_json: Json = False,
) -> None:
    """Szuka fragmentów po słowach i znaczeniu · Finds passages by words and meaning."""
    from service.library import Library

    filters = Filters(
        kind=tuple(kind or ()),
        city=tuple(city or ()),
        network=tuple(network or ()),
        edition=tuple(edition or ()),
        voivodeship=tuple(voivodeship or ()),
        role=tuple(role or ()),
        year=tuple(year or ()),
        population_from=population_from,
        population_to=population_to,
    )
    library = Library(read_settings())
    results, manifest = library.search(Query(query, filters, limit, per_document, expand))
    if as_json:
        from service.views import hit_record, index_record

        hits = [hit_record(hit) for hit in results.hits]
        also = {"respelt": results.respelt, "expanded": results.expanded}
        found = {"searched": results.searched, **also, "hits": hits}
        print_json({"index": index_record(manifest), **found})
    else:
        from service.reports import hit_lines

        print_running_text(hit_lines(results, say()))


@app.command(epilog="Przykład · Example: pim text plan.pdf --html plan.html")
@spoken
def text(
    file: Annotated[Path, typer.Argument(help="Plik PDF · A PDF file.")],
    html: Annotated[
        Path | None, typer.Option(help="Zapisz obrazy stron z blokami · Write drawn pages.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Pokazuje, co odczytano z PDF-a, strona po stronie · Shows what is read from a PDF."""
    from ingest.isolate import read_isolated
    from ingest.picture import page_picture
    from service import readings

    reading = read_isolated(file)
    if html:
        page = readings.reading_page(reading, lambda number: page_picture(file, number), say())
        with generations.storage(html):
            html.write_text(page, encoding="utf-8")
    if as_json:
        print_json(readings.reading_record(reading))
    elif not html:
        print_running_text(readings.reading_lines(reading, say()))


@app.command(epilog="Przykład · Example: pim serve --port 8080")
@spoken
def serve(
    host: Annotated[str | None, typer.Option(help="Adres · Address.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port.")] = None,
    as_json: Json = False,
) -> None:
    """Uruchamia wyszukiwarkę w przeglądarce i API · Serves the page and the HTTP API."""
    from service.server import listen

    settings = read_settings()
    place = (host or settings.host, port or settings.port)
    listen(settings, place, lambda url: _announce(url, as_json))


def _announce(url: str, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"url": url}) + "\n")
        sys.stdout.flush()
    else:
        out.print(say().say("serve.ready", url=url), highlight=False)


@app.command(epilog="Przykład · Example: pim status --json")
@spoken
def status(as_json: Json = False) -> None:
    """Mówi, co jest w indeksie i czy jest cały · Tells what the index holds, and if it is whole."""
    from service.reports import status_record, status_table

    settings: Settings = read_settings()
    record = status_record(settings)
    if as_json:
        print_json(record)
    else:
        out.print(status_table(record, say()))


@app.command(epilog="Przykład · Example: pim doctor --json")
@spoken
def doctor(as_json: Json = False) -> None:
    """Sprawdza, czego brakuje na tym komputerze · Tells what is missing on this computer."""
    from service.doctor import doctor_record, doctor_table, examined, is_fit

    checks = examined()
    if as_json:
        print_json(doctor_record(checks, say()))
    else:
        out.print(doctor_table(checks, say()))
    if not is_fit(checks):
        raise typer.Exit(4)


app.command(epilog='Przykład · Example: pim ask "Ile kosztuje parking?"')(ask)
app.command(epilog="Przykład · Example: pim mcp")(mcp)
app.command(epilog='Przykład · Example: pim barriers "opłata za retencję"')(barriers)
app.command(epilog='Przykład · Example: pim peers --challenge "zalewane piwnice"')(peers)


def main() -> None:
    """The console script: the commands here and those that other rooms register."""
    extend(app, sys.argv[1] if sys.argv[1:] else "")
    app()


def extend(commands: typer.Typer, wanted: str) -> None:
    """Adds the commands of the extension that has the wanted one; all of them for the help.

    An extension is loaded only when it is used, so that a search starts quickly.
    """
    extensions = entry_points(group="pim.commands")
    listing = not wanted or wanted.startswith("-")
    chosen = (e for e in extensions if listing or e.name == wanted)
    for extension in {e.value: e for e in chosen}.values():
        extension.load()(commands)


if __name__ == "__main__":
    main()
