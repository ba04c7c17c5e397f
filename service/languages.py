"""Which language a request asks for."""

from __future__ import annotations

import re

from fastapi import Request

from service.settings import LANGUAGES

_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)")


def language_of(request: Request) -> str:
    """``?lang=`` first, then Accept-Language, then the operator's choice."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    header = request.headers.get("accept-language", "")
    wanted = [_preference(part) for part in header.split(",")]
    known = [preference for preference in wanted if preference[1] in LANGUAGES and preference[0]]
    if known:
        return max(known, key=lambda preference: preference[0])[1]
    return str(request.app.state.library.settings.language)


def _preference(part: str) -> tuple[float, str]:
    """``pl-PL;q=0.8`` -> (0.8, "pl")."""
    tag, _, parameter = part.partition(";")
    weight = _WEIGHT.fullmatch(parameter.strip())
    return float(weight[1]) if weight else 1.0, tag.strip().lower().split("-")[0]
