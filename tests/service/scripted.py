"""A real HTTP server that speaks the chat protocol and replies as a test scripts it."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_FRAGMENT = re.compile(
    r"=== fragment (?P<key>[0-9a-f]{8}) [^\n]*\n(?P<text>.*?)\n=== koniec", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the model was sent."""

    rules: str
    material: str

    def key_of(self, words: str) -> str:
        """The key of the passage that holds some words."""
        return next(m["key"] for m in _FRAGMENT.finditer(self.material) if words in m["text"])

    def other_key(self, words: str) -> str:
        """The key of a passage that does not hold them."""
        return next(m["key"] for m in _FRAGMENT.finditer(self.material) if words not in m["text"])


Script = Callable[[Given], str]


@dataclass
class Scripted:
    """How the server behaves, and what it was sent."""

    script: Script = lambda given: "BRAK"
    status: int = 200
    delay: float = 0.0
    drip: float = 0.0
    cut: bool = False
    raw: bytes = b""
    url: str = ""
    seen: list[Given] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    """Replies by the plan of its server."""

    plan: Scripted

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        given = Given(body["messages"][0]["content"], body["messages"][1]["content"])
        self.plan.seen.append(given)
        self.plan.keys.append(self.headers.get("Authorization", ""))
        time.sleep(self.plan.delay)
        with suppress(BrokenPipeError, ConnectionResetError):
            self._reply(given)

    def _reply(self, given: Given) -> None:
        self.send_response(self.plan.status)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if self.plan.raw or self.plan.status != 200:
            self.wfile.write(self.plan.raw or b"{}")
            return
        for piece in re.findall(r"\S+\s*", self.plan.script(given)):
            self._send({"content": piece}, None)
            time.sleep(self.plan.drip)
        if not self.plan.cut:
            self._send({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, Any], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        data = json.dumps(chunk | {"choices": [choice]})
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def scripted() -> Iterator[Scripted]:
    """A running server; change the value it gives to change what it does."""
    plan = Scripted()
    handler = type("Handler", (_Handler,), {"plan": plan})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    plan.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield plan
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
