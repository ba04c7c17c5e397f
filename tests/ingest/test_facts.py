"""What a document without a catalogue row says about itself."""

from __future__ import annotations

from pathlib import Path

from corpus.model import Page, Reading
from ingest.facts import Facts, propose

FRONT = """Miejska Inicjatywa Działania
Woda zostaje w mieście
Miasto Brzezinów
Sieć: Zielona
edycja 2021–2023
Październik 2022 r."""


def proposed(text: str, name: str = "plik.pdf", title: str = "", *networks: str) -> Facts:
    return propose(Reading((Page(1, text, 400, 600),), (), title), Path(name), networks)


def test_the_first_page_tells_kind_city_network_edition_and_year() -> None:
    assert proposed(FRONT, title="Woda zostaje w mieście") == Facts(
        "Woda zostaje w mieście", "MID", "Brzezinów", "Zielona", "2021–2023", 2022
    )


def test_a_plan_of_improvements_is_a_pu() -> None:
    assert proposed("Plan Ulepszeń sieci Cyfrowej").kind == "PU"


def test_the_file_name_tells_kind_and_year() -> None:
    facts = proposed("Nic więcej.", "mid-brzezinow-2022.pdf")
    assert (facts.kind, facts.year) == ("MID", 2022)


def test_known_networks_are_found_by_name() -> None:
    found = proposed("W ramach: Miasto kompaktowe", "a.pdf", "", "Zielona", "Miasto kompaktowe")
    assert found.network == "Miasto kompaktowe"


def test_what_is_not_said_stays_empty() -> None:
    assert proposed("Lista zakupów.", "lista.pdf") == Facts(title="lista")


def test_a_title_that_is_a_file_name_is_no_title() -> None:
    assert (
        proposed("Tekst.", "raport_roczny.pdf", "Microsoft Word - raport.docx").title
        == "raport roczny"
    )
