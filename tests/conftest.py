"""What several rooms' tests share."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from index.analysis import Analyzer
from index.lemmas import Lemmatize, open_lemmatizer
from index.sync import Builder, Changes
from tests.fakes import PROGRAMME, WordCounts, same_word


@pytest.fixture(scope="session")
def lemmas_folder(pytestconfig: pytest.Config) -> Path:
    """Where the lemma trie is kept between runs: building it takes seven seconds."""
    return pytestconfig.cache.mkdir(f"lemmas-{version('simplemma')}")


@pytest.fixture(scope="session")
def lemmatize(lemmas_folder: Path) -> Lemmatize:
    return open_lemmatizer(lemmas_folder)


@pytest.fixture(scope="session")
def analyzer(lemmatize: Lemmatize) -> Analyzer:
    return Analyzer(lemmatize)


@pytest.fixture
def plain_analyzer() -> Analyzer:
    """Stems only, and nothing to load."""
    return Analyzer(same_word)


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Path:
    """The data directory of a small built index; tests only read it."""
    data = tmp_path_factory.mktemp("programme")
    Builder(data, analyzer, WordCounts()).build(Changes(PROGRAMME))
    return data
