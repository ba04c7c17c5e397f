"""A PDF read in a process of its own, so that no file can harm the one that asks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.model import Reading
from ingest.wire import loaded

_ROOT = Path(__file__).resolve().parent.parent
_GRACE = 5.0
_TIMED_OUT = frozenset({signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL})
_OUT_OF_MEMORY = frozenset({signal.SIGABRT, signal.SIGTRAP})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; times in seconds, sizes in bytes."""

    memory: int = 1536 * 1024**2
    base: float = 30.0
    per_page: float = 0.5
    longest: float = 900.0
    pages: int = 5_000
    file_size: int = 100 * 1024**2
    scan: float = 40.0
    """How long one page without text may be read from its picture."""
    scans: int = os.cpu_count() or 1
    """How many such pages of a file are read at once."""


def read_isolated(path: Path, limits: Limits = Limits()) -> Reading:
    """What a PDF says, or the named reason why it says nothing; never a crash, never a hang."""
    _weigh(path, limits)
    command = [sys.executable, "-m", "ingest.worker", str(path), json.dumps(asdict(limits))]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=limits.longest + _GRACE,
            env=os.environ | {"PYTHONPATH": str(_ROOT)},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("too_slow", path=str(path)) from error
    return _told(done.stdout, done.returncode, path)


def read_many(
    paths: Iterable[Path],
    limits: Limits = Limits(),
    workers: int | None = None,
) -> Iterator[tuple[Path, Reading | UnreadableDocument]]:
    """Every file's reading or reason, as they come, on all cores."""
    files, cores = list(paths), os.cpu_count() or 1
    pool = ThreadPoolExecutor(workers or cores)
    at_once = min(workers or cores, len(files)) or 1
    shared = replace(limits, scans=max(1, min(limits.scans, cores // at_once)))
    try:
        running: dict[Future[Reading], Path] = {
            pool.submit(read_isolated, path, shared): path for path in files
        }
        for future in as_completed(running):
            yield running.pop(future), _settled(future)
    finally:
        pool.shutdown(cancel_futures=True)


def _settled(future: Future[Reading]) -> Reading | UnreadableDocument:
    try:
        return future.result()
    except UnreadableDocument as error:
        return error


def _weigh(path: Path, limits: Limits) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableDocument("unreadable", path=str(path)) from error
    if size > limits.file_size:
        raise UnreadableDocument("too_big", path=str(path), bytes=size)


def _told(output: bytes, status: int, path: Path) -> Reading:
    if output[:1] == b"+" and status == 0:
        return loaded(output[1:])
    if output[:1] == b"-":
        code, _, detail = output[1:].decode("ascii", "replace").partition(" ")
        raise UnreadableDocument(code, path=str(path), **({"detail": detail} if detail else {}))
    raise UnreadableDocument(_death(status), path=str(path), status=status)


def _death(status: int) -> str:
    """The outcome's name for a worker that ended without a word."""
    if -status in _TIMED_OUT:
        return "too_slow"
    return "too_big" if -status in _OUT_OF_MEMORY else "damaged"
