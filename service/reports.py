"""What the command line prints: tables and text for a person, records for ``--json``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from corpus.errors import UnreadableDocument
from corpus.model import Reading, cut
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
        if outcome.name != "unchanged" or outcome.unread_pages:
            cells = (Path(outcome.path).name, _outcome_name(outcome, say), _why(outcome, say))
            table.add_row(*map(Text, cells))
    return table if table.row_count else Group()


def _outcome_name(outcome: Outcome, say: Speech) -> str:
    return say.say("outcome.skipped" if outcome.is_skipped else f"outcome.{outcome.name}")


def _why(outcome: Outcome, say: Speech) -> str:
    if outcome.is_skipped:
        return say.error(UnreadableDocument(outcome.name, **outcome.fields))
    if outcome.unread_pages:
        pages = ", ".join(map(str, outcome.unread_pages))
        return say.say("outcome.partly", pages=pages)
    return ""


def report_record(report: Report, say: Speech) -> dict[str, Any]:
    files = [
        {
            "path": outcome.path,
            "outcome": "skipped" if outcome.is_skipped else outcome.name,
            "reason": outcome.name if outcome.is_skipped else "",
            "message": _why(outcome, say),
            "document_id": outcome.document_id,
            "unread_pages": list(outcome.unread_pages),
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


def reading_lines(reading: Reading, say: Speech) -> RenderableType:
    """A document page by page as it was read."""
    parts: list[RenderableType] = []
    for page in reading.pages:
        parts.append(Rule(say.say("text.page", number=page.number)))
        unread = page.number in reading.unread_pages
        parts.append(Text(say.say("text.unread") if unread else page.text.rstrip()))
    return Group(*parts)


def reading_record(reading: Reading) -> dict[str, Any]:
    return {
        "title": reading.title,
        "pages": [
            {"number": page.number, "text": page.text, "width": page.width, "height": page.height}
            for page in reading.pages
        ],
        "unread_pages": list(reading.unread_pages),
        "repairs": reading.repairs,
        "sections": [
            {
                "heading_path": list(section.heading_path),
                "role": section.role.value,
                "blocks": [
                    {
                        "kind": block.kind.value,
                        "level": block.level,
                        "text": cut(reading.pages, block.spans),
                        "pages": sorted({span.page for span in block.spans}),
                    }
                    for block in section.blocks
                ],
            }
            for section in reading.sections
        ],
    }


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
