"""The lexical half: BM25, phrases and filters, checked by value against the definition."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import FIELD_BOOSTS, LexicalEntry, LexicalIndex, Restriction, write_lexical

K1, B = 1.2, 0.75


def entry(number: int, text: str, document: str = "d", **other: str) -> LexicalEntry:
    words = text.split()
    return LexicalEntry(
        id=number,
        document=document,
        role=other.get("role", "other"),
        body=words,
        heading=other.get("heading", "").split(),
        about=other.get("about", "").split(),
        words=words,
    )


def bm25(entries: Sequence[LexicalEntry], terms: Sequence[str]) -> dict[int, float]:
    """Robertson's formula summed over the fields, by hand (lengths under 40 are kept exactly)."""
    scores: Counter[int] = Counter()
    for field, boost in FIELD_BOOSTS.items():
        texts = {each.id: getattr(each, field) for each in entries}
        average = sum(map(len, texts.values())) / len(texts)
        for term, asked in Counter(terms).items():
            having = [i for i, text in texts.items() if term in text]
            rarity = math.log(1 + (len(texts) - len(having) + 0.5) / (len(having) + 0.5))
            for i in having:
                count = texts[i].count(term)
                length = K1 * (1 - B + B * len(texts[i]) / average)
                scores[i] += boost * asked * rarity * count * (K1 + 1) / (count + length)
    return dict(scores)


def built(folder: Path, entries: Iterable[LexicalEntry]) -> LexicalIndex:
    write_lexical(folder, entries)
    return LexicalIndex(folder)


ENTRIES = [
    entry(1, "woda w mieście i woda w lesie", "a", heading="wyzwanie", role="challenge"),
    entry(2, "las miejski", "a", heading="woda", role="actions"),
    entry(4, "tramwaj do lasu obok osiedla nad wodą", "b", about="woda", role="challenge"),
    entry(8, "woda", "c", role="actions"),
    entry(9, "miejski tramwaj i miejski las i miejski park", "c", role="challenge"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return built(tmp_path_factory.mktemp("lexical"), ENTRIES)


@pytest.mark.parametrize(
    "question", ["woda", "miejski las", "woda woda tramwaj", "woda w lesie", "park wyzwanie"]
)
def test_the_order_and_the_scores_are_those_of_bm25(index: LexicalIndex, question: str) -> None:
    wanted = bm25(ENTRIES, question.split())
    found = index.search(question.split(), 10)
    assert found.ids == tuple(sorted(wanted, key=lambda i: (-wanted[i], i)))
    assert dict(zip(found.ids, found.scores, strict=True)) == pytest.approx(wanted, rel=1e-4)


word = st.sampled_from(["las", "woda", "park", "dom", "most"])
some_words = st.lists(word, max_size=12).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(
    texts=st.lists(st.tuples(some_words, some_words, some_words), min_size=1, max_size=12),
    question=st.lists(word, min_size=1, max_size=4),
)
def test_any_small_collection_scores_as_bm25(
    texts: list[tuple[str, str, str]], question: list[str]
) -> None:
    entries = [
        entry(number, body, heading=heading, about=about)
        for number, (body, heading, about) in enumerate(texts)
    ]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = built(Path(folder), entries).search(question, 100)
    wanted = bm25(entries, question)
    assert dict(zip(found.ids, found.scores, strict=True)) == pytest.approx(wanted, rel=1e-4)
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_an_index_reached_by_edits_scores_like_one_written_at_once(tmp_path: Path) -> None:
    gone = [entry(20 + n, "woda las tramwaj stary", "stary") for n in range(10)]
    write_lexical(tmp_path / "1", ENTRIES[:2])
    write_lexical(tmp_path / "2", gone, previous=tmp_path / "1")
    write_lexical(tmp_path / "3", ENTRIES[2:], previous=tmp_path / "2")
    write_lexical(tmp_path / "4", (), frozenset({"stary"}), tmp_path / "3")
    edited, at_once = LexicalIndex(tmp_path / "4"), built(tmp_path / "5", ENTRIES)
    for question in ("woda", "las tramwaj", "miejski park wyzwanie"):
        assert edited.search(question.split(), 10) == at_once.search(question.split(), 10)
    assert edited.document_frequency("stary") == 0


def test_removing_leaves_the_old_index_as_it_was(tmp_path: Path) -> None:
    write_lexical(tmp_path / "1", ENTRIES)
    write_lexical(tmp_path / "2", (), frozenset({"a"}), tmp_path / "1")
    assert LexicalIndex(tmp_path / "1").search(["woda"], 10).ids == (8, 1, 2, 4)
    assert set(LexicalIndex(tmp_path / "2").search(["woda"], 10).ids) == {4, 8}


def test_a_replaced_document_is_found_by_its_new_words_only(tmp_path: Path) -> None:
    write_lexical(tmp_path / "1", ENTRIES)
    write_lexical(tmp_path / "2", [entry(30, "rower", "a")], frozenset({"a"}), tmp_path / "1")
    index = LexicalIndex(tmp_path / "2")
    assert len(index) == 4
    assert index.search(["rower"], 10).ids == (30,)
    assert index.matching(Restriction(documents=frozenset({"a"}))).tolist() == [30]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("woda w lesie", [1]),
        ("woda w mieście", [1]),
        ("w woda", []),
        ("miejski las", [9]),
        ("las miejski", [2]),
        ("park", [9]),
        ("las park", []),
    ],
)
def test_a_phrase_stands_word_for_word(index: LexicalIndex, phrase: str, found: list[int]) -> None:
    restriction = Restriction(phrases=(tuple(phrase.split()),))
    assert index.matching(restriction).tolist() == found
    assert sorted(index.search(phrase.split(), 10, restriction).ids) == found


