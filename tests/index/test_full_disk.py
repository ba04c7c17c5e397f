"""A disk that is full, or refuses, or loses what was not flushed: the index still answers."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import OperatorError, StorageFailed
from index import generations
from index.cache import EmbeddingCache
from index.dense import DenseIndex
from index.lexical import LexicalEntry, write_lexical
from index.store import Store
from index.sync import Changes
from tests.fakes import prepared
from tests.index.damage import CALLS, no_file_longer_than, refuse_call
from tests.index.small import CHANGES, answers, builder


def test_everything_is_flushed_before_the_rename_that_makes_it_count(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that outlives a power cut: files, folders, rename, pointer, rename, folder."""
    events: list[tuple[str, str]] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def flushed(descriptor: int) -> None:
        events.append(("flush", str(Path(f"/proc/self/fd/{descriptor}").readlink())))
        fsync(descriptor)

    def renamed(path: Path, target: Path) -> Path:
        events.append(("rename", str(path)))
        return rename(path, target)

    def replaced(path: Path, target: Path) -> Path:
        events.append(("replace", str(path)))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(Path, "replace", replaced)
    folder = builder(data).build(CHANGES).folder
    scratch = next(place for kind, place in events if kind == "rename")
    counts, switch = (
        events.index(("rename", scratch)),
        events.index(("replace", str(data / "CURRENT.new"))),
    )
    parts = {f"{scratch}/{path.relative_to(folder)}" for path in folder.rglob("*")} | {scratch}
    assert {place for kind, place in events[:counts] if kind == "flush"} == parts
    assert events[counts + 1 : switch] == [
        ("flush", str(folder.parent)),
        ("flush", str(data / "CURRENT.new")),
    ]
    assert events[switch + 1 :] == [("flush", str(data))]


@pytest.mark.parametrize("name", CALLS)
def test_a_full_disk_at_any_call_leaves_an_index_that_answers(
    data: Path, tmp_path: Path, name: str
) -> None:
    """Old or new, never half: the new one only where the switch itself had been made."""
    old = answers(data)
    finished = shutil.copytree(data, tmp_path / "finished")
    with pytest.MonkeyPatch.context() as patch:
        calls = refuse_call(patch, name, 0)
        builder(finished).build(CHANGES)
    new = answers(finished)
    outcomes = []
    for number in range(1, len(calls) + 1):
        harmed = shutil.copytree(data, tmp_path / f"{name} {number}")
        outcomes.append(_refused(harmed, name, number))
        now = answers(harmed)
        assert now in (old, new)
        assert now == old or number > len(calls) - 2
        if number in (1, len(calls)):
            builder(harmed).build(CHANGES)
            assert answers(harmed) == new
        shutil.rmtree(harmed)
    assert outcomes == ["disk_full"] * len(calls)
    assert calls


def _refused(data: Path, name: str, number: int) -> str:
    with pytest.MonkeyPatch.context() as patch:
        refuse_call(patch, name, number)
        with pytest.raises(StorageFailed) as caught:
            builder(data).build(CHANGES)
    assert list((data / "generations").glob(".building-*")) == []
    return caught.value.code


def test_writes_that_the_system_refuses_leave_the_old_generation(data: Path) -> None:
    """Each file of a generation in turn is the first that is too long, whoever writes it."""
    old = answers(data)
    changes = Changes(tuple(prepared(f"d{n}", f"woda i las {n} " * 40) for n in range(30)))
    trial = shutil.copytree(data, data.parent / "trial")
    folder = builder(trial).build(changes).folder
    lengths = {path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    refused = 0
    for length in sorted(lengths):
        with no_file_longer_than(max(length - 1, 0)), pytest.raises(StorageFailed):
            builder(data).build(changes)
        assert answers(data) == old
        refused += 1
    assert refused >= 8
    builder(data).build(changes)
    assert answers(data) == answers(trial)


def _words(folder: Path) -> None:
    write_lexical(folder / "lexical", [LexicalEntry(1, "d", "other", ["woda"], [], [], ["woda"])])


def _vectors(folder: Path) -> None:
    DenseIndex.build(np.arange(9, dtype=np.int64), np.eye(9, dtype=np.float32)).write(folder)


def _store(folder: Path) -> None:
    Store.create(folder / "store.sqlite").commit()


def _cache(folder: Path) -> None:
    EmbeddingCache(folder).put("model", ["digest"], np.ones((1, 9), dtype=np.float32))


@pytest.mark.parametrize("write", [_words, _vectors, _store, _cache])
def test_no_engine_hides_that_the_disk_refused(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    with (
        no_file_longer_than(250),
        pytest.raises(StorageFailed) as caught,
        generations.building(tmp_path),
    ):
        write(tmp_path)
    assert caught.value.code == "storage_failed"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EROFS, "storage_failed")],
)
def test_a_refusing_disk_is_named_with_place_and_reason(
    tmp_path: Path, number: int, code: str
) -> None:
    place = str(tmp_path / "file")
    with pytest.raises(StorageFailed) as caught, generations.building(tmp_path):
        raise OSError(number, "the reason", place)
    assert caught.value.code == code
    assert caught.value.fields == {"path": place, "reason": "the reason"}


def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(OperatorError):
        builder(tmp_path / "data").build(CHANGES)
