"""What the tests of the index share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.sync import Changes
from tests.fakes import PROGRAMME
from tests.index.small import builder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("generations")
    builder(data).build(Changes(PROGRAMME))
    return data


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """A copy of a built index, to be harmed."""
    return shutil.copytree(built, tmp_path / "data")
