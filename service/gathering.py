"""Files, folders and catalogues -> the PDFs to add, each with what the catalogue says of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from corpus import catalogue
from corpus.catalogue import Entry
from corpus.errors import CuratorError, UnreadableDocument
from corpus.model import Document
from ingest.facts import Facts

_UNNAMED = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A PDF that somebody wants in the index."""

    path: Path
    entry: Entry | None


def gather(places: Sequence[Path]) -> tuple[Candidate, ...]:
    """The PDFs in files, folders (with sub-folders) and catalogues, each path once, in order.

    Raises CuratorError for a place that cannot be read or holds no PDF, and BadCatalogue.
    """
    found: dict[Path, Candidate] = {}
    for place in places:
        for candidate in _in_place(place.resolve()):
            known = found.get(candidate.path)
            if known is None or known.entry is None:
                found[candidate.path] = candidate
    if not found:
        raise CuratorError("no_documents", path=", ".join(map(str, places)))
    return tuple(found.values())


def _in_place(place: Path) -> Iterator[Candidate]:
    if place.is_dir():
        yield from _in_folder(place)
    elif place.name == catalogue.FILE_NAME or place.suffix.lower() == ".csv":
        yield from (Candidate(entry.path, entry) for entry in catalogue.read(place))
    else:
        yield Candidate(place, _entry_beside(place))


def _in_folder(folder: Path) -> Iterator[Candidate]:
    files = _files(folder)
    entries: dict[Path, Entry] = {}
    for path in files:
        if path.name == catalogue.FILE_NAME:
            entries |= {entry.path: entry for entry in catalogue.read(path)}
    yield from (Candidate(path, entry) for path, entry in entries.items())
    for path in files:
        if path.suffix.lower() == ".pdf" and path not in entries:
            yield Candidate(path, None)


def _files(folder: Path) -> list[Path]:
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        raise CuratorError("folder_unreadable", path=str(folder)) from error
    below = (path for child in children if child.is_dir() for path in _files(child))
    return [*(child for child in children if child.is_file()), *below]


def _entry_beside(path: Path) -> Entry | None:
    beside = path.parent / catalogue.FILE_NAME
    if not beside.is_file():
        return None
    return next((entry for entry in catalogue.read(beside) if entry.path == path), None)


def digest_of_file(path: Path) -> str:
    """The sha256 of a file; raises UnreadableDocument when it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableDocument("unreadable", path=str(path)) from error


def identified(candidates: Iterable[Candidate], known: Mapping[str, Document]) -> dict[Path, str]:
    """A stable, readable id for each path: the file's name, made unique where two share it."""
    by_path = {document.path: document.id for document in known.values()}
    taken = set(known)
    ids: dict[Path, str] = {}
    for candidate in candidates:
        path = candidate.path
        ids[path] = by_path.get(str(path)) or _free_id(path, taken)
        taken.add(ids[path])
    return ids


def _free_id(path: Path, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", path.stem.replace("ł", "l").replace("Ł", "L"))
    name = _UNNAMED.sub("-", plain.encode("ascii", "ignore").decode().lower()).strip("-")[:80]
    name = name or "dokument"
    if name not in taken:
        return name
    return f"{name}-{sha256(str(path).encode()).hexdigest()[:8]}"


def described(document: Document, entry: Entry | None, facts: Facts = Facts()) -> Document:
    """A document with the catalogue's word, and what it says of itself where that is silent.

    With no catalogue row everything is proposed; with one, an empty cell stays empty except
    for the title, which a reader always needs.
    """
    if entry is None:
        return replace(
            document,
            title=facts.title or document.title,
            kind=facts.kind,
            city=facts.city,
            network=facts.network,
            edition=facts.edition,
            year=facts.year,
        )
    return replace(
        document,
        title=entry.title or facts.title or document.title,
        kind=entry.kind,
        city=entry.city,
        network=entry.network,
        edition=entry.edition,
        year=entry.year,
        voivodeship=entry.voivodeship,
        population=entry.population,
        source=entry.source,
    )
