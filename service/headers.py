"""The headers of every response: what a browser may do with it, and which index it is from."""

from __future__ import annotations

from urllib.parse import quote

from service.disclosure import without_folder
from service.library import Library

_SAFETY = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self';"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def headers_of(library: Library) -> dict[str, str]:
    """``PIM-Generation`` and ``PIM-Model`` are left out only where there is no index."""
    manifest = library.glimpse()
    if manifest is None:
        return _SAFETY
    model = quote(without_folder(manifest.model), safe="/@:,._- ")
    return _SAFETY | {"PIM-Generation": str(manifest.number), "PIM-Model": model}
