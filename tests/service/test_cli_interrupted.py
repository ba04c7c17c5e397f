"""``pim ingest`` stopped with Ctrl-C, or killed at any moment: nothing done is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

import pytest

from tests.service.conftest import GARDENS
from tests.service.desk import Desk

DOCUMENTS = 10
KILLS = 10
"""At random moments, also before the first and after the last byte is written."""


def _stopped_after_two(desk: Desk, process: subprocess.Popen[str], whole_group: bool) -> None:
    shelf = desk.data / "files"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(shelf.glob("*.pdf"))) < 2:
        time.sleep(0.02)
    if whole_group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)


@pytest.mark.parametrize("whole_group", [False, True], ids=["one process", "as a terminal does"])
def test_ctrl_c_keeps_what_was_read_and_the_next_run_goes_on(desk: Desk, whole_group: bool) -> None:
    for n in range(DOCUMENTS):
        desk.write(f"plan-{n}.pdf", f"{GARDENS} Dokument numer {n}.")
    process = desk.process(
        "ingest", desk.documents, "--json", variables={"PIM_WORKERS": "1"}, start_new_session=True
    )
    _stopped_after_two(desk, process, whole_group)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130, err
    assert "Przerwano. To, co już odczytano, zapisano" in err
    assert '"stopped": true' in out
    assert "skipped" not in out
    kept = desk.pim("status", "--json").json["documents"]
    assert 1 <= kept < DOCUMENTS
    again = desk.pim("ingest", desk.documents, "--json")
    assert again.code == 0
    outcomes = list(again.outcomes.values())
    assert outcomes.count("unchanged") == kept
    assert outcomes.count("kept") == DOCUMENTS - kept


def _rewritten(desk: Desk, round_: int) -> None:
    for name in ("a.pdf", "b.pdf"):
        desk.write(name, f"= Cele\nOgrody deszczowe, {name[0]}, runda numer {round_}.")


def _rounds(desk: Desk) -> set[str]:
    """Which rounds the index speaks of; more than one would be half an index."""
    hits = desk.hits("ogrody", "--limit", 100)
    return {hit["text"].split("runda numer ")[1].rstrip(".") for hit in hits}


def test_a_killed_writer_leaves_a_whole_index_and_a_clean_run_completes_it(filled: Desk) -> None:
    chance = random.Random(20261123)
    _rewritten(filled, 0)
    started = time.monotonic()
    assert filled.told("ingest", filled.documents).code == 0
    usual = time.monotonic() - started
    killed, newest = 0, 0
    for round_ in range(1, KILLS + 1):
        _rewritten(filled, round_)
        process = filled.process("ingest", filled.documents)
        time.sleep(chance.uniform(0.4, 1.1) * usual)
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        assert filled.pim("status", "--json").json["intact"]
        [found] = _rounds(filled)
        assert newest <= int(found) <= round_
        newest = int(found)

    assert killed >= KILLS // 3
    said = filled.pim("ingest", filled.documents, "--json")
    assert said.code == 0
    assert _rounds(filled) == {str(KILLS)}
    assert not list(filled.data.glob("generations/.building*"))
    assert len(list(filled.data.glob("files/*.pdf"))) == 2
