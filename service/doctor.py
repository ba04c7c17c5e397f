"""``pim doctor``: what the program needs on this computer, what is missing, how to get it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from corpus.errors import BadSettings, IndexMissing, PimError
from index import generations
from ingest import tesseract
from service.settings import Settings, read_settings
from service.speech import Speech

OLDEST_PYTHON = (3, 11)
LEAST_SPACE = 500_000_000
"""Bytes: a new generation of a small index is written beside the old one."""
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class State(StrEnum):
    """Whether something is there; only what is ``missing`` stops the program."""

    OK = "ok"
    OPTIONAL = "optional"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, or the key of what to do and its values."""

    name: str
    state: State
    found: str = ""
    advice: str = ""
    values: Mapping[str, object] | None = None
    error: PimError | None = None

    def what_to_do(self, say: Speech) -> str:
        """The sentence for a person; empty where all is well."""
        if self.error is not None:
            return say.error(self.error)
        return say.say(self.advice, **(self.values or {})) if self.advice else ""


def examined() -> tuple[Check, ...]:
    """Everything looked at, in the order of the table."""
    settings, checked = _settings()
    return (
        _python(),
        checked,
        _writable(settings.data),
        _space(settings.data),
        _model(settings),
        _index(settings.data),
        *_ocr(),
        _chromium(),
    )


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Check("python", State.OK, found)
    return Check("python", State.MISSING, found, "doctor.python_old")


def _settings() -> tuple[Settings, Check]:
    """The settings, or the plain ones where the operator's cannot be used."""
    try:
        return read_settings(), Check("settings", State.OK)
    except BadSettings as error:
        return Settings(), Check("settings", State.MISSING, error=error)


def _writable(data: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=_nearest(data)):
            return Check("data", State.OK, str(data))
    except OSError:
        return Check("data", State.MISSING, str(data), "doctor.data_locked", {"path": data})


def _space(data: Path) -> Check:
    free = shutil.disk_usage(_nearest(data)).free
    found = f"{free / 1e9:.1f} GB"
    if free >= LEAST_SPACE:
        return Check("space", State.OK, found)
    return Check("space", State.MISSING, found, "doctor.space_short", {"path": data})


def _nearest(folder: Path) -> Path:
    """The folder, or the first above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.is_dir())


def _model(settings: Settings) -> Check:
    from service.library import Library

    library = Library(settings)
    try:
        return Check("model", State.OK, library.embedder.name)
    except PimError as error:
        return Check("model", State.MISSING, settings.model, error=error)


def _index(data: Path) -> Check:
    """A new installation has no index yet: nothing is broken."""
    try:
        generation = generations.current(data)
        generations.verify(generation)
    except IndexMissing as error:
        return Check("index", State.OPTIONAL, error=error)
    except PimError as error:
        return Check("index", State.MISSING, error=error)
    return Check("index", State.OK, f"{generation.manifest.number}")


def _ocr() -> Iterator[Check]:
    languages = tesseract.languages()
    if languages is None:
        yield Check("tesseract", State.OPTIONAL, advice="doctor.no_tesseract")
        return
    yield Check("tesseract", State.OK, shutil.which(tesseract.PROGRAM) or "")
    if tesseract.LANGUAGE in languages:
        yield Check("tesseract_polish", State.OK, ", ".join(languages))
    else:
        found = ", ".join(languages)
        yield Check("tesseract_polish", State.OPTIONAL, found, "doctor.no_tesseract_polish")


def _chromium() -> Check:
    found = next((path for name in _CHROMIUM if (path := shutil.which(name))), None)
    if found:
        return Check("chromium", State.OK, found)
    return Check("chromium", State.OPTIONAL, advice="doctor.no_chromium")


def is_fit(checks: tuple[Check, ...]) -> bool:
    """Whether everything needed is there."""
    return all(check.state is not State.MISSING for check in checks)


def doctor_record(checks: tuple[Check, ...], say: Speech) -> dict[str, Any]:
    return {
        "fit": is_fit(checks),
        "checks": [
            {
                "name": check.name,
                "state": check.state.value,
                "found": check.found,
                "what_to_do": check.what_to_do(say),
            }
            for check in checks
        ],
    }


def doctor_table(checks: tuple[Check, ...], say: Speech) -> RenderableType:
    table = Table(box=None)
    for column in ("doctor.what", "doctor.state", "doctor.found", "doctor.what_to_do"):
        table.add_column(say.say(column), overflow="fold")
    for check in checks:
        name, state = say.say(f"doctor.{check.name}"), say.say(f"doctor.state_{check.state.value}")
        table.add_row(*map(Text, (name, state, check.found, check.what_to_do(say))))
    return table
