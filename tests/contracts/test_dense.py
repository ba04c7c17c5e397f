"""``index.ports.DenseEngine``: nearest vectors, checked by value against numpy."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.dense import DenseIndex
from index.ports import Ids, Ranking, Vectors
from index.static import unit

ROWS, DIMENSION = 4_000, 24
FIRST_ID = 1_000
RANDOM = np.random.default_rng(20_261_123)


def clustered(rows: int) -> Vectors:
    """Unit vectors around fifty centres, as texts lie around subjects."""
    centres = RANDOM.normal(size=(50, DIMENSION))
    around = centres[RANDOM.integers(0, 50, rows)] + 0.4 * RANDOM.normal(size=(rows, DIMENSION))
    return unit(around.astype(np.float32))


VECTORS = clustered(ROWS)
IDS = np.arange(FIRST_ID, FIRST_ID + 3 * ROWS, 3, dtype=np.int64)
QUERIES = clustered(40)


def nearest(query: Vectors, ids: Ids, vectors: Vectors, limit: int) -> Ranking:
    """The definition: every inner product, sorted, equal ones by ascending id."""
    scores = vectors @ query
    pairs = sorted(zip(-scores, ids, strict=True))[:limit]
    return Ranking(tuple(int(i) for _, i in pairs), tuple(float(-s) for s, _ in pairs))


def overlap(found: Ranking, wanted: Ranking) -> float:
    return len(set(found.ids) & set(wanted.ids)) / len(wanted)


class DenseContract:
    """The promises; a subclass gives an ``engine`` over VECTORS."""

    tolerance: float

    def test_scores_are_the_inner_products(self, engine: DenseIndex) -> None:
        for query in QUERIES[:5]:
            np.testing.assert_allclose(
                engine.scores(query, IDS), VECTORS @ query, atol=self.tolerance
            )

    def test_scores_follow_the_order_of_the_ids_asked(self, engine: DenseIndex) -> None:
        forwards = engine.scores(QUERIES[0], IDS[:50])
        np.testing.assert_allclose(
            engine.scores(QUERIES[0], IDS[:50][::-1]), forwards[::-1], rtol=0
        )

    def test_an_unknown_id_scores_zero(self, engine: DenseIndex) -> None:
        unknown = np.array([0, FIRST_ID + 1, IDS[-1] + 1], dtype=np.int64)
        assert engine.scores(QUERIES[0], unknown).tolist() == [0, 0, 0]
        mixed = engine.scores(QUERIES[0], np.array([0, IDS[7]], dtype=np.int64))
        assert mixed.tolist() == [0, engine.scores(QUERIES[0], IDS[7:8])[0]]

    def test_without_a_filter_nine_of_the_true_ten_are_found(self, engine: DenseIndex) -> None:
        recalls = [overlap(engine.search(q, 10), nearest(q, IDS, VECTORS, 10)) for q in QUERIES]
        assert np.mean(recalls) >= 0.9

    @pytest.mark.parametrize("share", [0.001, 0.01, 0.04])
    def test_under_a_narrow_filter_the_search_is_exact(
        self, engine: DenseIndex, share: float
    ) -> None:
        for query in QUERIES:
            subset = np.sort(RANDOM.choice(IDS, int(share * ROWS), replace=False))
            stored = engine.scores(query, subset)
            order = np.lexsort((subset, -stored))[:10]
            assert engine.search(query, 10, subset).ids == tuple(subset[order].tolist())

    @pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
    def test_under_a_wide_filter_nine_of_the_true_ten_are_found(
        self, engine: DenseIndex, share: float
    ) -> None:
        recalls = []
        for query in QUERIES:
            rows = np.sort(RANDOM.choice(ROWS, int(share * ROWS), replace=False))
            found = engine.search(query, 10, IDS[rows])
            assert set(found.ids) <= set(IDS[rows].tolist())
            recalls.append(overlap(found, nearest(query, IDS[rows], VECTORS[rows], 10)))
        assert np.mean(recalls) >= 0.9

    @pytest.mark.parametrize("limit", [10, 200])
    def test_a_filter_never_shortens_a_list_that_could_be_full(
        self, engine: DenseIndex, limit: int
    ) -> None:
        """The passages that pass are those farthest from the question."""
        for query in QUERIES[:10]:
            farthest = np.sort(np.argsort(VECTORS @ query)[: ROWS // 10])
            assert len(engine.search(query, limit, IDS[farthest])) == limit

    def test_a_list_is_as_long_as_it_is_asked_for(self, engine: DenseIndex) -> None:
        for limit in (1, 10, 1_000, ROWS, ROWS + 5):
            assert len(engine.search(QUERIES[0], limit)) == min(limit, ROWS)

    @pytest.mark.parametrize("subset", [None, IDS[100:900], IDS[10:60]])
    def test_the_best_come_first_once_each(self, engine: DenseIndex, subset: Ids | None) -> None:
        found = engine.search(QUERIES[3], 40, subset)
        assert list(found.scores) == sorted(found.scores, reverse=True)
        assert len(set(found.ids)) == len(found) == 40
        asked = engine.scores(QUERIES[3], np.array(found.ids, dtype=np.int64))
        np.testing.assert_allclose(found.scores, asked, atol=1e-5)

    def test_ids_of_the_filter_that_are_not_stored_are_passed_over(
        self, engine: DenseIndex
    ) -> None:
        subset = np.array([1, 2, IDS[5], IDS[5] + 1, IDS[9]], dtype=np.int64)
        assert sorted(engine.search(QUERIES[0], 10, subset).ids) == [IDS[5], IDS[9]]

    @pytest.mark.parametrize("limit", [0, -1])
    def test_asked_for_nothing_it_finds_nothing(self, engine: DenseIndex, limit: int) -> None:
        assert len(engine.search(QUERIES[0], limit)) == 0

    def test_a_filter_that_lets_nothing_through_finds_nothing(self, engine: DenseIndex) -> None:
        assert len(engine.search(QUERIES[0], 10, np.array([], dtype=np.int64))) == 0

    def test_a_question_without_meaning_finds_nothing(self, engine: DenseIndex) -> None:
        assert len(engine.search(np.zeros(DIMENSION, dtype=np.float32), 10)) == 0

    def test_it_answers_the_same_after_writing_and_reading(
        self, engine: DenseIndex, tmp_path: Path
    ) -> None:
        engine.write(tmp_path)
        reopened = DenseIndex.read(tmp_path)
        assert len(reopened) == len(engine)
        for subset in (None, IDS[:100], IDS[:2_000]):
            for query in QUERIES[:5]:
                assert reopened.search(query, 20, subset) == engine.search(query, 20, subset)


@pytest.fixture(scope="module")
def flat() -> DenseIndex:
    return DenseIndex.build(IDS, VECTORS)


class TestFlat(DenseContract):
    tolerance = 1e-5

    @pytest.fixture
    def engine(self, flat: DenseIndex) -> DenseIndex:
        return flat

    @pytest.mark.parametrize("limit", [1, 10, 200])
    def test_every_search_is_exact(self, engine: DenseIndex, limit: int) -> None:
        for query in QUERIES:
            wanted = nearest(query, IDS, VECTORS, limit)
            found = engine.search(query, limit)
            assert found.ids == wanted.ids
            np.testing.assert_allclose(found.scores, wanted.scores, atol=1e-5)

    def test_an_empty_index_finds_nothing(self) -> None:
        empty = DenseIndex.build(np.array([], dtype=np.int64), np.zeros((0, 4), dtype=np.float32))
        query = np.ones(4, dtype=np.float32)
        assert len(empty) == 0
        assert len(empty.search(query, 5)) == 0
        assert empty.scores(query, np.array([1, 2], dtype=np.int64)).tolist() == [0, 0]

    @pytest.mark.parametrize("limit", [1, 7, 150, 999])
    @pytest.mark.parametrize("subset", [None, np.arange(10, 1_900, 2, dtype=np.int64)])
    def test_equal_scores_come_by_ascending_id_also_where_the_list_ends(
        self, limit: int, subset: Ids | None
    ) -> None:
        same = np.tile(VECTORS[0], (1_000, 1))
        engine = DenseIndex.build(np.arange(0, 2_000, 2, dtype=np.int64), same)
        possible = range(0, 2_000, 2) if subset is None else range(10, 1_900, 2)
        assert engine.search(VECTORS[0], limit, subset).ids == tuple(possible)[:limit]

    @settings(max_examples=150, deadline=None)
    @given(
        vectors=st.integers(1, 30).flatmap(
            lambda rows: arrays(np.float32, (rows, 3), elements=st.integers(-2, 2))
        ),
        query=arrays(np.float32, (3,), elements=st.integers(-2, 2)),
        limit=st.integers(1, 12),
        chosen=st.none() | st.sets(st.integers(0, 60), max_size=20),
    )
    def test_small_whole_numbers_rank_as_by_definition(
        self, vectors: Vectors, query: Vectors, limit: int, chosen: set[int] | None
    ) -> None:
        ids = np.arange(0, 2 * len(vectors), 2, dtype=np.int64)
        engine = DenseIndex.build(ids, vectors)
        subset = None if chosen is None else np.array(sorted(chosen), dtype=np.int64)
        open_rows = np.ones(len(ids), bool) if subset is None else np.isin(ids, subset)
        wanted = nearest(query, ids[open_rows], vectors[open_rows], limit if query.any() else 0)
        assert engine.search(query, limit, subset) == wanted


@pytest.fixture(scope="module")
def inverted_file() -> DenseIndex:
    return DenseIndex.build(IDS, VECTORS, exact_until=0)


class TestInvertedFile(DenseContract):
    """What a large collection gets, here over a few thousand vectors."""

    tolerance = 0.02

    @pytest.fixture
    def engine(self, inverted_file: DenseIndex) -> DenseIndex:
        return inverted_file

    def test_it_is_what_a_large_collection_gets(self, engine: DenseIndex, tmp_path: Path) -> None:
        engine.write(tmp_path)
        index = faiss.read_index(str(tmp_path / "vectors.faiss"))
        assert isinstance(index, faiss.IndexIVFScalarQuantizer)
