"""A generation is whole or it is refused by name; the old one outlives every accident."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.errors import IndexCorrupt, IndexForeign, IndexMissing, OperatorError
from index import generations
from index.analysis import Analyzer
from index.ports import Vectors
from index.query import Query
from index.search import Searcher
from index.sync import Builder, Changes
from tests.fakes import WordCounts, prepared, same_word
from tests.index.damage import flip, truncate, zero
from tests.index.small import CHANGES, answers, builder


class Broken(WordCounts):
    """An embedder whose model gave up."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise RuntimeError(f"no vectors for {len(texts)} texts today")


def files(data: Path) -> list[Path]:
    folder = generations.current(data).folder
    return [data / "CURRENT", *(path for path in sorted(folder.rglob("*")) if path.is_file())]


@pytest.mark.parametrize("harm", [flip, zero, truncate, None])
def test_a_byte_of_any_file_changed_is_noticed(
    data: Path, harm: Callable[[bytes], bytes] | None
) -> None:
    parts = files(data)
    names = {path.name for path in parts}
    assert {"CURRENT", "manifest.json", "store.sqlite", "vectors.faiss", "meta.json"} <= names
    for path in parts:
        before = path.read_bytes()
        if harm is None:
            path.unlink()
        else:
            path.write_bytes(harm(before))
        with pytest.raises((IndexCorrupt, IndexMissing)) as caught:
            answers(data)
        assert isinstance(caught.value, IndexMissing) == (harm is None and path.name == "CURRENT")
        path.write_bytes(before)
    assert answers(data)


def test_every_byte_of_the_manifest_counts(data: Path) -> None:
    manifest = generations.current(data).folder / generations.MANIFEST
    before = manifest.read_bytes()
    for position in range(0, len(before), 7):
        changed = bytes([before[position] ^ 1])
        manifest.write_bytes(before[:position] + changed + before[position + 1 :])
        with pytest.raises(IndexCorrupt):
            generations.current(data)


def test_a_file_of_another_generation_is_noticed(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    builder(other).build(CHANGES)
    for name in ("store.sqlite", "vectors.faiss", generations.MANIFEST):
        harmed = shutil.copytree(data, tmp_path / f"with {name}")
        shutil.copy(generations.current(other).folder / name, generations.current(data).folder)
        shutil.copy(
            generations.current(other).folder / name,
            harmed / "generations" / "00000001" / name,
        )
        with pytest.raises(IndexCorrupt):
            answers(harmed)


def test_a_damaged_file_is_named(data: Path) -> None:
    harmed = generations.current(data).folder / "vectors.faiss"
    harmed.write_bytes(b"")
    with pytest.raises(IndexCorrupt) as caught:
        answers(data)
    assert caught.value.fields == {"path": str(harmed)}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"1", b"x y", b"9 0", b"1 2 3", b"-1 abc"])
def test_a_pointer_that_points_nowhere_is_named(data: Path, content: bytes) -> None:
    (data / "CURRENT").write_bytes(content)
    with pytest.raises(IndexCorrupt):
        answers(data)


@pytest.mark.parametrize("content", [b"", b"x y", b"9 0"])
def test_a_writer_refuses_a_damaged_index_rather_than_begin_anew(
    data: Path, content: bytes
) -> None:
    before = (data / "CURRENT").read_bytes()
    (data / "CURRENT").write_bytes(content)
    with pytest.raises(IndexCorrupt):
        builder(data).build(CHANGES)
    (data / "CURRENT").write_bytes(before)
    assert answers(data)


def test_a_writer_refuses_to_build_on_a_damaged_generation(data: Path) -> None:
    path = generations.current(data).folder / "store.sqlite"
    path.write_bytes(flip(path.read_bytes()))
    with pytest.raises(IndexCorrupt):
        builder(data).build(CHANGES)


def test_another_format_is_refused_by_name(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generations, "FORMAT", generations.FORMAT + 1)
    with pytest.raises(IndexForeign) as caught:
        answers(data)
    assert caught.value.code == "index_format"
    assert (caught.value.fields["found"], caught.value.fields["wanted"]) == (1, 2)


def test_the_manifest_names_format_model_counts_and_every_file(data: Path) -> None:
    folder = generations.current(data).folder
    manifest = json.loads((folder / generations.MANIFEST).read_text(encoding="utf-8"))
    assert (manifest["format"], manifest["number"], manifest["model"]) == (1, 1, "liczby-slow")
    assert manifest["counts"] == {"documents": 3, "pages": 3, "passages": 7}
    listed = {folder / name for name in manifest["files"]}
    assert listed == set(files(data)) - {data / "CURRENT", folder / generations.MANIFEST}


def test_a_second_writer_is_told_that_the_first_is_at_work(data: Path) -> None:
    before = answers(data)
    with (data / "write.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OperatorError) as caught:
            builder(data).build(CHANGES)
        assert caught.value.code == "index_busy"
        assert answers(data) == before
    builder(data).build(CHANGES)


def test_what_a_killed_writer_left_is_swept_by_the_next(data: Path) -> None:
    leftover = data / "generations" / ".building-4242" / "lexical"
    leftover.mkdir(parents=True)
    (leftover / "half").write_bytes(b"half a file")
    unpublished = data / "generations" / "00000002"
    unpublished.mkdir()
    (unpublished / "store.sqlite").write_bytes(b"never switched to")
    assert builder(data).build(CHANGES).manifest.number == 2
    assert sorted(path.name for path in (data / "generations").iterdir()) == [
        "00000001",
        "00000002",
    ]
    assert any(hit.document.id == "nowy" for hit in answers(data))


def test_only_the_generation_before_is_kept(data: Path) -> None:
    for number in range(4):
        builder(data).build(Changes((prepared(f"d{number}", "woda"),)))
    assert sorted(path.name for path in (data / "generations").iterdir()) == [
        "00000004",
        "00000005",
    ]


def test_an_open_reader_goes_on_after_its_generation_is_gone(data: Path) -> None:
    reader = Searcher.open(data, Analyzer(same_word), WordCounts())
    before = reader.search(Query("woda tramwaj")).hits
    for _ in range(3):
        builder(data).build(CHANGES)
    assert not reader.generation.folder.exists()
    assert reader.search(Query("woda tramwaj")).hits == before


def test_a_failure_in_the_middle_leaves_the_old_generation_and_no_scratch(data: Path) -> None:
    before = answers(data)

    with pytest.raises(RuntimeError):
        Builder(data, Analyzer(same_word), Broken()).build(CHANGES)
    assert answers(data) == before
    assert [path.name for path in (data / "generations").iterdir()] == ["00000001"]
