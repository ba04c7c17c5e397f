"""A data folder, documents beside it, and the doors people use: ``pim`` and HTTP."""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from typer.testing import CliRunner

from service.cli import app
from service.settings import Settings

PIM = (sys.executable, "-c", "from service.cli import main; main()")
"""The console script, wherever the package is installed."""
PLACE = {"PIM_MODEL": "none", "PIM_LANGUAGE": "pl", "COLUMNS": "200", "PIM_WORKERS": "2"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def outcomes(self) -> dict[str, str]:
        """File name -> outcome, or the reason where it was skipped."""
        return {Path(f["path"]).name: f["reason"] or f["outcome"] for f in self.json["files"]}


class Desk:
    """One data folder with documents beside it; words of a language are taken from ``lemmas``."""

    def __init__(self, folder: Path, lemmas: Path) -> None:
        self.data = folder / "data"
        self.documents = folder / "documents"
        self.thesaurus = folder / "thesaurus"
        self.thesaurus.mkdir(parents=True)
        self.documents.mkdir()
        self.data.mkdir()
        (self.data / "lemmas").symlink_to(lemmas)

    @property
    def settings(self) -> Settings:
        return Settings(
            data=self.data,
            corpus=self.documents,
            thesaurus=self.thesaurus,
            model="none",
            workers=2,
        )

    @property
    def environment(self) -> dict[str, str]:
        places = {"DATA": self.data, "CORPUS": self.documents, "THESAURUS": self.thesaurus}
        return PLACE | {f"PIM_{name}": str(place) for name, place in places.items()}

    def pim(self, *words: object, **variables: str) -> Said:
        """A command in this process."""
        runner = CliRunner()
        environment = self.environment | variables
        result = runner.invoke(app, [str(word) for word in words], env=environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def process(self, *words: object, **options: Any) -> subprocess.Popen[str]:
        """A command in a process of its own, with its output in pipes."""
        environment = os.environ | self.environment | options.pop("variables", {})
        command = [*options.pop("prefix", ()), *PIM, *map(str, words)]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        listening = {"preexec_fn": _hears_ctrl_c}
        return subprocess.Popen(
            command, env=environment, text=True, **(listening | pipes | options)
        )

    def told(self, *words: object, **options: Any) -> Said:
        """What a command in a process of its own answered in the end."""
        with self.process(*words, **options) as process:
            out, err = process.communicate(timeout=120)
        return Said(process.returncode, out, err)

    @contextmanager
    def serving(self, *words: object) -> Iterator[str]:
        """A running ``pim serve``; gives its address."""
        with self.process("serve", "--port", free_port(), "--json", *words) as server:
            assert server.stdout
            try:
                yield str(json.loads(server.stdout.readline())["url"])
            finally:
                server.terminate()
                server.communicate(timeout=30)

    def write(self, name: str, *pages: str, title: str = "") -> Path:
        """A PDF with a page for each text, in Typst's markup."""
        titled = f"title: {json.dumps(title, ensure_ascii=False)}, " if title else ""
        source = (
            f"#set document({titled}date: none)\n"
            + '#set text(lang: "pl")\n'
            + "\n#pagebreak()\n".join(pages)
        )
        path = self.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(typst.compile(source.encode()))
        return path

    def catalogue(self, *rows: Mapping[str, object]) -> Path:
        """``catalogue.csv`` among the documents."""
        columns: Sequence[str] = (
            "path", "kind", "title", "city", "network",
            "edition", "year", "voivodeship", "population", "source",
        )  # fmt: skip
        path = self.documents / "catalogue.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, columns)
            table.writeheader()
            table.writerows(rows)
        return path

    def hits(self, question: str, *options: object) -> list[dict[str, Any]]:
        """The hits of ``pim search --json``."""
        said = self.pim("search", question, "--json", *options)
        assert said.code == 0, said.err
        hits: list[dict[str, Any]] = said.json["hits"]
        return hits


def _hears_ctrl_c() -> None:
    """A process started from a background job would inherit that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
