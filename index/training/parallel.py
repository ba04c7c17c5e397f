"""English-Polish pairs: sentences, passages and glossary terms of the data folder."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

from index.training.pairs import Pair, distinct

COPYLEFT = ("consul", "eusurvey", "mozilla-legal", "espd", "www-l10n", "legal-docs")
"""Sources under AGPL, EUPL, MPL or CC BY-SA: left out of released weights."""
UNLICENSED = ("eRgo35", "OpenLocalizationTestOrg", "stsb")
_DOCUMENTS = "parallel_docs"
_PUBLIC = ("OP-TED", "corona-warn")

Keep = Callable[[str], bool]


def everyday(data: Path, _seed: int) -> list[Pair]:
    """Everyday sentences and their translations by people."""
    return distinct(_pairs(data / "pairs.tsv", lambda tag: tag == "tatoeba-anki"))


def public_sector(data: Path, _seed: int) -> list[Pair]:
    """The vocabulary of European public procurement and of EuroVoc."""
    listed = _pairs(data / "pairs.tsv", lambda tag: tag.startswith(("eforms", "eurovoc")))
    tagged = _pairs(data / _DOCUMENTS / "pairs.tsv.zst", _is_public)
    return distinct([*listed, *tagged])


def documentation_by_people(data: Path, _seed: int) -> list[Pair]:
    """Documentation translated by people (tier A)."""
    return distinct(_pairs(data / _DOCUMENTS / "pairs.tsv.zst", lambda tag: _is_free(tag, "A")))


def documentation_by_machine(data: Path, _seed: int) -> list[Pair]:
    """Documentation translated by machine (tier B)."""
    return distinct(_pairs(data / _DOCUMENTS / "pairs.tsv.zst", lambda tag: _is_free(tag, "B")))


def documentation_passages(data: Path, _seed: int) -> list[Pair]:
    """Whole passages of documentation."""
    path = data / _DOCUMENTS / "pairs_para.tsv.zst"
    return distinct(_pairs(path, lambda tag: not _is_copyleft(tag) and not _is_unlicensed(tag)))


def glossary(data: Path, _seed: int) -> list[Pair]:
    """Single terms, English to Polish."""
    small = _pairs(data / "terms.tsv", lambda tag: not tag.startswith((*COPYLEFT, "stsb")))
    large = _pairs(data / _DOCUMENTS / "terms.tsv.gz", lambda tag: not _is_copyleft(tag))
    return distinct([*small, *large])


def table_of(file: Path) -> Callable[[Path, int], list[Pair]]:
    """A source of one's own: a table of two tab-separated columns, anchor and positive."""

    def read(_data: Path, _seed: int) -> list[Pair]:
        rows = (line.rstrip("\n").split("\t") for line in read_lines(file))
        return distinct(Pair(row[0], row[1], row[1]) for row in rows if len(row) == 2)

    return read


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a text file, plain or packed with gzip or Zstandard."""
    if path.suffix == ".zst":
        import zstandard

        with zstandard.open(path, "rt", encoding="utf-8") as lines:
            yield from lines
    elif path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from lines
    else:
        with path.open(encoding="utf-8") as lines:
            yield from lines


def _pairs(path: Path, keep: Keep) -> Iterator[Pair]:
    for line in read_lines(path):
        fields = line.rstrip("\n").split("\t")
        if len(fields) == 3 and keep(fields[0]) and fields[1] != fields[2]:
            yield Pair(fields[1], fields[2], fields[1])


def _is_public(tag: str) -> bool:
    return tag.startswith("A|") and any(name in tag for name in _PUBLIC)


def _is_copyleft(tag: str) -> bool:
    return any(name in tag.lower() for name in COPYLEFT)


def _is_unlicensed(tag: str) -> bool:
    return any(name in tag for name in UNLICENSED)


def _is_free(tag: str, tier: str) -> bool:
    is_tier = tag.startswith(f"{tier}|")
    return is_tier and not (_is_copyleft(tag) or _is_unlicensed(tag) or _is_public(tag))
