"""The only reader of the environment: ``PIM_*`` variables, or a TOML file, -> Settings, once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from corpus.errors import BadSettings

PROJECT = Path(__file__).resolve().parent.parent
LANGUAGES = ("pl", "en")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice an operator has; each is ``PIM_<NAME>`` or a key of the TOML file."""

    data: Path = PROJECT / "data"
    corpus: Path = PROJECT / "corpus"
    model: str = ""
    """Empty: the model that built the index, the bundled one where there is none yet."""
    dense_weight: float | None = None
    thesaurus: Path = PROJECT / "corpus" / "thesaurus"
    language: str = "pl"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = os.cpu_count() or 1
    llm_url: str = ""
    """A server that speaks the OpenAI chat protocol; empty: answers are made by extraction."""
    llm_key: str = field(default="", repr=False)
    llm_model: str = "default"
    llm_timeout: float = 60.0
    llm_retries: int = 1
    llm_tokens: int = 800
    llm_characters: int = 12_000
    """How much of the passages a model is given."""
    llm_places: int = 2
    """Calls of the model at a time; who comes on top is told to come again."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the file named by ``PIM_CONFIG`` overlaid with the ``PIM_*`` variables.

    Raises BadSettings for an unknown key, an unreadable file or a value out of its range.
    """
    names = {field.name for field in fields(Settings)}
    raw = _file_values(environment.get("PIM_CONFIG", ""), names)
    for name in names:
        value = environment.get(f"PIM_{name.upper()}", "")
        if value:
            raw[name] = value
    return replace(Settings(), **{name: _parsed(name, value) for name, value in raw.items()})


def _file_values(path: str, names: set[str]) -> dict[str, str]:
    if not path:
        return {}
    try:
        values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSettings("settings_unreadable", path=path) from error
    for name in values:
        if name not in names:
            raise BadSettings("setting_unknown", name=name, path=path)
    return {name: str(value) for name, value in values.items()}


def _parsed(name: str, value: str) -> Any:
    try:
        parsed = _PARSERS.get(name, str)(value)
    except (ValueError, KeyError):
        raise BadSettings(name=f"PIM_{name.upper()}", value=value) from None
    return parsed


def _port(value: str) -> int:
    return _between(int(value), 1, 65535)


def _between(number: int, lowest: int, highest: int) -> int:
    if not lowest <= number <= highest:
        raise ValueError(number)
    return number


def _share(value: str) -> float:
    share = float(value)
    if not 0 <= share <= 1:
        raise ValueError(share)
    return share


def _language(value: str) -> str:
    return LANGUAGES[LANGUAGES.index(value)]


def _folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _workers(value: str) -> int:
    return _between(int(value), 1, 64)


def _seconds(value: str) -> float:
    seconds = float(value)
    if not 0 < seconds <= 3_600:
        raise ValueError(seconds)
    return seconds


def _url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError(value)
    return value


_PARSERS: dict[str, Callable[[str], object]] = {
    "llm_url": _url,
    "llm_timeout": _seconds,
    "llm_retries": lambda value: _between(int(value), 0, 10),
    "llm_tokens": lambda value: _between(int(value), 16, 32_000),
    "llm_characters": lambda value: _between(int(value), 1_000, 1_000_000),
    "llm_places": lambda value: _between(int(value), 1, 256),
    "data": _folder,
    "corpus": _folder,
    "thesaurus": _folder,
    "dense_weight": _share,
    "language": _language,
    "port": _port,
    "workers": _workers,
}
