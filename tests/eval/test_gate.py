"""Quality does not fall unseen: the golden set against the committed baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval import baseline
from eval.evaluation import Evaluation, on_benchmark, on_golden
from index.embedding import DEFAULT_MODEL
from service.settings import PROJECT, Settings

SETS = PROJECT.parent / "shared" / "data" / "eval"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, lemmas_folder: Path) -> Settings:
    data = tmp_path_factory.mktemp("eval")
    for folder in (data, data / "eval" / "golden" / DEFAULT_MODEL):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lemmas").symlink_to(lemmas_folder)
    return replace(Settings(), data=data)


@pytest.fixture(scope="module")
def golden(settings: Settings) -> Evaluation:
    return on_golden(settings)


def test_no_measure_of_the_golden_set_falls_below_its_baseline(golden: Evaluation) -> None:
    fallen = baseline.drops(baseline.read(), baseline.record(golden))
    assert not fallen, "\n".join(fallen)


def test_the_record_has_the_keys_that_programs_read(golden: Evaluation) -> None:
    systems = golden.record["systems"]
    assert set(systems) == {"lexical", "dense", "hybrid"}
    for system in systems.values():
        assert {"nDCG@10", "R@5", "R@20", "R@100", "RR", "Success@1", "by_type"} <= set(system)
    assert golden.record["invariance"]["groups"] == 40


def test_answers_by_extraction_keep_what_is_promised(golden: Evaluation) -> None:
    answers = golden.record["answers"]["extraction"]["all"]
    assert answers["facts_found"] >= 0.80
    assert answers["refusal_accuracy"] >= 0.90
    assert answers["citation_precision"] >= 0.97
    assert answers["quotes_verbatim"] == 1.0
    assert answers["answered_without_citation"] == 0


def test_fusion_does_not_lose_against_words_alone_on_the_golden_set(golden: Evaluation) -> None:
    systems = golden.record["systems"]
    assert systems["hybrid"]["nDCG@10"] >= systems["lexical"]["nDCG@10"] - 0.005


@pytest.mark.skipif(not SETS.is_dir(), reason="the shared evaluation sets are not here")
@pytest.mark.parametrize("name", ["poquad", "lquad", "dyk", "lodz"])
def test_fusion_does_not_lose_against_words_alone_on(name: str, settings: Settings) -> None:
    systems = on_benchmark(SETS / name, settings).record["systems"]
    assert systems["hybrid"]["nDCG@10"] >= systems["lexical"]["nDCG@10"] - 0.005


def test_a_drop_names_the_questions_that_moved() -> None:
    same: dict[str, object] = {"overlap@10": 0.7, "unread": []}
    before = same | {"means": {"nDCG@10": 0.5}, "nDCG@10": {"a": 0.9, "b": 0.1}}
    after = same | {"means": {"nDCG@10": 0.4}, "nDCG@10": {"a": 0.7, "b": 0.1}}
    assert baseline.drops(before, after) == ["nDCG@10: 0.5000 -> 0.4000", "  a: 0.90 -> 0.70"]
    assert baseline.drops(before, before) == []


def test_questions_about_a_scan_that_could_not_be_read_are_left_out() -> None:
    before = {"nDCG@10": {"c-017": 0.9, "c-001": 0.5}, "means": {}, "overlap@10": 0.7}
    scan = {"unread": ["mid-jarzebnik-2022"], "overlap@10": 0.2}
    assert baseline.drops(before, scan | {"nDCG@10": {"c-017": 0.0, "c-001": 0.5}}) == []
    assert baseline.drops(before, scan | {"nDCG@10": {"c-017": 0.9, "c-001": 0.4}})
