"""Search latency in process and over HTTP, on the demonstration programme."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from eval.bench import timing
from eval.judgements import questions
from index.query import Query
from service.adding import Adding
from service.library import Library
from service.settings import PROJECT, Settings, read_settings

_PORT = 8765


def table() -> str:
    """p50 and p95 over all golden questions, after one unmeasured round."""
    texts = [question.text for question in questions()]
    with tempfile.TemporaryDirectory() as data:
        settings = replace(read_settings(), data=Path(data))
        library = Library(settings)
        Adding(library).run([PROJECT / "corpus" / "demo"])
        inside = _rounds(lambda text: library.search(Query(text)), texts)
        with _server(settings):
            over_http = _rounds(_get, texts)
            empty = _rounds(lambda _: _fetch("/healthz"), texts)
    rows = [
        _row("search in process", inside),
        _row("GET /v1/search on loopback", over_http),
        _row("GET /healthz (baseline)", empty),
    ]
    return timing.table(("what", "p50 ms", "p95 ms"), rows)


def _rounds(call: Callable[[str], object], texts: list[str]) -> list[float]:

    for text in texts:
        call(text)
    return [timing.timed(lambda t=text: call(t))[0] for text in texts]  # type: ignore[misc]


def _row(name: str, seconds: list[float]) -> tuple[str, str, str]:
    return name, f"{timing.p50(seconds) * 1000:.1f}", f"{timing.p95(seconds) * 1000:.1f}"


def _get(text: str) -> None:
    _fetch(f"/v1/search?q={urllib.parse.quote(text)}")


def _fetch(path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}{path}") as response:
        response.read()


@contextmanager
def _server(settings: Settings) -> Iterator[None]:
    command = [str(Path(sys.executable).parent / "pim"), "serve", "--port", str(_PORT), "--json"]
    environment = {"PIM_DATA": str(settings.data), "PIM_MODEL": settings.model}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as server:  # noqa: S603
        assert server.stdout
        server.stdout.readline()
        try:
            _get("gotowość")
            yield
        finally:
            server.terminate()
