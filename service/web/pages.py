"""The search page and the page of a document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from corpus.errors import NotFound, PimError
from corpus.model import Document, Page, Passage, Role, cut
from index.query import Filters
from index.query import Query as Question
from index.search import Hit
from service.api import Open
from service.disclosure import disclosed
from service.exits import http_status
from service.languages import language_of
from service.library import Library
from service.speech import speech
from service.views import index_record, pages_label

router = APIRouter(include_in_schema=False)
_FACETS = ("kind", "network", "city", "edition", "voivodeship")
_EXAMPLES = {
    "pl": (
        "woda po ulewach zalewa piwnice",
        "strach urzędników przed partnerstwem publiczno-prywatnym",
        "seniorzy nie korzystają z e-usług",
        "opłata za zmniejszenie retencji art. 269",
    ),
    "en": (
        "flooded cellars after heavy rain",
        "officials are afraid of public-private partnership",
        "older people do not use online services",
        "fee for reduced retention",
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person typed and chose in the form."""

    question: str
    filters: dict[str, str]
    literal: bool = False
    """Only the words typed, nothing from the thesaurus."""

    def as_query(self) -> Question:
        chosen = {name: (value,) for name, value in self.filters.items() if value}
        filters = Filters(**chosen)  # type: ignore[arg-type]
        return Question(self.question, filters, expand=not self.literal)


def _templates() -> Jinja2Templates:
    templates = Jinja2Templates(directory=Path(__file__).parent / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.filters["marked"] = marked
    templates.env.filters["pages_label"] = pages_label
    return templates


def marked(hit: Hit) -> Markup:
    """A passage's text with the words that were found marked, everything escaped."""
    text, parts, at = hit.passage.text, [], 0
    for start, end in hit.matches:
        parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end])]
        parts.append(Markup("</mark>"))
        at = end
    return Markup("").join([*parts, escape(text[at:])])


_PAGES = _templates()


@router.get("/", response_class=HTMLResponse)
def search_page(request: Request, library: Open, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """The search form and, once asked, the hits."""
    names = (*_FACETS, "role")
    chosen = {name: request.query_params.get(name, "") for name in names}
    choice = Choice(q, chosen, literal="literal" in request.query_params)
    shown: dict[str, Any] = {"choice": choice, "examples": _EXAMPLES[language_of(request)]}
    shown["literal_link"] = f"/?{request.url.include_query_params(literal=1).query}"
    try:
        shown |= _offered(library)
        if q.strip():
            shown["results"], _ = library.search(choice.as_query())
    except PimError as error:
        return failed(request, error, template="search.html", **shown)
    return _page(request, "search.html", shown)


def _offered(library: Library) -> dict[str, Any]:
    """What the form can filter by: the values that the documents really have."""
    documents = library.documents()
    facets = {name: _values(name, documents) for name in _FACETS}
    return {
        "facets": facets | {"role": [role.value for role in Role]},
        "document_count": len(documents),
    }


def _values(name: str, documents: tuple[Document, ...]) -> list[str]:
    return sorted({str(getattr(document, name)) for document in documents} - {""})


@router.get("/dokument/{document_id}", response_class=HTMLResponse)
def document_page(
    request: Request,
    library: Open,
    document_id: str,
    s: Annotated[int, Query()] = 1,
    f: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """One page of a document as a picture and as text.

    ``f`` is the passage to mark on it, ``z`` the question that led to it, to go back to.
    """
    try:
        document = library.document(document_id)
        pages = library.pages(document_id)
        passage = next((p for p in library.passages(document_id) if p.id == f), None)
        shown = _leaf(document, pages, s) | {"passage": passage, "quote": _quote(pages, passage)}
        shown["back"] = request.query_params.get("z", "")
    except PimError as error:
        return failed(request, error)
    return _page(request, "document.html", shown)


def _leaf(document: Document, pages: tuple[Page, ...], number: int) -> dict[str, Any]:
    page = next((page for page in pages if page.number == number), None)
    if page is None:
        raise NotFound("no_such_page", id=document.id, page=number, pages=len(pages))
    return {"document": document, "page": page, "page_count": len(pages)}


def _quote(pages: tuple[Page, ...], passage: Passage | None) -> str:
    return cut(pages, passage.spans) if passage else ""


def failed(
    request: Request,
    error: PimError,
    status: int | None = None,
    template: str = "error.html",
    **shown: Any,
) -> HTMLResponse:
    """What went wrong and what to do, as a page."""
    shown["error"] = disclosed(error, request.app.state.library.settings.data)
    response = _page(request, template, shown)
    response.status_code = status or http_status(error)
    return response


def _page(request: Request, template: str, shown: dict[str, Any]) -> HTMLResponse:
    say = speech(language_of(request))
    other = "en" if say.language == "pl" else "pl"
    link = f"?{request.url.include_query_params(lang=other).query}"
    manifest = request.app.state.library.glimpse()
    index = index_record(manifest) if manifest else None
    common = {"say": say, "other_language": other, "other_link": link, "index": index}
    return _PAGES.TemplateResponse(request, template, common | shown)
