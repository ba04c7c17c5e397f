"""What ``pim eval`` measures, on the golden set or on a benchmark, as one record."""

from __future__ import annotations

import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

from eval import answers, barriers, judgements, peers
from eval.beir import read_benchmark, read_corpus
from eval.judgements import Question, passage_qrels
from eval.measures import HEADLINE, Scores, difference, measured
from eval.runs import SYSTEMS, Runs, indexed, run_all, searcher_facts
from index.embedding import DEFAULT_MODEL
from index.query import Query
from index.search import Searcher
from service.adding import Adding
from service.library import Library
from service.settings import PROJECT, Settings

_WORST = 15


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The record that is printed and reported, and the scores behind it by system."""

    record: dict[str, Any]
    scores: dict[str, Scores]


def on_golden(settings: Settings) -> Evaluation:
    """The demonstration programme against the golden judgements."""
    library = golden_library(settings)
    searcher = library.open_searcher()
    asked = judgements.questions()
    qrels = passage_qrels(asked, searcher.store.passages_of)
    runs = run_all(searcher, {q.id: q.text for q in asked if q.id in qrels})
    scores = {system: measured(qrels, runs.by_system[system]) for system in SYSTEMS}
    record = _record("golden", searcher, runs, scores)
    record["systems"] = {s: _by_type(scores[s], asked) for s in SYSTEMS}
    record["document_coverage@10"] = _document_coverage(asked, runs)
    record["lost_quotes"] = sum(key.startswith("lost:") for row in qrels.values() for key in row)
    judged = {j.document for q in asked for j in q.judgements}
    record["unread"] = sorted(judged - set(searcher.documents))
    record["invariance"] = _invariance(searcher)
    record |= {"peers": peers.measured(library), "barriers": barriers.measured(library)}
    record |= {"answers": answers.measured(library)}
    record["worst"] = _worst(scores["hybrid"], {q.id: q.text for q in asked})
    return Evaluation(record, scores)


def golden_library(settings: Settings) -> Library:
    """The demonstration programme indexed apart from the user's own data, kept up to date."""
    data = settings.data / "eval" / "golden" / (settings.model or DEFAULT_MODEL).replace("/", "_")
    library = Library(replace(settings, data=data))
    Adding(library).run([PROJECT / "corpus" / "demo"], prune=True)
    return library


def on_benchmark(folder: Path, settings: Settings) -> Evaluation:
    """Any data set in BEIR layout."""
    benchmark = read_benchmark(folder)
    library = Library(settings)
    with tempfile.TemporaryDirectory() as scratch:
        corpus = tuple(read_corpus(folder))
        searcher = indexed(Path(scratch), corpus, library)
        runs = run_all(searcher, benchmark.queries, by_document=True)
        scores = {s: measured(benchmark.qrels, runs.by_system[s]) for s in SYSTEMS}
        record = _record(benchmark.name, searcher, runs, scores)
    hard = sorted(benchmark.low_overlap & set(benchmark.qrels))
    if hard:
        for system in SYSTEMS:
            low = scores[system].mean(hard)
            record["systems"][system]["low_overlap"] = {"questions": len(hard), **low}
    record["worst"] = _worst(scores["hybrid"], benchmark.queries)
    return Evaluation(record, scores)


def compared(
    first: str, second: str, evaluate: Callable[[Settings], Evaluation], settings: Settings
) -> dict[str, Any]:
    """Two models side by side on the hybrid ranking, with a paired significance test."""
    a, b = (evaluate(replace(settings, model=name)) for name in (first, second))
    tests = {
        system: difference(a.scores[system].of(HEADLINE), b.scores[system].of(HEADLINE))
        for system in SYSTEMS
    }
    return {
        first: a.record["systems"],
        second: b.record["systems"],
        "difference": {
            system: {
                "measure": HEADLINE,
                "mean": test.mean,
                "p_value": test.p_value,
                "better": test.better,
                "worse": test.worse,
            }
            for system, test in tests.items()
        },
    }


def _record(name: str, searcher: Searcher, runs: Runs, scores: dict[str, Scores]) -> dict[str, Any]:
    return {
        "set": name,
        "commit": commit(),
        "index": searcher_facts(searcher),
        "questions": len(scores["lexical"].by_question),
        "systems": {system: scores[system].mean() for system in SYSTEMS},
        "cost": runs.cost(),
    }


def commit() -> str:
    """The commit that was measured; empty outside a checkout."""
    command = ["git", "-C", str(PROJECT), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip()


def _by_type(scores: Scores, asked: Iterable[Question]) -> dict[str, Any]:
    types: dict[str, list[str]] = defaultdict(list)
    for question in asked:
        if question.id in scores.by_question:
            types[question.type].append(question.id)
    return {**scores.mean(), "by_type": {t: scores.mean(ids) for t, ids in sorted(types.items())}}


def _document_coverage(asked: Iterable[Question], runs: Runs) -> dict[str, float]:
    """The share of judged documents that have a passage among the first ten hits."""
    wanted = {q.id: {j.document for j in q.judgements} for q in asked if q.judgements}
    return {
        system: round(fmean(_covered(wanted[q], run[q]) for q in wanted), 4)
        for system, run in runs.by_system.items()
    }


def _covered(documents: set[str], hits: dict[str, float]) -> float:
    found = {key.rsplit(":", 1)[0] for key in list(hits)[:10]}
    return len(documents & found) / len(documents)


def _invariance(searcher: Searcher) -> dict[str, Any]:
    """Overlap of the first ten hits between wordings of one question (Jaccard-free: of ten)."""
    groups = judgements.variants()
    overlaps = {group: _overlap(searcher, wordings) for group, wordings in groups.items()}
    worst = sorted(overlaps, key=lambda group: overlaps[group])[:5]
    return {
        "groups": len(groups),
        "overlap@10": round(fmean(overlaps.values()), 4),
        "worst": {group: round(overlaps[group], 2) for group in worst},
    }


def _overlap(searcher: Searcher, wordings: Iterable[str]) -> float:
    found = [_first_ten(searcher, wording) for wording in wordings]
    return fmean(len(a & b) / max(len(a), len(b), 1) for a, b in combinations(found, 2))


def _first_ten(searcher: Searcher, wording: str) -> set[str]:
    return {hit.passage.id for hit in searcher.search(Query(wording)).hits}


def _worst(scores: Scores, texts: dict[str, str]) -> list[dict[str, Any]]:
    values = scores.of(HEADLINE)
    order = sorted(values, key=lambda question: values[question])[:_WORST]
    return [{"id": q, "question": texts[q], HEADLINE: round(values[q], 4)} for q in order]
