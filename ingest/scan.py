"""One page read from its picture, in a process of its own: a bad picture costs its page only.

``python -m ingest.scan PATH PAGE SECONDS`` writes JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ingest import tesseract
from ingest.characters import Drawing, rendered

_ROOT = Path(__file__).resolve().parent.parent
_DOTS_PER_INCH = 300
_MOST_PIXELS = 26_000_000
_DESCENT = 0.25
_BESIDE = 0.6
_LETTERS = 3
_LEAST_SURE = 70.0
_GRACE = 5.0


class Scribed(NamedTuple):
    """A word read from a picture; lengths in points, confidence from 0 to 100."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: int
    line: int
    size: float
    pen: float
    """How thick its strokes are, in parts of its size."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as it was read from its picture."""

    number: int
    skew: float
    words: tuple[Scribed, ...]
    drawings: tuple[Drawing, ...]

    @property
    def confidence(self) -> float:
        """How sure Tesseract is, from 0 to 100, long words counting more."""
        letters = sum(len(word.text) for word in self.words)
        sure = sum(len(word.text) * word.confidence for word in self.words)
        return round(sure / letters, 1) if letters else 0.0

    @property
    def is_text(self) -> bool:
        """Whether these are words, not what Tesseract sees in a drawing."""
        letters = sum(mark.isalpha() for word in self.words for mark in word.text)
        return letters >= _LETTERS and self.confidence >= _LEAST_SURE


def scan(path: Path, number: int, seconds: float) -> Scan | None:
    """A page read in another process; nothing when it dies or takes too long."""
    command = [sys.executable, "-m", "ingest.scan", str(path), str(number), str(int(seconds) + 1)]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=seconds + _GRACE,
            env=os.environ | {"OMP_THREAD_LIMIT": "1", "PYTHONPATH": str(_ROOT)},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return _loaded(number, done.stdout) if done.returncode == 0 else None


def _loaded(number: int, data: bytes) -> Scan:
    value = json.loads(data)
    words = tuple(Scribed(*word) for word in value["words"])
    drawings = tuple(Drawing(*drawing) for drawing in value["drawings"])
    return Scan(number, value["skew"], words, drawings)


def _read(path: Path, number: int, seconds: float) -> dict[str, Any]:
    from ingest.paper import paper

    picture = rendered(path, number, _DOTS_PER_INCH / 72, _MOST_PIXELS)
    sheet = paper(picture)
    found = tesseract.words(sheet.pgm(), round(72 / picture.point), seconds)
    pens = [sheet.pen((word.x0, word.y0, word.x1, word.y1)) for word in found]
    words = [_scribed(*pair, picture.point) for pair in zip(found, pens, strict=True)]
    return {"skew": sheet.skew, "words": words, "drawings": sheet.drawings}


def _scribed(word: tesseract.Word, pen: float, point: float) -> Scribed:
    """The word at the height of its line's letters, or at its own where it stands beside them."""
    bottom = word.baseline + _DESCENT * word.size
    middle = (word.y0 + word.y1) / 2
    if abs(middle - (bottom - word.size / 2)) > _BESIDE * word.size:
        bottom = middle + word.size / 2
    lengths = (word.x0, bottom - word.size, word.x1, bottom)
    x0, y0, x1, y1 = (round(point * length, 2) for length in lengths)
    size, share = round(point * word.size, 2), round(pen / word.size, 4)
    return Scribed(word.text, x0, y0, x1, y1, word.confidence, word.line, size, share)


if __name__ == "__main__":
    limit = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    sys.stdout.write(json.dumps(_read(Path(sys.argv[1]), int(sys.argv[2]), limit)))