def test_every_phrase_must_stand(index: LexicalIndex) -> None:
    assert index.matching(Restriction(phrases=(("miejski",), ("park",)))).tolist() == [9]
    assert index.matching(Restriction(phrases=(("woda",), ("park",)))).tolist() == []


def test_filters_apply_before_the_limit(index: LexicalIndex) -> None:
    assert index.search(["woda"], 1).ids == (8,)
    only = Restriction(documents=frozenset({"b"}))
    assert index.search(["woda"], 1, only).ids == (4,)


def test_filters_leave_the_scores_alone(index: LexicalIndex) -> None:
    everywhere = index.search(["woda", "las"], 10)
    scores = dict(zip(everywhere.ids, everywhere.scores, strict=True))
    some = index.search(["woda", "las"], 10, Restriction(roles=frozenset({"challenge"})))
    assert dict(zip(some.ids, some.scores, strict=True)) == pytest.approx(
        {i: scores[i] for i in (1, 4, 9) if i in scores}
    )


@pytest.mark.parametrize(
    ("restriction", "found"),
    [
        (Restriction(), [1, 2, 4, 8, 9]),
        (Restriction(documents=frozenset({"a", "c"})), [1, 2, 8, 9]),
        (Restriction(roles=frozenset({"actions"})), [2, 8]),
        (Restriction(frozenset({"a"}), frozenset({"actions"})), [2]),
        (Restriction(frozenset({"b"}), frozenset({"actions"})), []),
        (Restriction(documents=frozenset()), []),
        (Restriction(documents=frozenset({"nieznany"})), []),
    ],
)
def test_a_restriction_leaves_what_it_says(
    index: LexicalIndex, restriction: Restriction, found: list[int]
) -> None:
    assert index.matching(restriction).tolist() == found
    assert set(index.search(["woda", "las", "miejski"], 10, restriction).ids) <= set(found)


def test_equal_scores_come_by_ascending_id(tmp_path: Path) -> None:
    numbers = [9, 3, 7, 1, 5]
    index = built(tmp_path, [entry(number, "ta sama treść") for number in numbers])
    assert index.search(["treść"], 10).ids == (1, 3, 5, 7, 9)


def test_nothing_is_found_for_no_terms_no_hits_and_unknown_words(index: LexicalIndex) -> None:
    assert len(index.search([], 10)) == 0
    assert len(index.search(["woda"], 0)) == 0
    assert len(index.search(["nieznane"], 10)) == 0


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    empty = built(tmp_path, [])
    assert len(empty) == 0
    assert len(empty.search(["woda"], 10)) == 0
    assert empty.matching(Restriction()).tolist() == []


def test_words_of_the_query_language_are_only_words(tmp_path: Path) -> None:
    index = built(tmp_path, [entry(1, 'art:15:ust:2 +las -woda (park) "most" dom*')])
    for term in ("art:15:ust:2", "+las", "-woda", "(park)", '"most"', "dom*"):
        assert index.search([term], 10).ids == (1,)
    assert len(index.search(["las", "dom", "*:*"], 10)) == 0
