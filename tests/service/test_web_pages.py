"""The pages: what they show, that text stays text, and that a keyboard is enough."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from service import web

PAGES = [
    "/", "/?lang=en", "/?q=zalewane+piwnice", "/?q=fragment", "/?q=kosmonautyka",
    "/?q=ulewa&city=nieznane", "/?q=ulewa&network=Zielona", "/dokument/mid-lipowo",
    "/dokument/mid-lipowo?s=2", "/dokument/mid-lipowo?f=mid-lipowo%3A0&z=q%3Dulewa",
    "/dokument/pu-zly?f=pu-zly%3A0", "/dokument/nie-ma",
]  # fmt: skip
VOID = {"meta", "link", "input", "img", "br", "rect"}
FOCUSABLE = {"a", "input", "button", "select", "summary"}


@dataclass
class Element:
    """A start tag with its attributes and all text below it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Parsed(HTMLParser):
    """A page as its elements in order; complains about tags that do not match."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if element.tag == tag and attributes.items() <= element.attributes.items()
        ]


def parsed(client: TestClient, path: str) -> Parsed:
    page = Parsed()
    page.feed(client.get(path).text)
    page.close()
    return page


def test_the_start_page_asks_and_gives_examples_that_work(client: TestClient) -> None:
    page = parsed(client, "/")

    assert page.all("h1")[0].text == "Przykładowe pytania"
    examples = [a.attributes["href"] for a in page.all("a") if "q=" in a.attributes["href"]]
    assert len(examples) == 4
    assert {client.get(link).status_code for link in examples} == {200}


def test_a_hit_shows_its_place_and_marks_the_words_found(client: TestClient) -> None:
    page = parsed(client, "/?q=zalewane+piwnice")

    place = page.all("p", **{"class": "place"})[0].text.split()
    assert place == ["Lipowo", "MID", "Zielona", "2021–2023", "s.", "1", "wyzwanie"]
    assert [mark.text for mark in page.all("mark")][:2] == ["zalewane", "piwnice"]
    assert page.all("p", **{"class": "heading"})[0].text == "Wyzwanie"
    assert "trafienie wśród 6 fragmentów" in page.all("p", role="status")[0].text


def test_a_click_on_a_hit_opens_the_page_with_the_passage_marked(client: TestClient) -> None:
    link = parsed(client, "/?q=zalewane+piwnice").all("h2")[0]
    anchor = next(a for a in parsed(client, "/?q=zalewane+piwnice").all("a") if a.text == link.text)

    page = parsed(client, anchor.attributes["href"])

    assert page.all("h1")[0].text == "Woda w Lipowie"
    [picture] = page.all("img")
    assert client.get(picture.attributes["src"]).headers["content-type"] == "image/png"
    assert picture.attributes["alt"] == "Obraz strony 1 dokumentu Woda w Lipowie"
    assert page.all("rect")
    assert "zalewane są piwnice" in page.all("blockquote")[0].text


def test_the_marks_lie_inside_the_page(client: TestClient) -> None:
    page = parsed(client, "/dokument/mid-lipowo?f=mid-lipowo%3A0")
    _, _, width, height = map(float, page.all("svg")[0].attributes["viewbox"].split())

    for rect in page.all("rect"):
        x, y, w, h = (float(rect.attributes[name]) for name in ("x", "y", "width", "height"))
        assert 0 <= x < x + w <= width
        assert 0 <= y < y + h <= height


def test_a_reader_turns_pages_and_comes_back_to_the_results(client: TestClient) -> None:
    asked = "/?q=ogrody&network=Zielona"
    [title, *_] = [a for a in parsed(client, asked).all("a") if "dokument" in a.attributes["href"]]
    second = parsed(client, title.attributes["href"])
    links = {a.text: a.attributes["href"] for a in second.all("a")}

    assert "Następna strona →" not in links
    first = parsed(client, links["← Poprzednia strona"])
    assert {a.text: a.attributes["href"] for a in first.all("a")}["Następna strona →"]
    back = {a.text: a.attributes["href"] for a in first.all("a")}["← Wróć do wyników"]
    assert parse_qs(urlsplit(back).query) == {"q": ["ogrody"], "network": ["Zielona"]}


@pytest.mark.parametrize("way_back", ["//evil.example", "javascript:alert(1)", '"><script>'])
def test_the_way_back_never_leads_elsewhere(client: TestClient, way_back: str) -> None:
    answer = client.get("/dokument/mid-lipowo", params={"z": way_back})

    assert "<script" not in answer.text
    page = Parsed()
    page.feed(answer.text)
    [link] = [a.attributes["href"] for a in page.all("a") if a.text.startswith("← Wróć")]
    assert link.startswith("/?")


def test_a_document_that_holds_markup_shows_it_as_text(client: TestClient) -> None:
    for path in ("/?q=fragment", "/dokument/pu-zly?f=pu-zly%3A0"):
        answer = client.get(path)
        page = parsed(client, path)
        assert "&lt;script&gt;alert(2)&lt;/script&gt;" in answer.text
        assert "<script>alert('ulewa')</script>" in "".join(e.text for e in page.all("main"))
        assert "{{ 7 * 7 }}" in answer.text
        assert page.all("script") == []
        assert all("onerror" not in element.attributes for element in page.elements)


@pytest.mark.parametrize(
    "text", ["<b>x</b>", '"><script>alert(1)</script>', "{{7*7}}", "'onload='"]
)
def test_what_a_person_types_stays_text(client: TestClient, text: str) -> None:
    answer = client.get("/", params={"q": text + " ulewa", "city": text, "lang": text})
    page = Parsed()
    page.feed(answer.text)

    assert page.all("input", id="q")[0].attributes["value"] == text + " ulewa"
    assert page.all("script") == page.all("b") == []


def test_the_form_offers_only_values_that_documents_have_and_keeps_the_choice(
    client: TestClient,
) -> None:
    page = parsed(client, "/?q=ulewa&network=Zielona")

    options = [option.attributes["value"] for option in page.all("option")]
    assert {"Zielona", "Cyfrowa", "Lipowo", "Sosny", "łódzkie", "challenge"} <= set(options)
    chosen = [o.attributes["value"] for o in page.all("option") if "selected" in o.attributes]
    assert chosen == ["Zielona"]
    assert "open" in page.all("details")[0].attributes


def test_the_language_can_be_changed_without_losing_the_question(client: TestClient) -> None:
    page = parsed(client, "/?q=zalewane+piwnice&network=Zielona&lang=pl")
    [link] = page.all("a", **{"class": "language"})

    english = parsed(client, "/" + link.attributes["href"])

    assert english.all("html")[0].attributes["lang"] == "en"
    assert english.all("input", id="q")[0].attributes["value"] == "zalewane piwnice"
    assert "1 hit among" in english.all("p", role="status")[0].text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_used_by_keyboard_and_by_ear(client: TestClient, path: str) -> None:
    page = parsed(client, path)

    assert page.all("html")[0].attributes["lang"] in ("pl", "en")
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.all("title")[0].text
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    labels = {label.attributes["for"] for label in page.all("label")}
    fields = [e for tag in ("input", "select") for e in page.all(tag)]
    assert all(f.attributes["id"] in labels for f in fields if f.attributes.get("type") != "hidden")
    assert all(image.attributes["alt"] for image in page.all("img"))
    assert all("tabindex" not in element.attributes for element in page.elements)
    assert all(e.text.strip() for tag in ("a", "button", "summary") for e in page.all(tag))


def test_the_keyboard_goes_from_the_skip_link_to_the_question_to_the_hits(
    client: TestClient,
) -> None:
    page = parsed(client, "/?q=zalewane+piwnice")
    order = [
        element.attributes.get("class") or element.attributes.get("id") or element.tag
        for element in page.elements
        if element.tag in FOCUSABLE and element.attributes.get("type") != "hidden"
    ]

    assert order[:6] == ["skip", "brand", "language", "q", "button", "summary"]
    assert set(order[6:-1]) <= {"kind", "network", "city", "edition", "voivodeship", "role", "a"}
    assert page.all("a")[0].attributes["href"] == f"#{page.all('main')[0].attributes['id']}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    page = parsed(client, path)
    wanted = [
        element.attributes[name]
        for element in page.elements
        for name in ("src", "href", "action")
        if name in element.attributes
    ]

    assert all(re.match(r"/(?!/)|#|\?", link) for link in wanted)
    assert all("style" not in element.attributes for element in page.elements)
    assert page.all("script") == page.all("style") == []


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """WCAG 2.1, relative luminance of two colours."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    ("ink", "paper"), ("quiet", "paper"), ("accent", "paper"), ("ink", "card"), ("quiet", "card"),
    ("accent", "card"), ("accent-ink", "accent"), ("mark-ink", "mark"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: int, text: str, ground: str) -> None:
    style = (Path(web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    schemes = re.findall(r":root\s*\{([^}]*)\}", style)
    colours = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", schemes[scheme]))

    assert contrast(colours[text], colours[ground]) >= 4.5


def test_the_measure_of_contrast_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
