"""Errors -> RFC 9457 ``application/problem+json``, in the language of the caller."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import CallerError, NotFound, PimError
from service.exits import http_status
from service.languages import language_of
from service.speech import speech

_PRIVATE = frozenset({"path"})
_log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem document."""
    app.add_exception_handler(PimError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unknown)


def problem(request: Request, error: PimError, status: int | None = None) -> JSONResponse:
    """One error as a problem document."""
    status = status or http_status(error)
    detail = speech(language_of(request)).error(error)
    body = {
        "type": f"urn:pim:problem:{error.code}",
        "title": error.code,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        **_public(error.fields),
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def _public(fields: Mapping[str, object]) -> dict[str, object]:
    """What the caller may know: no paths of the server."""
    return {name: value for name, value in fields.items() if name not in _PRIVATE}


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PimError)
    return problem(request, error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}"
        for fault in error.errors()
    )
    return problem(request, CallerError("invalid_request", detail=faults), 422)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return problem(request, NotFound(id=request.url.path))
    fault = CallerError("invalid_request", detail=str(error.detail))
    return problem(request, fault, error.status_code)


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    number = secrets.token_hex(4)
    _log.error("internal error %s at %s: %s", number, request.url.path, type(error).__name__)
    return problem(request, PimError("internal", id=number), 500)
