"""Measures agree with values worked out by hand."""

from __future__ import annotations

from math import log2

import pytest

from eval.measures import difference, measured


def test_ndcg_of_a_second_place_is_its_discounted_gain() -> None:
    scores = measured({"q": {"a": 1}}, {"q": {"b": 2.0, "a": 1.0}})
    assert scores.by_question["q"]["nDCG@10"] == pytest.approx(1 / log2(3))
    assert scores.by_question["q"]["RR"] == pytest.approx(0.5)
    assert scores.by_question["q"]["Success@1"] == 0


def test_a_question_without_any_hit_counts_as_zero() -> None:
    scores = measured({"q": {"a": 1}, "r": {"b": 1}}, {"q": {"a": 1.0}, "r": {}})
    assert scores.by_question["r"]["nDCG@10"] == 0
    assert scores.mean()["nDCG@10"] == 0.5


def test_a_question_missing_from_the_run_counts_as_zero() -> None:
    assert measured({"q": {"a": 1}, "r": {"b": 1}}, {"q": {"a": 1.0}}).mean()["R@5"] == 0.5


def test_no_questions_give_no_mean_rather_than_zero() -> None:
    assert measured({"q": {"a": 1}}, {}).mean([]) == {}


def test_recall_counts_every_relevant_passage() -> None:
    run = {"q": {f"x{n}": 10.0 - n for n in range(4)} | {"a": 0.5, "b": 0.1}}
    scores = measured({"q": {"a": 2, "b": 1}}, run).by_question["q"]
    assert scores["R@5"] == 0.5
    assert scores["R@20"] == 1


def test_a_clear_difference_is_significant_and_none_is_not() -> None:
    low = {str(n): 0.1 for n in range(30)}
    high = {str(n): 0.5 + n / 100 for n in range(30)}
    assert difference(low, high).p_value < 0.01
    assert difference(low, high).better == 30
    assert difference(low, dict(low)).p_value == 1
