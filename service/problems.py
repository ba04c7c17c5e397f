"""Errors -> RFC 9457 ``application/problem+json``, in the language of the caller."""

from __future__ import annotations

import json
import logging
import secrets

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import CallerError, NotFound, PimError
from service.disclosure import disclosed
from service.exits import http_status
from service.headers import headers_of
from service.languages import language_of
from service.speech import speech
from service.web import pages

_log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem document."""
    app.add_exception_handler(PimError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unknown)


def problem(request: Request, error: PimError, status: int | None = None) -> Response:
    """One error as a problem document, or as a page where a browser asked for one."""
    status = status or http_status(error)
    if _wants_page(request):
        return pages.failed(request, error, status)
    error = disclosed(error, request.app.state.library.settings.data)
    body = error.fields | {
        "type": f"urn:pim:problem:{error.code}",
        "title": error.code,
        "status": status,
        "detail": speech(language_of(request)).error(error),
        "instance": request.url.path,
    }
    return Problem(body, status, headers=_when_to_come_again(error))


def _when_to_come_again(error: PimError) -> dict[str, str]:
    seconds = error.fields.get("retry_after")
    return {"Retry-After": str(seconds)} if seconds else {}


class Problem(JSONResponse):
    """JSON in which any text a caller sent can stand, lone surrogates included."""

    media_type = "application/problem+json"

    def render(self, content: object) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def _wants_page(request: Request) -> bool:
    is_for_programs = request.url.path.startswith(("/v1/", "/healthz", "/readyz"))
    return not is_for_programs and "text/html" in request.headers.get("accept", "")


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, PimError)
    return problem(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}"
        for fault in error.errors()
    )
    return problem(request, CallerError("invalid_request", detail=faults), 422)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return problem(request, NotFound(id=request.url.path))
    fault = CallerError("invalid_request", detail=str(error.detail))
    response = problem(request, fault, error.status_code)
    response.headers.update(error.headers or {})
    return response


async def _unknown(request: Request, error: Exception) -> Response:
    number = secrets.token_hex(4)
    _log.error("internal error %s at %s: %s", number, request.url.path, type(error).__name__)
    response = problem(request, PimError("internal", id=number), 500)
    response.headers.update(headers_of(request.app.state.library))
    return response
