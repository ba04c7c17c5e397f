"""``pim serve`` as a process of its own, asked over a real connection."""

from __future__ import annotations

import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.service.conftest import BUSES, FLOOD
from tests.service.desk import Desk, free_port


def test_it_answers_over_http_and_names_its_address(shared: Desk) -> None:
    with shared.serving() as url:
        answer = httpx.get(f"{url}/v1/search", params={"q": "zalewane piwnice"})

    assert answer.status_code == 200
    assert answer.json()["hits"][0]["document_id"] == "mid-lipowo"


def test_a_new_generation_is_served_without_a_restart(filled: Desk) -> None:
    with filled.serving() as url:
        before = httpx.get(f"{url}/v1/search", params={"q": "powódź"}).json()
        filled.write("c.pdf", "= Ryzyka\nPowódź może zniszczyć most.")
        assert filled.pim("ingest", filled.documents).code == 0
        after = httpx.get(f"{url}/v1/search", params={"q": "powódź"}).json()

    assert (before["index"]["generation"], before["hits"]) == (1, [])
    assert after["index"]["generation"] == 2
    assert [hit["document_id"] for hit in after["hits"]] == ["c"]


def test_an_index_made_after_the_start_is_served(desk: Desk) -> None:
    desk.write("plan.pdf", FLOOD)
    with desk.serving() as url:
        assert httpx.get(f"{url}/readyz").status_code == 503
        assert httpx.get(f"{url}/healthz").status_code == 200
        assert desk.pim("ingest", desk.documents).code == 0
        assert httpx.get(f"{url}/readyz").json()["status"] == "ready"


def test_searches_while_the_index_changes_never_fail(filled: Desk) -> None:
    def ask(n: int) -> tuple[int, int]:
        answer = client.get("/v1/search", params={"q": "ulewa seniorzy"})
        return answer.status_code, len(answer.json()["hits"])

    with (
        filled.serving() as url,
        httpx.Client(base_url=url, timeout=30) as client,
        ThreadPoolExecutor(4) as pool,
    ):
        asked = [pool.submit(ask, n) for n in range(40)]
        for n in range(3):
            filled.write("c.pdf", f"{BUSES} Zmiana {n}.")
            assert filled.pim("ingest", filled.documents).code == 0
            asked += [pool.submit(ask, n) for n in range(40)]
        answers = [future.result() for future in asked]

    assert {status for status, _ in answers} == {200}
    assert min(count for _, count in answers) >= 2


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_quietly(shared: Desk, stop: signal.Signals) -> None:
    with shared.process("serve", "--port", free_port()) as server:
        assert server.stdout
        assert "Wyszukiwarka działa: http://127.0.0.1:" in server.stdout.readline()
        time.sleep(0.3)
        server.send_signal(stop)
        _, errors = server.communicate(timeout=20)

    assert "Traceback" not in errors
    assert "Error" not in errors


def test_a_port_in_use_is_named_at_once(shared: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        said = shared.pim("serve", "--port", port)

    assert said.code == 4
    assert f"Port {port} jest zajęty" in said.err
    assert "PORT=" in said.err


def test_the_port_can_be_set_by_a_variable(shared: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        said = shared.pim("serve", PIM_PORT=port)

    assert f"Port {port} jest zajęty" in said.err


def test_an_address_of_another_machine_is_named(shared: Desk) -> None:
    said = shared.pim("serve", "--host", "192.0.2.1", "--port", free_port())

    assert said.code == 4
    assert "Nie można nasłuchiwać pod adresem 192.0.2.1" in said.err


def test_a_model_that_cannot_be_loaded_stops_the_start(shared: Desk) -> None:
    said = shared.pim("serve", "--port", free_port(), PIM_MODEL="/nie/ma/modelu")

    assert said.code == 4
    assert "Nie można wczytać modelu /nie/ma/modelu" in said.err
    assert said.out == ""


def test_the_address_is_also_told_as_json(shared: Desk) -> None:
    port = free_port()
    with shared.process("serve", "--port", port, "--json") as server:
        assert server.stdout
        line = server.stdout.readline()
        server.terminate()
        server.communicate(timeout=20)

    assert json.loads(line) == {"url": f"http://127.0.0.1:{port}"}


def test_no_question_is_written_to_the_log(shared: Desk) -> None:
    with shared.process("serve", "--port", free_port(), "--json") as server:
        assert server.stdout
        url = json.loads(server.stdout.readline())["url"]
        httpx.get(f"{url}/v1/search", params={"q": "poufne pytanie"})
        httpx.get(f"{url}/", params={"q": "poufne pytanie", "city": "nieznane"})
        server.terminate()
        out, errors = server.communicate(timeout=20)

    assert "poufne" not in out + errors
