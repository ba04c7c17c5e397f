"""The committed figures that a change is held against.

``python -m eval.baseline`` measures the golden set anew and writes ``eval/baseline.json``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

from eval.evaluation import Evaluation, on_golden
from eval.judgements import questions
from eval.measures import HEADLINE
from service.settings import read_settings

FILE = Path(__file__).with_name("baseline.json")
TOLERANCE = 0.005
"""The drop of a mean that counts as noise: rankings are exact, only ties and typesetting move."""
TOLERANCE_WITHOUT = 0.01
"""The same when the collection lacks a scan, which moves the weights of all words a little."""
SYSTEM = "hybrid"


def record(evaluation: Evaluation) -> dict[str, Any]:
    """What is kept: the means and the score of each question."""
    scores = evaluation.scores[SYSTEM].of(HEADLINE)
    return {
        "model": evaluation.record["index"]["model"],
        "index_format": evaluation.record["index"]["index_format"],
        "means": evaluation.scores[SYSTEM].mean(),
        "overlap@10": evaluation.record["invariance"]["overlap@10"],
        "lost_quotes": evaluation.record["lost_quotes"],
        "unread": evaluation.record["unread"],
        HEADLINE: {question: round(score, 4) for question, score in sorted(scores.items())},
    }


def read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def drops(baseline: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What fell beyond the noise, with the questions that moved most; empty when nothing did.

    Where a scan could not be read for want of Tesseract, only questions that do not need it are
    compared, by their first measure.
    """
    if now["unread"]:
        return _drops_without(now["unread"], baseline[HEADLINE], now[HEADLINE])
    fallen = [
        f"{name}: {baseline['means'][name]:.4f} -> {now['means'][name]:.4f}"
        for name in baseline["means"]
        if now["means"][name] < baseline["means"][name] - TOLERANCE
    ]
    if now["overlap@10"] < baseline["overlap@10"] - TOLERANCE:
        fallen.append(f"overlap@10: {baseline['overlap@10']:.4f} -> {now['overlap@10']:.4f}")
    return fallen + _moved(baseline[HEADLINE], now[HEADLINE]) if fallen else []


def _drops_without(
    unread: Collection[str], before: Mapping[str, float], after: Mapping[str, float]
) -> list[str]:
    judged = {q.id: {j.document for j in q.judgements} for q in questions()}
    kept = [q for q in before if not judged[q].intersection(unread)]
    was, now = (fmean(scores[q] for q in kept) for scores in (before, after))
    if now >= was - TOLERANCE_WITHOUT:
        return []
    return [f"{HEADLINE}: {was:.4f} -> {now:.4f}", *_moved(before, after)]


def _moved(before: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    lost = {q: after.get(q, 0.0) - score for q, score in before.items()}
    worst = sorted((q for q in lost if lost[q] < -0.01), key=lambda q: lost[q])[:15]
    return [f"  {q}: {before[q]:.2f} -> {after.get(q, 0.0):.2f}" for q in worst]


def main() -> None:
    found = record(on_golden(read_settings()))
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
