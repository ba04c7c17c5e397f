"""What ``pim barriers`` prints and writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from corpus.errors import StorageFailed
from service.register.export import as_csv, as_xlsx
from service.register.records import matrix_record
from service.register.register import Register
from service.speech import Speech


def write(path: Path, register: Register, address: str, say: Speech) -> None:
    """The register as a file, in the format its name ends in."""
    content = {
        ".csv": lambda: as_csv(register, address, say).encode(),
        ".xlsx": lambda: as_xlsx(register, address, say),
        ".json": lambda: json.dumps(matrix_record(register), ensure_ascii=False, indent=2).encode(),
    }[path.suffix]()
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageFailed("file_unwritable", path=str(path), reason=error.strerror) from error


def register_table(record: dict[str, Any], say: Speech) -> RenderableType:
    """Barriers with their counts; below, how many stand alone."""
    table = Table(title=say.say("register.title"), title_justify="left")
    for column in ("barrier", "title", "stated", "implied", "denied"):
        table.add_column(say.say(f"export.{column}"), overflow="fold")
    for barrier in record["barriers"]:
        counts = [str(count or "") for count in barrier["counts"].values()]
        table.add_row(*map(Text, (barrier["id"], barrier["title"], *counts)))
    alone = say.count("register.not_taken_up", len(record["not_taken_up"]))
    backed = say.count("register.without_city", len(record["recommendations_without_city"]))
    return Group(table, Text(alone), Text(backed))


def coverage_lines(record: dict[str, Any], say: Speech) -> RenderableType:
    """The sentence, then who raises it and who denies it with quotes, then who is silent."""
    parts: list[RenderableType] = [Text(record["sentence"], style="bold")]
    if record["barrier"]:
        barrier = record["barrier"]
        parts.append(Text(say.say("coverage.about", id=barrier["id"], title=barrier["title"])))
    for name in ("raising", "denying"):
        parts += [line for finding in record[name] for line in _finding(finding, say)]
    silent = ", ".join(each["city"] or each["document_id"] for each in record["silent"])
    parts.append(Text(f"\n{say.say('coverage.silent_are')}: {silent}", style="dim"))
    return Group(*parts)


def _finding(finding: dict[str, Any], say: Speech) -> Iterator[RenderableType]:
    quoted, name = finding["quote"], finding["city"] or finding["title"]
    status = say.say(f"link.{finding['status']}")
    place = say.say("search.page", pages=quoted["page"])
    yield Text(f"\n{name} ({finding['document_id']}, {place}): {status}", style="cyan")
    yield Text(f"„{quoted['text']}”")
