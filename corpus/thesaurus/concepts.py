"""The tables of the thesaurus -> checked concepts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadThesaurus

FOLDER = Path(__file__).parent
COLUMNS = ("id", "pref_pl", "alt_pl", "pref_en", "alt_en", "broader", "related", "scope")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept; labels are as people write them, relations are ids."""

    id: str
    pref_pl: str
    alt_pl: tuple[str, ...]
    pref_en: str
    alt_en: tuple[str, ...]
    broader: str
    related: tuple[str, ...]
    scope: str
    area: str

    @property
    def polish(self) -> tuple[str, ...]:
        """All Polish labels, the preferred one first."""
        return (self.pref_pl, *self.alt_pl)

    @property
    def english(self) -> tuple[str, ...]:
        """All English labels, the preferred one first."""
        return tuple(label for label in (self.pref_en, *self.alt_en) if label)


def read(folder: Path = FOLDER) -> tuple[Concept, ...]:
    """All concepts of a folder's tables, by area and line.

    Raises BadThesaurus naming file, line and fault: a missing column or label, an id or a Polish
    label used twice, a relation to a concept that does not exist, an orphan.
    """
    concepts = tuple(
        concept for path in sorted(folder.glob("*.csv")) for concept in _concepts(path)
    )
    _refuse_repeated(concepts)
    _refuse_dangling(concepts)
    _refuse_orphans(concepts)
    return concepts


def _concepts(path: Path) -> Iterator[Concept]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise BadThesaurus("thesaurus_columns", file=path.name, wanted=",".join(COLUMNS))
        for row in table:
            yield _concept(path, table.line_num, row)


def _concept(path: Path, line: int, row: dict[str, str | None]) -> Concept:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in ("id", "pref_pl", "pref_en", "scope"):
        if not cells[name] or None in row:
            raise BadThesaurus("thesaurus_row", file=path.name, line=line, column=name)
    return Concept(
        id=cells["id"],
        pref_pl=cells["pref_pl"],
        alt_pl=_listed(cells["alt_pl"]),
        pref_en=cells["pref_en"],
        alt_en=_listed(cells["alt_en"]),
        broader=cells["broader"],
        related=_listed(cells["related"]),
        scope=cells["scope"],
        area=path.stem,
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _refuse_repeated(concepts: tuple[Concept, ...]) -> None:
    seen: dict[str, str] = {}
    for concept in concepts:
        labels = {label.casefold() for label in concept.polish}
        for name in (f"id {concept.id}", *sorted(labels)):
            if name in seen:
                raise BadThesaurus("thesaurus_repeats", id=concept.id, label=name, other=seen[name])
            seen[name] = concept.id


def _refuse_dangling(concepts: tuple[Concept, ...]) -> None:
    ids = {concept.id for concept in concepts}
    for concept in concepts:
        for other in (concept.broader, *concept.related):
            if other and (other not in ids or other == concept.id):
                raise BadThesaurus("thesaurus_relation", id=concept.id, other=other)


def _refuse_orphans(concepts: tuple[Concept, ...]) -> None:
    parents = {concept.broader for concept in concepts}
    for concept in concepts:
        if not concept.broader and concept.id not in parents:
            raise BadThesaurus("thesaurus_orphan", id=concept.id)
