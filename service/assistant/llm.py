"""The language model: any server that speaks the OpenAI chat protocol, within limits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from corpus.errors import OperatorError
from service.assistant.prompt import Prompt
from service.settings import Settings

_CHARACTERS_A_TOKEN = 16
"""More than any tokeniser makes of one token on average."""


class ModelBusy(OperatorError):
    """All places at the model are taken; ``retry_after`` says when to come again (seconds)."""

    code = "model_busy"


class ModelFailed(OperatorError):
    """The model gave no usable reply; the caller answers by extraction instead."""

    code = "model_failed"


class ModelTimedOut(ModelFailed):
    """The model was still not ready when its time was over."""

    code = "model_timed_out"


class LanguageModel(Protocol):
    """A prompt -> the model's reply, whole.

    Raises ModelFailed or ModelTimedOut, never anything else, and returns within its time limit.
    """

    def reply(self, prompt: Prompt) -> str: ...


class Places:
    """So many calls at a time; who finds no place is told when to come again."""

    def __init__(self, places: int, retry_after: int) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._retry_after = retry_after

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One place for as long as the block lasts; raises ModelBusy when there is none."""
        if not self._free.acquire(blocking=False):
            raise ModelBusy(retry_after=self._retry_after)
        try:
            yield
        finally:
            self._free.release()


class ChatModel:
    """A model behind ``PIM_LLM_URL``; read as a stream, so that a dripping server is cut off."""

    def __init__(self, settings: Settings) -> None:
        import openai

        self._errors = openai
        self._model = settings.llm_model
        self._timeout = settings.llm_timeout
        self._tokens = settings.llm_tokens
        self._client = openai.OpenAI(
            base_url=settings.llm_url,
            api_key=settings.llm_key or "none",
            timeout=settings.llm_timeout,
            max_retries=settings.llm_retries,
        )

    def reply(self, prompt: Prompt) -> str:
        deadline = time.monotonic() + self._timeout
        try:
            return self._read(self._pieces(prompt, deadline))
        except self._errors.APITimeoutError:
            raise ModelTimedOut(seconds=self._timeout) from None
        except ModelFailed:
            raise
        except Exception as error:
            raise ModelFailed(reason=type(error).__name__) from None

    def _read(self, pieces: Iterator[str]) -> str:
        """The pieces as one text; a server that never stops is stopped."""
        reply = ""
        for piece in pieces:
            reply += piece
            if len(reply) > _CHARACTERS_A_TOKEN * self._tokens:
                raise ModelFailed(reason="too long")
        return reply

    def _pieces(self, prompt: Prompt, deadline: float) -> Iterator[str]:
        messages: Any = [
            {"role": "system", "content": prompt.rules},
            {"role": "user", "content": prompt.material},
        ]
        with self._client.chat.completions.create(
            model=self._model,
            messages=messages,
            max_tokens=self._tokens,
            temperature=0,
            stream=True,
        ) as stream:
            finished = False
            for piece in stream:
                if time.monotonic() > deadline:
                    raise ModelTimedOut(seconds=self._timeout)
                for choice in piece.choices[:1]:
                    finished = finished or choice.finish_reason is not None
                    yield choice.delta.content or ""
            if not finished:
                raise ModelFailed(reason="truncated")


def open_model(settings: Settings) -> LanguageModel | None:
    """The configured model; None when there is none, and then nothing is imported."""
    return ChatModel(settings) if settings.llm_url else None
