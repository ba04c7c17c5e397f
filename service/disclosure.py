"""What of an error or a model may leave the server: names of files, never where they lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import PimError

_NAMES_OF_FILES = frozenset({"path", "name", "built", "wanted"})


def disclosed(error: PimError, data: Path) -> PimError:
    """The same error with every path of the server cut to its last part."""
    return type(error)(error.code, **_fields(error.fields, data))


def without_folder(name: str) -> str:
    """``/srv/models/static`` -> ``static``; any other name as it is."""
    return Path(name).name if name.startswith("/") else name


def _fields(fields: Mapping[str, object], data: Path) -> dict[str, object]:
    return {
        key: _value(value.replace(str(data), data.name), key) if isinstance(value, str) else value
        for key, value in fields.items()
    }


def _value(value: str, key: str) -> str:
    return without_folder(value) if key in _NAMES_OF_FILES else value
