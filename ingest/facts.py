"""What a document without a catalogue row says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import BlockKind, Reading, cut

_KINDS = (
    ("MID", re.compile(r"Miejsk\w+\s+Inicjatyw\w+\s+Działa[nń]\w*|\bMID\b", re.IGNORECASE)),
    ("PU", re.compile(r"Plan\w*\s+Ulepsze[nń]\w*|\bPU\b", re.IGNORECASE)),
)
_NAME_KINDS = {"mid": "MID", "pu": "PU"}
_CITY = re.compile(
    r"\b[Mm]iast(?:o|a|u|em)\s+((?:[A-ZĄĆĘŁŃÓŚŹŻ][\w-]+)(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w-]+){0,2})"
    r"|\bUrząd\s+Miasta\s+(?:i\s+Gminy\s+)?((?:[A-ZĄĆĘŁŃÓŚŹŻ][\w-]+)(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w-]+){0,2})"
)
_LABEL = re.compile(r"(?:Liczba|Województwo|Sieć|Edycja|Rok|Powiat)\b")
_NETWORK = re.compile(
    r"\b[Ss]ie(?:ć|ci)\s*(?:[Tt]ematyczn\w+)?\s*[:–-]?\s*[„\"]?([A-ZĄĆĘŁŃÓŚŹŻ][^\n.,;:”\"()]{1,40})"
)
_EDITION = re.compile(r"\b(20\d\d)\s*[–—-]\s*(20\d\d)\b")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_FRONT = 4_000


@dataclass(frozen=True, slots=True)
class Facts:
    """Proposed catalogue fields; what could not be known is empty."""

    title: str = ""
    kind: str = ""
    city: str = ""
    network: str = ""
    edition: str = ""
    year: int | None = None


def propose(reading: Reading, path: Path, networks: Sequence[str] = ()) -> Facts:
    """Fields from the metadata, the file's name and the first pages."""
    front = "\n".join(page.text for page in reading.pages[:3])[:_FRONT]
    whole = f"{reading.title}\n{front}"
    return Facts(
        title=_title(reading, path),
        kind=_kind(path, whole),
        city=_city(whole),
        network=_network(whole, networks),
        edition=_edition(whole),
        year=_year(path, whole),
    )


def _title(reading: Reading, path: Path) -> str:
    declared = " ".join(reading.title.split())
    if len(declared) > 3 and not re.search(r"\.\w{2,4}$|^(?:microsoft|untitled)", declared, re.I):
        return declared
    return _largest(reading) or path.stem.replace("_", " ")


def _largest(reading: Reading) -> str:
    """The tallest line group of the first page that has text."""
    blocks = [block for section in reading.sections for block in section.blocks]
    first = min((block.spans[0].page for block in blocks), default=0)
    own = [block for block in blocks if block.spans[0].page == first and block.boxes]
    if not own:
        return ""
    tallest = max(own, key=lambda block: block.boxes[0].y1 - block.boxes[0].y0)
    if tallest.kind is not BlockKind.HEADING and len(own) > 1:
        return ""
    return " ".join(cut(reading.pages, tallest.spans).split())[:200]


def _kind(path: Path, text: str) -> str:
    by_name = _NAME_KINDS.get(re.split(r"[-_ ]", path.stem.lower())[0], "")
    found = [(m.start(), kind) for kind, pattern in _KINDS if (m := pattern.search(text))]
    return by_name or (min(found)[1] if found else "")


def _city(text: str) -> str:
    names = (found[1] or found[2] for found in _CITY.finditer(text))
    return next((name.strip() for name in names if not _LABEL.match(name)), "")


def _network(text: str, networks: Sequence[str]) -> str:
    known = [name for name in networks if _is_named(name, text)]
    if known:
        return max(known, key=len)
    found = _NETWORK.search(text)
    return found[1].strip() if found else ""


def _is_named(network: str, text: str) -> bool:
    """As it is written, or in any case after the word for network."""
    name = re.escape(network)
    return bool(re.search(rf"\b{name}\b|(?i:\bsieć\W+{name}\b)", text))


def _edition(text: str) -> str:
    found = _EDITION.search(text)
    return f"{found[1]}–{found[2]}" if found else ""


def _year(path: Path, text: str) -> int | None:
    for place in (path.stem, _EDITION.sub("", text)):
        if found := _YEAR.search(place):
            return int(found[1])
    return None
