"""Two rankings -> one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse

ids = st.integers(0, 30)
lexical_scores = st.dictionaries(ids, st.floats(0.01, 40), max_size=15)
cosines = st.dictionaries(ids, st.floats(-1, 1), max_size=15)
shares = st.floats(0.01, 1)


def test_each_half_counts_by_its_share_of_its_own_best() -> None:
    fused = fuse({1: 10.0, 2: 5.0}, {2: 0.8, 3: 0.4}, 0.25)
    assert fused.ids == (1, 2, 3)
    assert fused.scores == pytest.approx((0.75, 0.375 + 0.25, 0.125))


def test_a_strong_meaning_lifts_a_passage_over_weak_words() -> None:
    assert fuse({1: 10.0, 2: 9.0}, {2: 0.9}, 0.3).ids == (2, 1)


def test_a_negative_cosine_counts_as_none() -> None:
    assert fuse({1: 2.0}, {1: -0.9}, 0.5) == fuse({1: 2.0}, {}, 0.5)


def test_equal_scores_come_by_ascending_id() -> None:
    assert fuse({9: 1.0, 3: 1.0, 5: 1.0}, {}, 0.3).ids == (3, 5, 9)


def test_two_empty_halves_give_nothing() -> None:
    assert len(fuse({}, {}, 0.3)) == 0


@given(lexical_scores, cosines)
def test_weight_zero_keeps_the_lexical_order(
    lexical: dict[int, float], dense: dict[int, float]
) -> None:
    by_words = sorted(lexical, key=lambda i: (-lexical[i] / max(lexical.values()), i))
    assert fuse(lexical, dense, 0.0).ids == tuple(by_words)


@given(lexical_scores, cosines, shares)
def test_nothing_is_dropped_and_nothing_doubled(
    lexical: dict[int, float], dense: dict[int, float], share: float
) -> None:
    fused = fuse(lexical, dense, share)
    assert sorted(fused.ids) == sorted(set(lexical) | set(dense))


@given(lexical_scores, cosines, shares)
def test_the_best_come_first_and_scores_lie_between_zero_and_one(
    lexical: dict[int, float], dense: dict[int, float], share: float
) -> None:
    scores = fuse(lexical, dense, share).scores
    assert list(scores) == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)


@given(lexical_scores, cosines, shares)
def test_better_in_both_halves_is_better_in_the_whole(
    lexical: dict[int, float], dense: dict[int, float], share: float
) -> None:
    fused = fuse(lexical, dense, share)
    scores = dict(zip(fused.ids, fused.scores, strict=True))
    for one in fused.ids:
        for other in fused.ids:
            if _at_least(lexical, one, other) and _at_least(dense, one, other):
                assert scores[one] >= scores[other]


def _at_least(half: dict[int, float], one: int, other: int) -> bool:
    return half.get(one, 0.0) >= half.get(other, 0.0)
