"""Answers over HTTP: as JSON, or as server-sent events to whoever asks for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from corpus.errors import CallerError
from service.assistant import chat
from service.assistant.composer import Assistant
from service.assistant.conversation import Conversations, Topic
from service.assistant.schemas import (
    AnswerRequest,
    AnswerResponse,
    ChatRequest,
    event_stream,
)
from service.assistant.views import answer_record, plain_text
from service.languages import language_of
from service.schemas import PROBLEM_RESPONSES
from service.speech import speech

router = APIRouter(responses=PROBLEM_RESPONSES, tags=["answers"])
_EVENTS = "text/event-stream"
_REMEMBERED = 8
"""Questions of a chat that a follow-up can reach back to."""


def assistant_of(request: Request) -> Assistant:
    """The assistant of this application."""
    assistant: Assistant = request.app.state.assistant
    return assistant


def conversations_of(request: Request) -> Conversations:
    """The conversations of this application."""
    conversations: Conversations = request.app.state.conversations
    return conversations


Asked = Annotated[Assistant, Depends(assistant_of)]
Kept = Annotated[Conversations, Depends(conversations_of)]


@router.post("/v1/answers", response_model=AnswerResponse, responses=event_stream())
def answer(request: Request, assistant: Asked, kept: Kept, wanted: AnswerRequest) -> Response:
    """An answer whose every sentence cites, or a refusal that says why."""
    session = wanted.session or kept.begin()
    question = assistant.understood(wanted.question, kept.topic(session))
    given = assistant.ask(question, wanted.as_filters())
    kept.remember(session, Topic(question))
    record = {
        "session": session,
        "asked": wanted.question,
        **answer_record(given, speech(language_of(request))),
    }
    if _EVENTS in request.headers.get("accept", ""):
        return StreamingResponse(_events(record), media_type=_EVENTS)
    return JSONResponse(record)


@router.get("/v1/models")
def models() -> dict[str, Any]:
    """The one model a chat client can choose."""
    return chat.models()


@router.post("/v1/chat/completions", responses=event_stream())
def completions(request: Request, assistant: Asked, wanted: ChatRequest) -> Response:
    """The same answers for programs that speak the OpenAI chat protocol."""
    if not wanted.questions:
        raise CallerError("no_question", field="messages")
    before: Topic | None = None
    for asked in wanted.questions[-_REMEMBERED:]:
        question = assistant.understood(asked, before)
        before = Topic(question)
    text = plain_text(assistant.ask(question), speech(language_of(request)))
    if wanted.stream:
        return StreamingResponse(chat.chunks(text, wanted.model), media_type=_EVENTS)
    return JSONResponse(chat.completion(text, wanted.model))


def _events(record: dict[str, Any]) -> Iterator[str]:
    """The question as understood, each statement, then the whole record."""
    yield _event("question", {"session": record["session"], "question": record["question"]})
    for statement in record["statements"]:
        yield _event("statement", statement)
    yield _event("answer", record)


def _event(name: str, value: object) -> str:
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"
