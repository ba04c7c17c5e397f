"""The manners of the command line: help, terminals and pipes, and what is loaded for what."""

from __future__ import annotations

import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from service.cli import app
from tests.service.conftest import FLOOD
from tests.service.desk import Desk

COMMANDS = [str(command.name or command.callback.__name__) for command in app.registered_commands
            if command.callback]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example_that_it_accepts(desk: Desk, command: str) -> None:
    shown = desk.pim(command, "--help").out
    example = " ".join(shown[shown.index("Example:") :].split()[1:])

    words = shlex.split(example)
    assert words[:2] == ["pim", command]
    group: Any = typer.main.get_command(app)
    group.commands[command].make_context(command, words[2:])


def test_pim_alone_lists_its_commands(desk: Desk) -> None:
    said = desk.told("--help")

    assert said.code == 0
    for command in COMMANDS:
        assert f"{command} " in said.out


def test_a_run_off_a_terminal_shows_no_progress_bar(desk: Desk) -> None:
    desk.write("plan.pdf", FLOOD)

    said = desk.told("ingest", desk.documents)

    assert said.code == 0
    assert said.err == ""
    assert "\x1b" not in said.out


def test_a_run_on_a_terminal_shows_its_progress(desk: Desk) -> None:
    desk.write("plan.pdf", FLOOD)
    ours, theirs = pty.openpty()
    with desk.process(
        "ingest", desk.documents, stderr=theirs, variables={"TERM": "xterm"}
    ) as process:
        os.close(theirs)
        shown = _everything(ours)
    os.close(ours)

    assert process.returncode == 0
    assert "Odczytuję dokumenty" in shown
    assert "1/1" in shown


def _everything(terminal: int) -> str:
    shown = b""
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:
        pass
    return shown.decode()


def test_a_reader_that_leaves_early_is_no_crash(shared: Desk) -> None:
    with shared.process("search", "ulewa ogrody seniorzy", "--json") as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        errors = process.stderr.read()

    assert "Traceback" not in errors


def test_a_search_loads_no_heavy_library(shared: Desk) -> None:
    code = (
        "import sys; from service.cli import app;"
        " app(['search', 'ulewa'], standalone_mode=False);"
        " print(sorted({'torch', 'sentence_transformers', 'fastapi', 'langchain_text_splitters'}"
        " & set(sys.modules)))"
    )
    environment = os.environ | shared.environment | {"PIM_MODEL": "none"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_polish_letters_come_through_in_the_plainest_locale(shared: Desk) -> None:
    plain = {"LC_ALL": "C", "LANG": "C"}

    assert "Po każdej ulewie" in shared.told("search", "ulewa", "--json", variables=plain).out


def test_the_console_script_is_installed() -> None:
    script = Path(sys.executable).parent / "pim"

    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True)

    assert "search" in done.stdout
