"""Tricks in addresses, sent as they are to a real server: a client would tidy them up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.service.desk import Desk

IDS = [
    "..", "../..", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%2e%2e", "....//....//etc/passwd", "%00", "mid-lipowo%00",
    "mid-lipowo%00.pdf", "%5c%5cserver%5cshare", "//server/share", "\\\\server\\share",
    "C:%5cwindows%5cwin.ini", "%c0%ae%c0%ae/", "%ff", "mid-lipowo/../pu-zly", "mid-lipowo/", "*",
    "mid-%", "%25", "'%20OR%201=1%20--", "file:///etc/passwd", "nie-ma", "%F0%9F%92%A7",
    "a" * 5_000,
]  # fmt: skip
OTHERS = [
    "/static/../server.py", "/static/../../server.py", "/static/%2e%2e/server.py",
    "/static/..%2f..%2f..%2fserver.py", "/static/..%5cpages.py", "/static/%00", "/static/",
    "/static//etc/passwd", "/static/%2fetc%2fpasswd", "//evil.example/", "/..", "/%2e%2e/",
    "/dokument/..%2f..%2fetc%2fpasswd", "/dokument/%00", "/dokument/", "/v1/documents/",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(shared: Desk) -> Iterator[str]:
    """Where a running server listens."""
    with shared.serving() as url:
        yield urlsplit(url).netloc


@pytest.fixture
def connection(address: str) -> Iterator[HTTPConnection]:
    """A connection that sends a path as it is written."""
    opened = HTTPConnection(address, timeout=20)
    yield opened
    opened.close()


@pytest.mark.parametrize("rest", ["", "/file", "/pages/1.png"])
@pytest.mark.parametrize("trick", IDS, ids=lambda trick: trick[:30])
def test_a_trick_in_an_id_finds_nothing(connection: HTTPConnection, trick: str, rest: str) -> None:
    connection.request("GET", f"/v1/documents/{trick}{rest}")
    answer = connection.getresponse()
    body = answer.read()

    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(body)["status"] == 404


@pytest.mark.parametrize("path", OTHERS)
def test_a_trick_elsewhere_finds_nothing_and_leads_nowhere(
    connection: HTTPConnection, path: str
) -> None:
    connection.request("GET", path, headers={"Accept": "text/html"})
    answer = connection.getresponse()
    body = answer.read().decode()

    assert answer.status == 404
    assert answer.headers["location"] is None
    assert 'href="//' not in body
    assert "root:" not in body
