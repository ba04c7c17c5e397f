"""Settings: every variable, the TOML file, and the name of whatever is wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from corpus.errors import BadSettings
from service.settings import Settings, read_settings

GOOD: dict[str, tuple[str, object]] = {
    "data": ("/srv/pim/data", Path("/srv/pim/data")),
    "corpus": ("/srv/pim/documents", Path("/srv/pim/documents")),
    "thesaurus": ("/srv/pim/thesaurus", Path("/srv/pim/thesaurus")),
    "model": ("none", "none"),
    "dense_weight": ("0.25", 0.25),
    "language": ("en", "en"),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("8080", 8080),
    "workers": ("3", 3),
    "llm_url": ("http://127.0.0.1:9000/v1", "http://127.0.0.1:9000/v1"),
    "llm_key": ("tajny", "tajny"),
    "llm_model": ("bielik", "bielik"),
    "llm_timeout": ("12.5", 12.5),
    "llm_retries": ("1", 1),
    "llm_tokens": ("700", 700),
    "llm_characters": ("9000", 9000),
    "llm_places": ("3", 3),
}
BAD = {
    "dense_weight": ("-0.1", "1.1", "half", "nan"),
    "language": ("de", "PL", "polski"),
    "port": ("0", "65536", "-1", "http", "80.5"),
    "workers": ("0", "65", "many"),
}


def test_every_setting_has_a_case_here() -> None:
    assert {field.name for field in fields(Settings)} == set(GOOD)


def test_nothing_set_gives_the_defaults() -> None:
    settings = read_settings({})

    assert (settings.model, settings.language) == ("", "pl")
    assert (settings.host, settings.port, settings.dense_weight) == ("127.0.0.1", 8000, None)
    assert (settings.data.name, settings.corpus.name) == ("data", "corpus")
    assert settings.data.parent == settings.corpus.parent
    assert settings.workers >= 1


@pytest.mark.parametrize("name", GOOD)
def test_a_variable_sets_its_setting_and_no_other(name: str) -> None:
    written, meant = GOOD[name]

    settings = read_settings({f"PIM_{name.upper()}": written})

    assert getattr(settings, name) == meant
    default = Settings()
    others = set(GOOD) - {name}
    assert all(getattr(settings, other) == getattr(default, other) for other in others)


@pytest.mark.parametrize("name", GOOD)
def test_a_key_of_the_file_does_the_same_as_the_variable(tmp_path: Path, name: str) -> None:
    written, meant = GOOD[name]
    plain = written if isinstance(meant, int | float) else f'"{written}"'
    file = tmp_path / "pim.toml"
    file.write_text(f"{name} = {plain}\n", encoding="utf-8")

    assert getattr(read_settings({"PIM_CONFIG": str(file)}), name) == meant


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "pim.toml"
    file.write_text('port = 9000\nlanguage = "en"\n', encoding="utf-8")

    settings = read_settings({"PIM_CONFIG": str(file), "PIM_PORT": "9001"})

    assert (settings.port, settings.language) == (9001, "en")


def test_an_empty_variable_is_no_setting() -> None:
    assert read_settings({"PIM_PORT": "", "PIM_MODEL": ""}) == read_settings({})


def test_a_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ada")

    assert read_settings({"PIM_DATA": "here"}).data == tmp_path / "here"
    assert read_settings({"PIM_DATA": "~/pim"}).data == Path("/home/ada/pim")


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in BAD.items() for v in values])
def test_a_wrong_value_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({f"PIM_{name.upper()}": value})

    assert caught.value.code == "bad_settings"
    assert caught.value.fields == {"name": f"PIM_{name.upper()}", "value": value}


def test_an_unknown_key_of_the_file_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "pim.toml"
    file.write_text("prot = 9000\n", encoding="utf-8")

    with pytest.raises(BadSettings) as caught:
        read_settings({"PIM_CONFIG": str(file)})

    assert caught.value.code == "setting_unknown"
    assert caught.value.fields["name"] == "prot"


@pytest.mark.parametrize("content", [None, b"port = = 1", b"\xff\xfe", b""])
def test_a_file_that_cannot_be_read_is_refused_and_an_empty_one_is_not(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "pim.toml"
    if content is not None:
        file.write_bytes(content)
    if content == b"":
        assert read_settings({"PIM_CONFIG": str(file)}) == read_settings({})
        return

    with pytest.raises(BadSettings) as caught:
        read_settings({"PIM_CONFIG": str(file)})

    assert caught.value.code == "settings_unreadable"
    assert caught.value.fields == {"path": str(file)}


def test_settings_cannot_be_changed_once_read() -> None:
    settings = read_settings({})

    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]
