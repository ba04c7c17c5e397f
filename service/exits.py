"""The one table: class of error -> exit code of the command line and status of HTTP."""

from __future__ import annotations

from corpus.errors import (
    CallerError,
    CuratorError,
    IndexMissing,
    NotFound,
    OperatorError,
    PimError,
    StorageFailed,
)

_TABLE: tuple[tuple[type[PimError], int, int], ...] = (
    (NotFound, 3, 404),
    (CallerError, 3, 422),
    (CuratorError, 2, 422),
    (IndexMissing, 4, 503),
    (StorageFailed, 4, 507),
    (OperatorError, 4, 503),
    (PimError, 1, 500),
)
"""(class, exit code, HTTP status); the first that fits counts."""


def exit_code(error: PimError) -> int:
    return next(code for kind, code, _ in _TABLE if isinstance(error, kind))


def http_status(error: PimError) -> int:
    return next(status for kind, _, status in _TABLE if isinstance(error, kind))
