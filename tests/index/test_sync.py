"""Documents added, replaced and removed -> the next generation."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import generations
from index.analysis import Analyzer
from index.cache import FILE_NAME as CACHE
from index.lexical import LexicalIndex
from index.query import Query
from index.search import Searcher
from index.store import FILE_NAME, Prepared, Store
from index.sync import LEXICAL_FOLDER, Builder, Changes
from tests.fakes import WordCounts, passage, prepared

FIRST = prepared("pierwszy", "woda i las", "las bez końca")
SECOND = prepared("drugi", "tramwaj przez las")


@pytest.fixture
def embedder() -> WordCounts:
    return WordCounts()


@pytest.fixture
def builder(tmp_path: Path, plain_analyzer: Analyzer, embedder: WordCounts) -> Builder:
    return Builder(tmp_path, plain_analyzer, embedder)


def found(builder: Builder, question: str) -> list[str]:
    searcher = Searcher.open(builder.data, builder.analyzer, builder.embedder)
    hits = searcher.search(Query(question)).hits
    return sorted(hit.passage.id for hit in hits if hit.score > 0)


def test_added_documents_are_found_and_counted(builder: Builder) -> None:
    manifest = builder.build(Changes((FIRST, SECOND))).manifest
    assert found(builder, "las") == ["drugi-0", "pierwszy-0", "pierwszy-1"]
    assert manifest.counts == {"documents": 2, "pages": 2, "passages": 3}
    assert (manifest.number, manifest.model, manifest.dimension) == (1, "liczby-slow", 4)


def test_what_was_stored_comes_back_as_it_was(builder: Builder) -> None:
    odd = prepared("dziwny", passage('„cudzysłów" \x1f 𝔘\n\ttab', "Rozdział › drugi"), year=2020)
    whole = Prepared(odd.document, odd.pages, odd.passages, unread_pages=(2, 5))
    store = Store.open(builder.build(Changes((whole,))).folder / FILE_NAME)
    assert store.document("dziwny") == odd.document
    assert store.pages("dziwny") == odd.pages
    assert store.passages_of("dziwny") == odd.passages
    assert store.unread_pages("dziwny") == (2, 5)
    store.close()


def test_each_change_makes_the_next_generation(builder: Builder) -> None:
    numbers = [builder.build(Changes((FIRST,))).manifest.number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_added_later_joins_what_was_there(builder: Builder) -> None:
    builder.build(Changes((FIRST,)))
    builder.build(Changes((SECOND,)))
    assert found(builder, "las") == ["drugi-0", "pierwszy-0", "pierwszy-1"]


def test_a_replaced_document_answers_by_its_new_text_only(builder: Builder) -> None:
    builder.build(Changes((FIRST, SECOND)))
    builder.build(Changes((prepared("pierwszy", "mieszkanie nad rzeką"),)))
    assert found(builder, "mieszkanie") == ["pierwszy-0"]
    assert found(builder, "las") == ["drugi-0"]
    assert found(builder, "woda") == []


def test_a_removed_document_is_gone_and_others_stay(builder: Builder) -> None:
    builder.build(Changes((FIRST, SECOND)))
    manifest = builder.build(Changes(removed=("pierwszy", "nieznany"))).manifest
    assert found(builder, "las woda") == ["drugi-0"]
    assert manifest.counts == {"documents": 1, "pages": 1, "passages": 1}


def test_adding_and_removing_in_one_go(builder: Builder) -> None:
    builder.build(Changes((FIRST,)))
    builder.build(Changes((SECOND,), removed=("pierwszy",)))
    assert found(builder, "las woda") == ["drugi-0"]


def test_an_index_reached_by_edits_answers_like_one_built_at_once(
    builder: Builder, tmp_path: Path
) -> None:
    builder.build(Changes((prepared("trzeci", "las las las"), prepared("drugi", "stara woda"))))
    builder.build(Changes((SECOND,)))
    builder.build(Changes((FIRST,), removed=("trzeci",)))
    at_once = Builder(tmp_path / "inny", builder.analyzer, builder.embedder)
    at_once.build(Changes((SECOND, FIRST)))
    for question in ("las", "woda las", "tramwaj"):
        edited, fresh = (
            Searcher.open(b.data, b.analyzer, b.embedder).search(Query(question)).hits
            for b in (builder, at_once)
        )
        assert edited == fresh


def test_every_part_of_an_index_has_the_same_passages(builder: Builder) -> None:
    builder.build(Changes((FIRST, SECOND)))
    builder.build(Changes((prepared("trzeci", "woda"),), removed=("drugi",)))
    searcher = Searcher.open(builder.data, builder.analyzer, builder.embedder)
    rows = [row for row, _ in searcher.store.digests()]
    halves = searcher.rank("woda las", 100)
    assert sorted(halves["lexical"].ids) == rows
    assert sorted(halves["dense"].ids) == rows


def test_only_texts_not_embedded_before_are_embedded(
    builder: Builder, embedder: WordCounts
) -> None:
    builder.build(Changes((FIRST,)))
    assert embedder.seen == ["woda i las", "las bez końca"]
    builder.build(Changes((SECOND,)))
    assert embedder.seen[2:] == ["tramwaj przez las"]
    builder.build(Changes((prepared("pierwszy", "woda i las", "nowe zdanie"),)))
    assert embedder.seen[3:] == ["nowe zdanie"]


def test_the_heading_is_embedded_with_the_passage(builder: Builder, embedder: WordCounts) -> None:
    builder.build(Changes((prepared("a", passage("o lesie", "Woda w mieście")),)))
    assert embedder.seen == ["Woda w mieście\no lesie"]


def test_each_model_has_its_own_vectors(builder: Builder, embedder: WordCounts) -> None:
    builder.build(Changes((FIRST,)))
    other = WordCounts("inny", words=("las",))
    rebuilt = Builder(builder.data, builder.analyzer, other)
    assert rebuilt.build(Changes((FIRST,))).manifest.dimension == 1
    assert other.seen == ["woda i las", "las bez końca"]
    builder.build(Changes((FIRST,)))
    assert len(embedder.seen) == 2


def test_an_interrupted_run_resumes_where_it_stopped(
    builder: Builder, embedder: WordCounts
) -> None:
    many = prepared("wiele", *[f"woda numer {n}" for n in range(600)])

    def stop(done: int, _: int) -> None:
        if done >= 300:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builder.build(Changes((many,)), stop)
    assert generations.current_number(builder.data) is None
    builder.build(Changes((many,)))
    assert len(embedder.seen) == len(set(embedder.seen)) == 600


def test_progress_is_told_in_passages_embedded(builder: Builder) -> None:
    told: list[tuple[int, int]] = []
    many = prepared("wiele", *[f"woda numer {n}" for n in range(300)])
    builder.build(Changes((many,)), lambda done, all_: told.append((done, all_)))
    assert told == [(256, 300), (300, 300)]


@pytest.mark.parametrize("damage", [b"", b"to nie jest baza", None])
def test_a_damaged_cache_costs_time_and_nothing_else(
    builder: Builder, embedder: WordCounts, damage: bytes | None
) -> None:
    builder.build(Changes((prepared("a", *[f"las numer {n}" for n in range(200)]),)))
    cache = builder.data / CACHE
    content = bytearray(cache.read_bytes())
    content[4096:] = b"\xff" * len(content[4096:])
    cache.write_bytes(content if damage is None else damage)
    builder.build(Changes((SECOND,)))
    assert len(embedder.seen) == 401
    assert found(builder, "tramwaj") == ["drugi-0"]


def test_the_cache_keeps_nothing_that_no_passage_needs(builder: Builder) -> None:
    builder.build(Changes((FIRST, SECOND)))
    builder.build(Changes(removed=("pierwszy",)))
    database = sqlite3.connect(builder.data / CACHE)
    assert database.execute("SELECT COUNT(*) FROM embeddings").fetchone() == (1,)
    database.close()


def test_removed_text_is_gone_from_every_file_after_two_publications(builder: Builder) -> None:
    song = " śpiewa" + " bardzo długo" * 20
    canary = prepared(
        "kanarek",
        *[passage(f"Zxqvkanarek{n}{song}", "Zxqvkanareki") for n in range(80)],
        title="Zxqvkanarek tytułowy",
        city="Zxqvkanarkowo",
        source="https://zxqvkanarek.example",
    )
    others = tuple(prepared(f"d{n}", *["woda i las " * 30] * 5) for n in range(20))
    builder.build(Changes((*others, canary)))
    assert traces(builder.data, b"zxqvkanar")
    builder.build(Changes(removed=("kanarek",)))
    generation = builder.build(Changes((SECOND,)))
    assert traces(builder.data, b"zxqvkanar") == []
    assert traces(builder.data, b"kanarek") == []
    searcher = Searcher.open(builder.data, builder.analyzer, builder.embedder)
    assert searcher.search(Query("Zxqvkanarek5")).hits == ()
    lexical = LexicalIndex(generation.folder / LEXICAL_FOLDER)
    assert lexical.document_frequency("zxqvkanarek5") == 0


def traces(folder: Path, word: bytes) -> list[str]:
    """The files that hold the word, in any case."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.name for path in files if word in path.read_bytes().lower()]


def test_what_is_unchanged_costs_no_reading_of_its_words(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder.build(Changes((FIRST,)))
    analysed: list[str] = []

    def words(_: Analyzer, text: str) -> list[str]:
        analysed.append(text)
        return []

    monkeypatch.setattr(Analyzer, "words", words)
    builder.build(Changes((SECOND,)))
    builder.build(Changes(removed=("drugi",)))
    assert analysed == ["tramwaj przez las"]


def test_no_changes_are_no_changes() -> None:
    assert Changes().is_empty
    assert not Changes((FIRST,)).is_empty
    assert not Changes(removed=("a",)).is_empty
    assert Changes((FIRST,), ("a",)).outdated == ("a", "pierwszy")
