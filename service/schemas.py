"""The HTTP border: requests and responses as pydantic models, with examples for OpenAPI."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from index.query import Filters, Query


class SearchRequest(BaseModel):
    """A question with its filters; an unknown field is refused."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"q": "zalewane piwnice po ulewie", "network": ["Zielona"], "limit": 5},
                {"q": '"opłata za dostępność"', "kind": ["MID"]},
            ]
        },
    )

    q: str = Field(description="Pytanie; fraza w cudzysłowie musi wystąpić dosłownie.")
    kind: list[str] = Field(default=[], examples=[["MID"]])
    city: list[str] = Field(default=[], examples=[["Brzezinów"]])
    network: list[str] = Field(default=[], examples=[["Zielona"]])
    edition: list[str] = Field(default=[], examples=[["2021–2023"]])
    voivodeship: list[str] = Field(default=[], examples=[["łódzkie"]])
    document: list[str] = Field(default=[], description="Identyfikatory dokumentów.")
    role: list[str] = Field(default=[], examples=[["challenge"]])
    year: list[int] = Field(default=[], examples=[[2022]])
    population_from: int | None = Field(default=None, ge=0)
    population_to: int | None = Field(default=None, ge=0)
    limit: int = Field(default=10, description="Od 1 do 100.")
    per_document: int = Field(default=3, description="Najwięcej fragmentów z dokumentu.")
    expand: bool = Field(default=True, description="Szukaj też tego, co znaczy to samo.")

    def as_query(self) -> Query:
        """The question as the index takes it."""
        filters = Filters(
            kind=tuple(self.kind),
            city=tuple(self.city),
            network=tuple(self.network),
            edition=tuple(self.edition),
            voivodeship=tuple(self.voivodeship),
            document=tuple(self.document),
            role=tuple(self.role),
            year=tuple(self.year),
            population_from=self.population_from,
            population_to=self.population_to,
        )
        return Query(self.q, filters, self.limit, self.per_document, self.expand)


class SearchParameters(SearchRequest):
    """The same in the address, where the language of error messages can stand too."""

    lang: str = Field(default="", description="Język komunikatów.", examples=["pl"])


class IndexView(BaseModel):
    """Which generation of the index and which model answered."""

    generation: int = Field(examples=[3])
    created: str = Field(examples=["2026-11-23T09:00:00+00:00"])
    model: str = Field(examples=["pim-static-pl-en"])
    model_fingerprint: str


class HitView(BaseModel):
    """A passage found, with its place in the document."""

    passage_id: str = Field(examples=["mid-brzezinow-2022:7"])
    document_id: str = Field(examples=["mid-brzezinow-2022"])
    title: str
    kind: str
    city: str
    network: str
    edition: str
    year: int | None
    page: int = Field(description="Pierwsza ze stron fragmentu.")
    pages: list[int]
    heading: str
    role: str
    text: str
    matches: list[tuple[int, int]] = Field(description="Zakresy znaków trafionych słów.")
    score: float
    lexical_score: float
    dense_score: float


class SearchResponse(BaseModel):
    """The hits of a question, best first."""

    index: IndexView
    searched: int = Field(description="Ile fragmentów przeszukano po zastosowaniu filtrów.")
    respelt: list[tuple[str, str]] = Field(
        description="Słowa, których nie ma w dokumentach, i najbliższe, których szukano zamiast."
    )
    expanded: list[str] = Field(description="Pojęcia z tezaurusa, których szukano także.")
    hits: list[HitView]


class DocumentView(BaseModel):
    """A document of the collection."""

    id: str
    title: str
    kind: str
    city: str
    network: str
    edition: str
    year: int | None
    voivodeship: str
    population: int | None
    source: str
    sha256: str


class DocumentsResponse(BaseModel):
    """All documents, by id."""

    index: IndexView
    documents: list[DocumentView]


class PassageView(BaseModel):
    """A passage of a document, in reading order."""

    passage_id: str
    pages: list[int]
    heading: str
    role: str
    text: str


class DocumentResponse(BaseModel):
    """One document with its passages."""

    index: IndexView
    document: DocumentView
    page_count: int
    unread_pages: list[int]
    passages: list[PassageView]


class Health(BaseModel):
    """``ok`` when the process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """``ready`` when questions can be answered, with the generation that answers."""

    status: str = "ready"
    index: IndexView


class Problem(BaseModel):
    """An error as RFC 9457 tells it; further members name what it is about."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:pim:problem:empty_query"])
    title: str
    status: int
    detail: str
    instance: str


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
    for status, description in (
        (404, "Nie ma takiego dokumentu lub strony"),
        (422, "Żądania nie można wykonać"),
        (503, "Indeks nie jest gotowy"),
    )
}


def content(media_type: str) -> dict[int | str, dict[str, Any]]:
    """The success of an endpoint that gives out a file."""
    return {200: {"description": "Plik", "content": {media_type: {}}}}
