"""Rankings against judgements, measured with ir-measures.

Every judged question counts, also one that returned nothing. What has no data is absent from
the result, never 0 or 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

import ir_measures
from ir_measures import RR, R, Success, nDCG

Qrels = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Mapping[str, float]]

MEASURES = {
    "nDCG@10": nDCG @ 10,
    "R@5": R @ 5,
    "R@20": R @ 20,
    "R@100": R @ 100,
    "RR": RR,
    "Success@1": Success @ 1,
}
"""nDCG: Järvelin & Kekäläinen 2002; the others as trec_eval defines them."""
HEADLINE = "nDCG@10"


@dataclass(frozen=True, slots=True)
class Scores:
    """Each measure for each question."""

    by_question: Mapping[str, Mapping[str, float]]

    def mean(self, questions: Iterable[str] | None = None) -> dict[str, float]:
        """The mean of each measure over some questions (all by default)."""
        chosen = list(self.by_question if questions is None else questions)
        rows = [self.by_question[question] for question in chosen]
        if not rows:
            return {}
        return {name: round(fmean(row[name] for row in rows), 4) for name in MEASURES}

    def of(self, measure: str) -> dict[str, float]:
        return {question: row[measure] for question, row in self.by_question.items()}


def measured(qrels: Qrels, run: Run) -> Scores:
    """Every measure for every judged question; one without any hit scores 0."""
    rows = {question: dict.fromkeys(MEASURES, 0.0) for question in qrels}
    names = {measure: name for name, measure in MEASURES.items()}
    answered = {question: dict(hits) for question, hits in run.items() if hits}
    for result in ir_measures.iter_calc(list(names), _plain(qrels), answered):
        rows[result.query_id][names[result.measure]] = result.value
    return Scores(rows)


def _plain(qrels: Qrels) -> dict[str, dict[str, int]]:
    return {question: dict(judged) for question, judged in qrels.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """Two systems on the same questions."""

    mean: float
    p_value: float
    better: int
    worse: int


def difference(first: Mapping[str, float], second: Mapping[str, float]) -> Difference:
    """``second - first`` with a paired permutation test (Smucker et al., CIKM 2007)."""
    from scipy.stats import permutation_test

    deltas = [second[question] - first[question] for question in first]
    result = permutation_test(
        (deltas,), lambda sample, axis: sample.mean(axis=axis), vectorized=True,
        permutation_type="samples", n_resamples=9_999, rng=20_261_123,
    )  # fmt: skip
    return Difference(
        mean=round(fmean(deltas), 4),
        p_value=round(float(result.pvalue), 4),
        better=sum(delta > 0 for delta in deltas),
        worse=sum(delta < 0 for delta in deltas),
    )
