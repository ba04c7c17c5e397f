"""A programme of four cities and one plan, small enough to know by heart, in an index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.model import Role
from index.analysis import Analyzer
from index.embedding import NoEmbedder
from index.store import Prepared
from index.sync import Builder, Changes
from service.library import LEMMAS_FOLDER
from tests.fakes import passage, prepared

FLOOD = (
    "Po ulewach kanalizacja deszczowa nie przyjmuje wody, a piwnice kamienic są zalewane.",
    "Deszcz spływa z dachów i placów do kolektora, który ma za małą średnicę.",
)
RAIN = (
    "Woda z ulewnych deszczów zalewa piwnice i ulice, bo kolektor deszczowy jest za wąski.",
    "Kanalizacja deszczowa z dawnych lat nie odbiera spływu z uszczelnionych placów.",
)
SENIORS = (
    "Seniorzy nie potrafią obsługiwać komputera i boją się bankowości w telefonie.",
    "Starsze osoby proszą wnuki o pomoc przy każdym formularzu w internecie.",
)
UPKEEP = (
    "Dotacje pokrywają sadzenie drzew, ale na podlewanie i utrzymanie zieleni nie ma pieniędzy."
    " Wydatki bieżące, o których mowa w art. 242 ustawy o finansach publicznych, ponosi gmina."
    " Lipowo straciło połowę sadzonek, a Sosny uważają, że ich to nie dotyczy."
)
WAGES = (
    "Płace informatyków w urzędzie ustala rozporządzenie w sprawie wynagradzania pracowników"
    " samorządowych, dlatego informatycy odchodzą do firm. Zgłasza to Dębowiec."
)


def city(
    name: str, document: str, challenge: tuple[str, ...], *barriers: str, **known: object
) -> Prepared:
    """A city's document: a challenge, actions, and chapters on barriers."""
    facts: dict[str, object] = {
        "kind": "MID", "city": name, "title": f"Plan {name}", "network": "Zielona",
        "edition": "2021–2023", "year": 2022, "voivodeship": "łódzkie", "population": 10_000,
    }  # fmt: skip
    return prepared(
        document,
        *(passage(text, "Wyzwanie", Role.CHALLENGE) for text in challenge),
        passage(f"Miasto {name} zbuduje to, co zaplanowało.", "Działania", Role.ACTIONS),
        passage("Prace skończą się w 2026 roku.", "Harmonogram", Role.SCHEDULE),
        *(passage(text, f"Przeszkoda {n}", Role.BARRIER) for n, text in enumerate(barriers, 1)),
        **(facts | known),
    )


PLAN = prepared(
    "pu-zielona",
    passage(UPKEEP, "Bariera 1. Kto podleje to, co posadzono", Role.BARRIER),
    passage(WAGES, "BARIERA 2. PŁACE, KTÓRE NIE TRZYMAJĄ", Role.BARRIER),
    passage(
        "Uznać pielęgnację za koszt kwalifikowalny.\n– Adresat: Ministerstwo Funduszy"
        " – Instrument: pieniądze – Termin: do końca 2024 r. – Bariery: 1",
        "Rekomendacja 1. Trzy lata opieki",
        Role.RECOMMENDATION,
    ),
    passage(
        "Utworzyć urząd.\nAdresat: Rada Ministrów. Instrument: organizacja. Bariery: 7.",
        "Rekomendacja 2. Nowy urząd",
        Role.RECOMMENDATION,
    ),
    kind="PU",
    network="Zielona",
    title="Plan Ulepszeń",
)
PROGRAMME = (
    city(
        "Lipowo",
        "mid-lipowo",
        FLOOD,
        "Program płaci za sadzenie drzew. Na podlewanie i utrzymanie zieleni nie ma w budżecie"
        " pieniędzy, więc sadzonki usychają.",
        "Na decyzję konserwatora zabytków czekamy po dwa lata i nikt nie umie jej przyspieszyć.",
    ),
    city(
        "Sosny",
        "mid-sosny",
        RAIN,
        "Inne gminy skarżą się: dotacje pokrywają sadzenie drzew, a na podlewanie i utrzymanie"
        " zieleni nie ma pieniędzy. U nas to nie jest przeszkodą.",
        network="Miasto kompaktowe",
        edition="2024–2026",
        population=15_000,
        voivodeship="opolskie",
    ),
    city(
        "Dębowiec",
        "mid-debowiec",
        SENIORS,
        "Informatycy odchodzą z urzędu do firm, bo płace wynikające z rozporządzenia o"
        " wynagradzaniu pracowników samorządowych są za niskie.",
        population=200_000,
    ),
    replace(
        prepared(
            "mid-bezdroze",
            passage("Celem jest lepsza praca urzędu.", "Wstęp", Role.CONTEXT),
            kind="MID", city="Bezdroże", title="Plan Bezdroża", network="Zielona",
        )
    ),
    PLAN,
)  # fmt: skip


def build(data: Path, lemmas: Path, analyzer: Analyzer, *documents: Prepared) -> Path:
    """A data directory whose index holds the documents, searched without a model."""
    data.mkdir(parents=True, exist_ok=True)
    if not (data / LEMMAS_FOLDER).exists():
        (data / LEMMAS_FOLDER).symlink_to(lemmas)
    Builder(data, analyzer, NoEmbedder()).build(Changes(documents or PROGRAMME))
    return data
