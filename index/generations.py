"""Generations of the index: written beside the old one, checksummed, switched atomically.

``generations/<number>/`` holds a whole index and its manifest; ``CURRENT`` names the one that
is read and the checksum of its manifest, which has the checksum of every other file. A killed
writer leaves a ``.building-…`` folder that the next writer removes.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import IndexCorrupt, IndexForeign, IndexMissing, OperatorError, StorageFailed

FORMAT = 1
MANIFEST = "manifest.json"
_CURRENT = "CURRENT"
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is: its number, who built it, and the checksum of each file."""

    format: int
    number: int
    created: str
    model: str
    fingerprint: str
    dimension: int
    counts: dict[str, int]
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation on disk."""

    folder: Path
    manifest: Manifest


def current(data: Path) -> Generation:
    """The generation that is read now, its manifest checked.

    Raises IndexMissing, IndexCorrupt or IndexForeign (another format).
    """
    pointer = _pointer(data)
    if pointer is None:
        raise IndexMissing(path=str(data))
    number, digest = pointer
    return _open(_folder(data, number), digest)


def current_number(data: Path) -> int | None:
    """The number in ``CURRENT`` without opening anything; None where there is no index.

    Raises IndexCorrupt when there is one and its number cannot be read.
    """
    pointer = _pointer(data)
    return pointer[0] if pointer else None


def _pointer(data: Path) -> tuple[int, str] | None:
    path = data / _CURRENT
    try:
        number, digest = path.read_text(encoding="ascii").split()
        return int(number), digest
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IndexCorrupt(path=str(path)) from error


def verify(generation: Generation) -> None:
    """Compares every file with its checksum; raises IndexCorrupt naming the first damaged."""
    for name, digest in generation.manifest.files.items():
        path = generation.folder / name
        if not path.is_file() or file_digest(path) != digest:
            raise IndexCorrupt(path=str(path))


@contextlib.contextmanager
def building(data: Path) -> Iterator[Path]:
    """A scratch folder for the next generation, under the writer's lock.

    Raises OperatorError("index_busy") when another writer is at work, StorageFailed when
    the disk refuses.
    """
    with storage(data):
        (data / "generations").mkdir(parents=True, exist_ok=True)
        with _locked(data):
            _sweep(data)
            scratch = data / "generations" / f"{_BUILDING}{os.getpid()}"
            scratch.mkdir()
            try:
                yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)


def publish(data: Path, scratch: Path, manifest: Manifest) -> Generation:
    """Makes a finished scratch folder the current generation, by two atomic renames."""
    files = {
        str(path.relative_to(scratch)): file_digest(path)
        for path in sorted(scratch.rglob("*"))
        if path.is_file()
    }
    whole = Manifest(**{**asdict(manifest), "files": files})
    text = json.dumps(asdict(whole), ensure_ascii=False, indent=1)
    (scratch / MANIFEST).write_text(text, encoding="utf-8")
    _flush(scratch)
    folder = _folder(data, manifest.number)
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)
    _flush_folder(folder.parent)
    _switch(data, f"{manifest.number} {file_digest(folder / MANIFEST)}\n")
    _forget_older(data, manifest.number)
    return Generation(folder, whole)


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder(data: Path, number: int) -> Path:
    return data / "generations" / f"{number:08d}"


def _open(folder: Path, digest: str) -> Generation:
    path = folder / MANIFEST
    try:
        if file_digest(path) != digest:
            raise IndexCorrupt(path=str(path))
        raw = json.loads(path.read_text(encoding="utf-8"))
        found = raw["format"]
        if found != FORMAT:
            raise IndexForeign("index_format", path=str(folder), found=found, wanted=FORMAT)
        return Generation(folder, Manifest(**raw))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexCorrupt(path=str(path)) from error


def _switch(data: Path, line: str) -> None:
    pointer = data / f"{_CURRENT}.new"
    with pointer.open("w", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(data / _CURRENT)
    _flush_folder(data)


def _flush(folder: Path) -> None:
    """Forces every file, then every folder, to the disk before the rename makes them count."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(data: Path) -> None:
    for leftover in (data / "generations").glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _forget_older(data: Path, number: int) -> None:
    """Keeps the generation before, for readers that are just opening it."""
    for folder in (data / "generations").glob("[0-9]*"):
        if int(folder.name) < number - 1:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(data: Path) -> Iterator[None]:
    with (data / "write.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError("index_busy", path=str(data)) from None
        yield


@contextlib.contextmanager
def storage(data: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        code = "disk_full" if _is_full(error) else "storage_failed"
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        path = getattr(error, "filename", None) or data
        raise StorageFailed(code, path=str(path), reason=reason) from error


def _is_full(error: Exception) -> bool:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return True
    return any(sign in str(error) for sign in ("No space left", "disk is full"))
