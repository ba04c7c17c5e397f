"""What was gathered against what the index has: new, changed, moved, the same, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import CuratorError, UnreadableDocument
from corpus.model import Document
from service.gathering import Candidate, Gathered, described, digest_of_file, identified


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that must be read: it is new, or its content changed."""

    candidate: Candidate
    document: Document
    is_new: bool


@dataclass(frozen=True, slots=True)
class Same:
    """A file whose content the index has, as it is described now and as it is stored."""

    document: Document
    stored: Document


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Every file of a run in its heap."""

    wanted: tuple[Wanted, ...]
    same: tuple[Same, ...]
    refused: tuple[CuratorError, ...]


@dataclass(frozen=True, slots=True)
class _File:
    candidate: Candidate
    sha256: str

    @property
    def path(self) -> str:
        return str(self.candidate.path)


def sorted_out(gathered: Gathered, stored: Mapping[str, Document]) -> SortedOut:
    """What has to be read, what the index has already, and what is refused and why."""
    refused = list(gathered.refused)
    files = tuple(_readable(gathered.candidates, refused))
    known = dict(stored) | _moved(files, stored)
    ids = identified((file.candidate for file in files), known)
    owners = _owners(files, known)
    wanted: list[Wanted] = []
    same: list[Same] = []
    for file in files:
        document_id = ids[file.candidate.path]
        owner = owners.setdefault(file.sha256, document_id)
        has = known.get(document_id)
        if owner != document_id:
            refused.append(CuratorError("duplicate", path=file.path, other=owner))
        elif has and has.sha256 == file.sha256:
            same.append(Same(_described_now(has, file.candidate), stored[document_id]))
        else:
            title = file.candidate.path.stem
            document = Document(document_id, file.path, file.sha256, title=title)
            wanted.append(Wanted(file.candidate, document, has is None))
    return SortedOut(tuple(wanted), tuple(same), tuple(refused))


def is_gone(document: Document) -> bool:
    """Whether its file is no longer there; a folder that may not be looked into does not count."""
    try:
        return not Path(document.path).is_file()
    except OSError:
        return False


def _readable(candidates: Sequence[Candidate], refused: list[CuratorError]) -> Iterator[_File]:
    for candidate in candidates:
        try:
            yield _File(candidate, digest_of_file(candidate.path))
        except UnreadableDocument as error:
            refused.append(error)


def _moved(files: Sequence[_File], stored: Mapping[str, Document]) -> dict[str, Document]:
    """Documents whose file is gone and whose content stands under a new path."""
    paths = {document.path for document in stored.values()}
    gone = {document.sha256: document for document in stored.values() if is_gone(document)}
    moved: dict[str, Document] = {}
    for file in files:
        if file.path not in paths and file.sha256 in gone:
            document = gone.pop(file.sha256)
            moved[document.id] = replace(document, path=file.path)
    return moved


def _owners(files: Sequence[_File], known: Mapping[str, Document]) -> dict[str, str]:
    """Which document has a content, by what stands on the disk now."""
    now = {file.path: file.sha256 for file in files}
    return {
        document.sha256: document.id
        for document in known.values()
        if now.get(document.path, document.sha256) == document.sha256 and not is_gone(document)
    }


def _described_now(document: Document, candidate: Candidate) -> Document:
    return described(document, candidate.entry) if candidate.entry else document
