"""Which language a request asks for."""

from __future__ import annotations

from fastapi import Request

from service.settings import LANGUAGES


def language_of(request: Request) -> str:
    """``?lang=`` first, then Accept-Language, then the operator's choice."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    header = request.headers.get("accept-language", "")
    for part in header.split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return str(request.app.state.library.settings.language)
