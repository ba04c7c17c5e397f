"""``pim mcp`` through the official client."""

from __future__ import annotations

import os
import sys
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from service.assistant.mcp_server import server
from service.library import Library
from service.speech import speech
from tests.service.desk import PIM, Desk


def called(target: Any, tool: str, **arguments: object) -> dict[str, Any]:
    """What a tool gives to a client that connects, lists the tools and calls one."""

    async def talk() -> dict[str, Any]:
        async with Client(target) as client:
            names = {each.name for each in (await client.list_tools()).tools}
            assert names == {"search", "ask", "document_page"}
            result = await client.call_tool(tool, arguments)
            assert not result.is_error
            assert isinstance(result.structured_content, dict)
            return result.structured_content

    return anyio.run(talk)


@pytest.fixture
def tools(shared: Desk) -> Any:
    return server(Library(shared.settings), speech("pl"))


def test_search_gives_hits_with_their_pages(tools: Any) -> None:
    found = called(tools, "search", query="ogrody deszczowe", limit=3)
    assert found["hits"][0]["document_id"] == "mid-lipowo"
    assert found["hits"][0]["page"] == 2


def test_ask_answers_with_citations_and_refuses(tools: Any) -> None:
    answer = called(tools, "ask", question="Ile kosztują ogrody deszczowe w Lipowie?")
    assert any("1 250 000" in c["quote"].replace("\u00a0", " ") for c in answer["citations"])
    assert called(tools, "ask", question="Podaj przepis na sernik")["statements"] == []


def test_a_page_is_given_whole_and_a_missing_one_is_explained(tools: Any) -> None:
    page = called(tools, "document_page", document_id="mid-lipowo", page=1)
    assert "zalewane są piwnice" in " ".join(page["text"].split())
    missing = called(tools, "document_page", document_id="mid-lipowo", page=9)
    assert missing["error"] == "no_such_page"


def test_the_command_serves_over_standard_input_and_output(shared: Desk) -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=[*PIM[1:], "mcp"], env=os.environ | shared.environment
    )
    found = called(stdio_client(parameters), "search", query="ulewa")
    assert found["hits"]
