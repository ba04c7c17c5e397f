"""Files, folders and catalogues -> the PDFs to add, each with what the catalogue says of it."""

from __future__ import annotations

import os
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
from index.generations import file_digest
from ingest.facts import Facts

_UNNAMED = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A PDF that somebody wants in the index."""

    path: Path
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The PDFs of some places, each path once, in order, and the folders that refused."""

    candidates: tuple[Candidate, ...]
    refused: tuple[CuratorError, ...]


def gather(places: Sequence[Path]) -> Gathered:
    """The PDFs in files, folders (with sub-folders) and catalogues.

    Raises CuratorError when there is no PDF in any of them, and BadCatalogue.
    """
    found: dict[Path, Candidate] = {}
    refused: list[CuratorError] = []
    for place in places:
        for candidate in _seen(place.resolve(), refused):
            known = found.get(candidate.path)
            if known is None or known.entry is None:
                found[candidate.path] = candidate
    if not found and not refused:
        raise CuratorError("no_documents", path=", ".join(map(str, places)))
    return Gathered(tuple(found.values()), tuple(refused))


def _seen(place: Path, refused: list[CuratorError]) -> tuple[Candidate, ...]:
    try:
        return tuple(_in_place(place, refused))
    except OSError:
        refused.append(UnreadableDocument("unreadable", path=str(place)))
        return ()


def _in_place(place: Path, refused: list[CuratorError]) -> Iterator[Candidate]:
    if place.is_dir():
        yield from _in_folder(_files(place, refused))
    elif place.name == catalogue.FILE_NAME or place.suffix.lower() == ".csv":
        yield from (Candidate(entry.path, entry) for entry in catalogue.read(place))
    else:
        yield Candidate(place, _entry_beside(place))


def _in_folder(files: Sequence[Path]) -> Iterator[Candidate]:
    entries: dict[Path, Entry] = {}
    for path in files:
        if path.name == catalogue.FILE_NAME:
            entries |= {entry.path: entry for entry in catalogue.read(path)}
    yield from (Candidate(path, entry) for path, entry in entries.items())
    for path in files:
        if path.suffix.lower() == ".pdf" and path not in entries:
            yield Candidate(path, None)


def _files(folder: Path, refused: list[CuratorError]) -> list[Path]:
    """Every file below a folder, links followed but no folder entered twice."""

    def refuse(error: OSError) -> None:
        refused.append(CuratorError("folder_unreadable", path=str(error.filename)))

    files: list[Path] = []
    entered = {folder.resolve()}
    for at, below, names in os.walk(folder, onerror=refuse, followlinks=True):
        below[:] = [name for name in sorted(below) if _enters(Path(at, name), entered)]
        files += filter(_is_readable_kind, (Path(at, name) for name in sorted(names)))
    return files


def _is_readable_kind(path: Path) -> bool:
    """A file or a link, also one that leads nowhere; a pipe or a socket would never end."""
    return path.is_symlink() or path.is_file()


def _enters(folder: Path, entered: set[Path]) -> bool:
    real = folder.resolve()
    is_new = real not in entered
    entered.add(real)
    return is_new


def _entry_beside(path: Path) -> Entry | None:
    beside = path.parent / catalogue.FILE_NAME
    if not beside.is_file():
        return None
    return next((entry for entry in catalogue.read(beside) if entry.path == path), None)


def digest_of_file(path: Path) -> str:
    """The sha256 of a file; raises UnreadableDocument when it cannot be read."""
    try:
        if path.is_file():
            return file_digest(path)
    except OSError as error:
        raise UnreadableDocument("unreadable", path=str(path)) from error
    raise UnreadableDocument("unreadable", path=str(path))


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
