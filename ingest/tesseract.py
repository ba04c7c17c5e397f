"""Tesseract, the program that reads letters from pictures: whether it is there, what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape

PROGRAM = "tesseract"
LANGUAGE = "pol"
_LINE = re.compile(
    r"<span class='ocr_(?:line|caption|header|textfloat)'[^>]*title=\"bbox (\d+) (\d+) (\d+) (\d+);"
    r"(?: baseline (\S+) (\S+);)?.*?x_size ([\d.]+)"
)
_WORD = re.compile(
    r"<span class='ocrx_word'[^>]*title='bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)[^>]*>"
    r"(.*?)</span>"
)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as Tesseract sees it; lengths in pixels, confidence from 0 to 100."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: int
    line: int
    baseline: float
    size: float


@cache
def languages() -> tuple[str, ...] | None:
    """The languages whose data are installed; None where the program itself is missing."""
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return tuple(done.stdout.split("\n")[1:-1])


def is_ready() -> bool:
    """Whether pages can be read in Polish."""
    return LANGUAGE in (languages() or ())


def words(picture: bytes, dots_per_inch: int, seconds: float) -> list[Word]:
    """The words of a picture in Tesseract's own order; none when it fails or takes too long."""
    options = ["-l", LANGUAGE, "--dpi", str(dots_per_inch), "hocr"]
    try:
        done = subprocess.run(  # noqa: S603
            [shutil.which(PROGRAM) or PROGRAM, "stdin", "stdout", *options],
            input=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return list(parsed(done.stdout.decode("utf-8", "replace")))


def parsed(hocr: str) -> Iterator[Word]:
    """The words of an hOCR page, each with the baseline and the size of its line."""
    number, x0, bottom, slope, offset, size = 0, 0, 0, 0.0, 0.0, 0.0
    for row in hocr.splitlines():
        if line := _LINE.search(row):
            number += 1
            x0, bottom, size = int(line[1]), int(line[4]), float(line[7])
            slope, offset = float(line[5] or 0), float(line[6] or 0)
        elif found := _WORD.search(row):
            left, top, right, low, sure = map(int, found.groups()[:5])
            text = unescape(_TAG.sub("", found[6])).strip()
            baseline = bottom + offset + slope * ((left + right) / 2 - x0)
            if text:
                yield Word(text, left, top, right, low, sure, number, baseline, size)
