"""Real Polish public documents are added, and searching them finds what a person expects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.query import Query
from service.adding import Adding
from service.library import Library
from service.settings import PROJECT, Settings

PDFS = PROJECT.parent / "shared" / "data" / "pdfs" / "polish"

pytestmark = pytest.mark.skipif(not PDFS.is_dir(), reason="../shared/data/pdfs is missing")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, lemmas: Path) -> Library:
    data = tmp_path_factory.mktemp("real")
    (data / "lemmas").symlink_to(lemmas)
    library = Library(replace(Settings(), data=data))
    report = Adding(library).run([PDFS])
    assert report.count("kept") == len(list(PDFS.glob("*.pdf")))
    return library


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("liczba upadłości przedsiębiorstw w trzecim kwartale", "gus-rejestracje-i-upadlosci"),
        ("firmy z kapitałem zagranicznym", "gus-dzialalnosc-gospodarcza-przedsiebiorstw"),
        ("ocena koniunktury w województwach", "gus-koniunktura-gospodarcza"),
        (
            "nowo powstale przedsiebiorstwa przezyly pierwszy rok",
            "gus-przedsiebiorstwa-niefinansowe",
        ),
        ("otwieram posiedzenie Sejmu", "sejm-01-j-ksiazka"),
        ("projekty budżetu obywatelskiego, decyzja negatywna", "lodz-"),
        ("jak zrezygnować z subskrypcji", "mozilla-subscription"),
    ],
)
def test_a_question_finds_its_document_among_the_first_three(
    library: Library, question: str, document: str
) -> None:
    results, _ = library.search(Query(question, limit=3, per_document=1))
    found = [hit.document.id for hit in results.hits]
    assert any(name.startswith(document) for name in found), found
