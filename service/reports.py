"""What the command line prints: tables and text for a person, records for ``--json``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from corpus.errors import UnreadableDocument
from index import generations
from index.search import Hit, Results
from service.adding import Outcome, Report
from service.settings import Settings
from service.speech import Speech
from service.views import index_record, pages_label


def outcome_table(report: Report, say: Speech) -> RenderableType:
    """Every file that changed or was skipped, and why."""
    table = Table(title=say.say("ingest.title"), title_justify="left")
    for column in ("ingest.file", "ingest.outcome", "ingest.why"):
        table.add_column(say.say(column), overflow="fold")
    for outcome in report.outcomes:
        if outcome.name != "unchanged" or outcome.unread_pages or outcome.ocr_pages:
            cells = (Path(outcome.path).name, _outcome_name(outcome, say), _why(outcome, say))
            table.add_row(*map(Text, cells))
    return table if table.row_count else Group()


def _outcome_name(outcome: Outcome, say: Speech) -> str:
    return say.say("outcome.skipped" if outcome.is_skipped else f"outcome.{outcome.name}")


def _why(outcome: Outcome, say: Speech) -> str:
    if outcome.is_skipped:
        return say.error(UnreadableDocument(outcome.name, **outcome.fields))
    parts = (("outcome.ocr", outcome.ocr_pages), ("outcome.partly", outcome.unread_pages))
    return ". ".join(say.say(key, pages=_ranges(pages)) for key, pages in parts if pages)


def _ranges(pages: Iterable[int]) -> str:
    """``1–6, 9``."""
    ranges: list[list[int]] = []
    for page in sorted(pages):
        if ranges and page == ranges[-1][-1] + 1:
            ranges[-1].append(page)
        else:
            ranges.append([page])
    return ", ".join(map(pages_label, ranges))


def report_record(report: Report, say: Speech) -> dict[str, Any]:
    files = [
        {
            "path": outcome.path,
            "outcome": "skipped" if outcome.is_skipped else outcome.name,
            "reason": outcome.name if outcome.is_skipped else "",
            "message": _why(outcome, say),
            "document_id": outcome.document_id,
            "unread_pages": list(outcome.unread_pages),
            "ocr_pages": {str(page): sure for page, sure in outcome.ocr_pages.items()},
        }
        for outcome in report.outcomes
    ]
    return {"files": files, "stopped": report.stopped}


def hit_lines(results: Results, say: Speech) -> RenderableType:
    """The hits as a person reads them in a terminal."""
    if not results.hits:
        return Text(say.say("search.none"))
    summary = say.count("search.found", len(results.hits), searched=results.searched)
    shown = [part for n, hit in enumerate(results.hits, 1) for part in _hit(n, hit, say)]
    for typed, found in results.respelt:
        summary += "\n" + say.say("search.respelt", typed=typed, found=found)
    if results.expanded:
        summary += "\n" + say.say("search.expanded", labels=", ".join(results.expanded))
    return Group(*shown, Text(summary, style="dim"))


def _hit(number: int, hit: Hit, say: Speech) -> list[RenderableType]:
    place = say.say("search.page", pages=pages_label(hit.passage.pages))
    head = Text(f"{number}. {hit.document.title}, {place}", style="bold")
    facts = (hit.document.city, hit.document.network, hit.passage.heading)
    body = Text(hit.passage.text)
    for start, end in hit.matches:
        body.stylize("bold yellow", start, end)
    return [head, Text(" · ".join(fact for fact in facts if fact), style="cyan"), body, Text("")]


def status_record(settings: Settings) -> dict[str, Any]:
    """What the current generation holds and whether its checksums agree.

    Raises IndexMissing, IndexCorrupt or IndexForeign.
    """
    generation = generations.current(settings.data)
    generations.verify(generation)
    files = (path for path in generation.folder.rglob("*") if path.is_file())
    return {
        "data": str(settings.data),
        "index": index_record(generation.manifest),
        "configured_model": settings.model or generation.manifest.model,
        **generation.manifest.counts,
        "bytes": sum(path.stat().st_size for path in files),
        "intact": True,
    }


def status_table(record: dict[str, Any], say: Speech) -> RenderableType:
    table = Table(show_header=False, box=None)
    index = record["index"]
    rows = {
        "status.folder": record["data"],
        "status.generation": index["generation"],
        "status.created": index["created"],
        "status.model": index["model"],
        "status.documents": record["documents"],
        "status.pages": record["pages"],
        "status.passages": record["passages"],
        "status.size": f"{record['bytes'] / 1e6:.1f} MB",
        "status.intact": "✓",
    }
    for key, value in rows.items():
        table.add_row(say.say(key), Text(str(value)))
    return table
