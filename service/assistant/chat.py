"""Answers in the shapes of the OpenAI chat API, so that existing chat programs work."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterator
from typing import Any

MODEL = "pim"
_PIECE = re.compile(r"\S+\s*|\s+")


def models() -> dict[str, Any]:
    """The list of models: one."""
    return {
        "object": "list",
        "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}],
    }


def completion(text: str, model: str) -> dict[str, Any]:
    """A whole reply; tokens are counted as words, for no model may have written them."""
    words = len(text.split())
    message = {"role": "assistant", "content": text}
    return {
        **_head("chat.completion", model),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {"prompt_tokens": 0, "completion_tokens": words, "total_tokens": words},
    }


def chunks(text: str, model: str) -> Iterator[str]:
    """The reply word by word, as the protocol streams it."""
    head = _head("chat.completion.chunk", model)
    yield _data(head, {"role": "assistant", "content": ""}, None)
    for piece in _PIECE.findall(text):
        yield _data(head, {"content": piece}, None)
    yield _data(head, {}, "stop")
    yield "data: [DONE]\n\n"


def _head(kind: str, model: str) -> dict[str, Any]:
    identity = f"chatcmpl-{secrets.token_hex(12)}"
    return {"id": identity, "object": kind, "created": int(time.time()), "model": model}


def _data(head: dict[str, Any], delta: dict[str, str], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps(head | {'choices': [choice]}, ensure_ascii=False)}\n\n"
