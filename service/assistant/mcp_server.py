"""The Model Context Protocol: search, ask and document_page as tools for other programs."""

from __future__ import annotations

from typing import Any

from mcp.server.mcpserver import MCPServer

from corpus.errors import NotFound, PimError
from index.query import Filters, Query
from service.assistant.composer import Assistant
from service.assistant.views import answer_record
from service.library import Library
from service.settings import Settings
from service.speech import Speech, speech
from service.views import hit_record


def serve(settings: Settings) -> None:
    """Serves on standard input and output until the client leaves."""
    server(Library(settings), speech(settings.language)).run("stdio")


def server(library: Library, say: Speech) -> MCPServer[Any]:
    """The server with its tools, over one library."""
    assistant = Assistant(library)
    tools: MCPServer[Any] = MCPServer(
        "pim",
        instructions="Dokumenty programu miejskiego. Każda odpowiedź ma cytaty ze stroną.",
        log_level="ERROR",
    )

    @tools.tool()
    def search(query: str, city: str = "", network: str = "", limit: int = 10) -> dict[str, Any]:
        """Szuka fragmentów dokumentów po słowach i znaczeniu; phrase in quotes is exact."""
        return _spoken(lambda: _hits(library, query, _filters(city, network), limit), say)

    @tools.tool()
    def ask(question: str, city: str = "", network: str = "") -> dict[str, Any]:
        """Odpowiada na pytanie zdaniami z dokumentów; każde zdanie ma cytat. Może odmówić."""
        return _spoken(
            lambda: answer_record(assistant.ask(question, _filters(city, network)), say), say
        )

    @tools.tool()
    def document_page(document_id: str, page: int) -> dict[str, Any]:
        """Cały tekst jednej strony dokumentu, tak jak go odczytano."""
        return _spoken(lambda: _page(library, document_id, page), say)

    return tools


def _spoken(work: Any, say: Speech) -> dict[str, Any]:
    """The result, or the error's sentence: a program on the other side reads it too."""
    try:
        result: dict[str, Any] = work()
    except PimError as error:
        return {"error": error.code, "message": say.error(error)}
    return result


def _filters(city: str, network: str) -> Filters:
    return Filters(city=(city,) if city else (), network=(network,) if network else ())


def _hits(library: Library, query: str, filters: Filters, limit: int) -> dict[str, Any]:
    results, _ = library.search(Query(query, filters, limit))
    return {"searched": results.searched, "hits": [hit_record(hit) for hit in results.hits]}


def _page(library: Library, document_id: str, number: int) -> dict[str, Any]:
    pages = library.pages(document_id)
    for page in pages:
        if page.number == number:
            return {"document_id": document_id, "page": number, "text": page.text}
    raise NotFound("no_such_page", id=document_id, page=number, pages=len(pages))
