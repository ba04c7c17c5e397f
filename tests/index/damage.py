"""What goes wrong on disks, made to order."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CALLS: dict[str, tuple[object, str]] = {
    "fsync": (os, "fsync"),
    "open folder": (os, "open"),
    "make folder": (Path, "mkdir"),
    "write text": (Path, "write_text"),
    "rename": (Path, "rename"),
    "replace": (Path, "replace"),
    "open to write": (Path, "open"),
}
"""The calls by which Python code of a writer reaches the disk."""


def flip(content: bytes) -> bytes:
    """One bit changed in the middle; a letter, where the file holds nothing."""
    if not content:
        return b"x"
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def zero(content: bytes) -> bytes:
    """The first page lost, as after a power cut; a letter, where the file holds nothing."""
    return bytes(min(len(content), 4096)) + content[4096:] if any(content[:4096]) else b"x"


def truncate(content: bytes) -> bytes:
    """The second half lost; a letter, where the file holds nothing."""
    return content[: len(content) // 2] if content else b"x"


def refuse_call(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> list[int]:
    """Makes the n-th call of one kind fail for want of space; gives the list of calls made."""
    owner, attribute = CALLS[name]
    real: Callable[..., Any] = getattr(owner, attribute)
    made: list[int] = []

    def call(*arguments: Any, **named: Any) -> Any:
        if name != "open to write" or "w" in arguments:
            made.append(len(made) + 1)
            if len(made) == number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **named)

    monkeypatch.setattr(owner, attribute, call)
    return made


@contextmanager
def no_file_longer_than(length: int) -> Iterator[None]:
    """Every write past a length is refused by the system, also to code that is not Python's."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
