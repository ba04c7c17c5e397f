"""The application and the process that serves it."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from corpus.errors import OperatorError
from service import api, problems
from service.library import Library
from service.settings import Settings
from service.web import pages

_STATIC = Path(__file__).parent / "web" / "static"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self';"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def application(settings: Settings) -> FastAPI:
    """The whole application over one data directory."""
    app = FastAPI(
        title="PIM",
        version="1",
        description="Wyszukiwarka dokumentów programu: fragmenty z cytatem strony.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.library = Library(settings)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.middleware("http")(_with_headers)
    problems.install(app)
    return app


async def _with_headers(
    request: Request, answer: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await answer(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def listen(settings: Settings, place: tuple[str, int], announce: Callable[[str], None]) -> None:
    """Serves until stopped; raises OperatorError("port_in_use") at once when it can't bind."""
    import uvicorn

    host, port = place
    bound = _bound(host, port)
    app = application(settings)
    announce(f"http://{host}:{port}")
    config = uvicorn.Config(app, log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[bound])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise OperatorError("port_in_use", host=host, port=port) from error
    return listener
