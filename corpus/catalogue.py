"""``catalogue.csv`` -> what is known of each PDF before it is read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadCatalogue

FILE_NAME = "catalogue.csv"
COLUMNS = (
    "path", "kind", "title", "city", "network",
    "edition", "year", "voivodeship", "population", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the catalogue; empty where the row is silent."""

    path: Path
    kind: str = ""
    title: str = ""
    city: str = ""
    network: str = ""
    edition: str = ""
    year: int | None = None
    voivodeship: str = ""
    population: int | None = None
    source: str = ""


def read(path: Path) -> tuple[Entry, ...]:
    """The rows of a catalogue; paths are taken relative to the catalogue's folder.

    Raises BadCatalogue for a missing column, a number that is none, a path that leaves the
    folder, or two rows for one file.
    """
    entries = tuple(_rows(path))
    _refuse_repeated_paths(path, entries)
    return entries


def _rows(path: Path) -> Iterator[Entry]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCatalogue("catalogue_unreadable", path=str(path)) from error
    reader = csv.DictReader(text.splitlines())
    if "path" not in (reader.fieldnames or ()):
        raise BadCatalogue("catalogue_without_path", path=str(path))
    for row in reader:
        yield _entry(path, reader.line_num, {k: (v or "").strip() for k, v in row.items() if k})


def _entry(catalogue: Path, line: int, row: dict[str, str]) -> Entry:
    return Entry(
        path=_inside(catalogue, line, row["path"]),
        kind=row.get("kind", ""),
        title=row.get("title", ""),
        city=row.get("city", ""),
        network=row.get("network", ""),
        edition=row.get("edition", ""),
        year=_number(catalogue, line, "year", row),
        voivodeship=row.get("voivodeship", ""),
        population=_number(catalogue, line, "population", row),
        source=row.get("source", ""),
    )


def _inside(catalogue: Path, line: int, value: str) -> Path:
    folder = catalogue.parent.resolve()
    path = (folder / value).resolve()
    if not value or not path.is_relative_to(folder):
        raise BadCatalogue(path=str(catalogue), line=line, column="path", value=value)
    return path


def _number(catalogue: Path, line: int, column: str, row: dict[str, str]) -> int | None:
    value = row.get(column, "").replace(" ", "").replace("\u00a0", "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit():
        raise BadCatalogue(path=str(catalogue), line=line, column=column, value=row[column])
    return int(value)


def _refuse_repeated_paths(catalogue: Path, entries: tuple[Entry, ...]) -> None:
    seen: set[Path] = set()
    for entry in entries:
        if entry.path in seen:
            raise BadCatalogue("catalogue_repeats_path", path=str(catalogue), value=entry.path.name)
        seen.add(entry.path)
