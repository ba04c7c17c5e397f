"""The application and the process that serves it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from corpus.errors import OperatorError
from service import api, problems
from service.assistant import api as assistant_api
from service.assistant.composer import Assistant
from service.assistant.conversation import Conversations
from service.headers import headers_of
from service.library import Library
from service.peers import api as peers_api
from service.peers.board import BoardKeeper
from service.register import api as register_api
from service.register.register import RegisterKeeper
from service.settings import Settings
from service.web import pages

_STATIC = Path(__file__).parent / "web" / "static"


def application(settings: Settings) -> FastAPI:
    """The whole application over one data directory."""
    app = FastAPI(
        title="PIM",
        version="1",
        description="Wyszukiwarka dokumentów programu: fragmenty z cytatem strony.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.library = Library(settings)
    app.state.assistant = Assistant(app.state.library)
    app.state.conversations = Conversations()
    app.state.boards = BoardKeeper(app.state.library)
    app.state.registers = RegisterKeeper(app.state.library)
    app.include_router(api.router)
    app.include_router(assistant_api.router)
    app.include_router(peers_api.router)
    app.include_router(register_api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.middleware("http")(_with_headers)
    problems.install(app)
    return app


async def _with_headers(
    request: Request, answer: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await answer(request)
    response.headers.update(headers_of(request.app.state.library))
    return response


def listen(settings: Settings, place: tuple[str, int], announce: Callable[[str], None]) -> None:
    """Serves until stopped.

    Raises OperatorError at once when it cannot listen there or the model cannot be loaded.
    """
    import uvicorn

    host, port = place
    with _bound(host, port) as bound:
        app = application(settings)
        app.state.library.load_model()
        announce(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
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
        code = "port_in_use" if error.errno == errno.EADDRINUSE else "cannot_listen"
        reason = error.strerror or type(error).__name__
        raise OperatorError(code, host=host, port=port, reason=reason) from error
    return listener
