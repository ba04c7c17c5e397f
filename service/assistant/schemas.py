"""What a caller may ask the assistant, and what comes back, at the HTTP border."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.query import Filters


class AnswerRequest(BaseModel):
    """A question, the session it goes on with, and filters; an unknown field is refused."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "Ile kosztuje parking w Sokolinku?"}]},
    )

    question: str = Field(description="Pytanie po polsku lub angielsku.")
    session: str = Field(default="", description="Rozmowa, której dalszym ciągiem jest pytanie.")
    city: list[str] = Field(default=[], examples=[["Brzezinów"]])
    network: list[str] = Field(default=[], examples=[["Zielona"]])
    edition: list[str] = Field(default=[], examples=[["2021–2023"]])
    document: list[str] = Field(default=[], description="Identyfikatory dokumentów.")

    def as_filters(self) -> Filters:
        return Filters(
            city=tuple(self.city),
            network=tuple(self.network),
            edition=tuple(self.edition),
            document=tuple(self.document),
        )


class BoxView(BaseModel):
    """A rectangle on a page, in points from its top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class CitationView(BaseModel):
    """A quote with its place; it stays true after the next indexing."""

    number: int = 0
    document_id: str
    title: str
    city: str
    page: int
    quote: str
    boxes: list[BoxView]


class StatementView(BaseModel):
    """A sentence of the answer, who says it, and the numbers of its citations."""

    text: str
    speaker: str
    support: float
    citations: list[int]


class CoverageView(BaseModel):
    """How many documents were judged one by one, and in how many something was found."""

    judged: int
    found: int


class AnswerResponse(BaseModel):
    """An answer or a refusal, with the question as it was understood."""

    session: str
    asked: str
    question: str
    outcome: str = Field(examples=["answered", "not_in_documents"])
    message: str
    by_model: bool
    statements: list[StatementView]
    citations: list[CitationView]
    missing: list[str]
    suggestions: list[str]
    nearest: list[CitationView]
    coverage: CoverageView | None
    neutralised: int


class ChatPart(BaseModel):
    """A part of a message; only text is read."""

    type: str = "text"
    text: str = ""


class ChatMessage(BaseModel):
    """A message of a conversation; system messages are not obeyed."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[ChatPart] | None = ""

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class ChatRequest(BaseModel):
    """A chat as the OpenAI API has it; what steers a model (temperature …) is passed over."""

    model: str = "pim"
    messages: list[ChatMessage]
    stream: bool = False

    @property
    def questions(self) -> list[str]:
        """What the person asked, oldest first."""
        asked = (message.text for message in self.messages if message.role == "user")
        return [text for text in asked if text.strip()]


def event_stream() -> dict[int | str, dict[str, Any]]:
    """An endpoint that can answer as server-sent events as well."""
    return {200: {"description": "JSON lub zdarzenia", "content": {"text/event-stream": {}}}}
