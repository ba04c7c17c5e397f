"""A desk for each test, and one small library shared by the tests that only read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.lemmas import open_lemmatizer
from service.server import application
from tests.service.desk import Desk

FLOOD = """
= Wyzwanie
Po każdej ulewie zalewane są piwnice przy placu Tkaczy, bo kanalizacja nie mieści wody.
Mieszkańcy czekają na pomoc straży pożarnej.
"""
GARDENS = """
= Działania
Miasto założy trzydzieści ogrodów deszczowych i rozszczelni parkingi.
= Finansowanie
Ogrody deszczowe kosztują 1 250 000 zł, zgodnie z art. 15 ust. 2 ustawy.
"""
BUSES = """
= Wyzwanie
Seniorzy nie korzystają z e-usług, bo formularze są za trudne.
= Działania
W bibliotekach powstaną punkty pomocy cyfrowej dla seniorów.
"""
HOSTILE = """
= Wyzwanie #raw("<img src=x onerror=alert(1)>")
Groźny fragment #raw("<script>alert('ulewa')</script>") oraz #raw("{{ 7 * 7 }}") w tekście.
"""
ROWS = (
    {
        "path": "mid-lipowo.pdf", "kind": "MID", "title": "Woda w Lipowie", "city": "Lipowo",
        "network": "Zielona", "edition": "2021–2023", "year": 2022, "voivodeship": "łódzkie",
        "population": 38400, "source": "test",
    },
    {
        "path": "mid-sosnowiec.pdf", "kind": "MID", "title": "Cyfrowe Sosny", "city": "Sosny",
        "network": "Cyfrowa", "edition": "2021–2023", "year": 2023, "voivodeship": "śląskie",
        "population": 9100, "source": "test",
    },
    {
        "path": "pu-zly.pdf", "kind": "PU", "title": "<script>alert(2)</script>",
        "network": "Zielona", "source": "test",
    },
)  # fmt: skip


@pytest.fixture(scope="session")
def lemmas(lemmas_folder: Path) -> Path:
    """The dictionary of word forms, built once for all desks."""
    open_lemmatizer(lemmas_folder)
    return lemmas_folder


@pytest.fixture
def desk(tmp_path: Path, lemmas: Path) -> Desk:
    """An empty data folder."""
    return Desk(tmp_path, lemmas)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, lemmas: Path) -> tuple[Desk, Path]:
    """A desk with two documents in its index, and a copy to restore it from."""
    folder = tmp_path_factory.mktemp("filled")
    desk = Desk(folder / "desk", lemmas)
    desk.write("a.pdf", FLOOD, GARDENS, title="Woda w mieście")
    desk.write("b.pdf", BUSES, title="Cyfrowe miasto")
    assert desk.pim("ingest", desk.documents).code == 0
    shutil.copytree(folder / "desk", folder / "copy", symlinks=True)
    return desk, folder


@pytest.fixture
def filled(template: tuple[Desk, Path]) -> Desk:
    """A desk with two documents in its index, fresh for each test and always in one place."""
    desk, folder = template
    shutil.rmtree(folder / "desk")
    shutil.copytree(folder / "copy", folder / "desk", symlinks=True)
    return desk


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, lemmas: Path) -> Desk:
    """Three documents with a catalogue, in an index that no test may change."""
    desk = Desk(tmp_path_factory.mktemp("shared"), lemmas)
    desk.write("mid-lipowo.pdf", FLOOD, GARDENS)
    desk.write("mid-sosnowiec.pdf", BUSES)
    desk.write("pu-zly.pdf", HOSTILE)
    desk.catalogue(*ROWS)
    assert desk.pim("ingest", desk.documents).code == 0
    return desk


@pytest.fixture(scope="session")
def client(shared: Desk) -> Iterator[TestClient]:
    """The application over the shared index."""
    with TestClient(application(shared.settings), raise_server_exceptions=False) as client:
        yield client
