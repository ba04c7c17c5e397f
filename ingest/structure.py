"""What a PDF says about itself: title, outline, encryption. The only user of pypdf."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import FileNotDecryptedError, WrongPasswordError
from pypdf.generic import Destination

from corpus.errors import UnreadableDocument

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_TIGHT = Configuration(
    array_based_stream_maximum_output_length=10_000_000,
    lzw_maximum_output_length=10_000_000,
    run_length_maximum_output_length=10_000_000,
    zlib_maximum_output_length=10_000_000,
    stream_decoding_work_maximum_length=40_000_000,
    stream_parsing_work_maximum_count=150_000,
    xform_maximum_invocations_per_extraction=200,
    outline_maximum_entries=5_000,
    disable_legacy_handling=True,
)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: where a heading stands and how deep it is (1 is the highest)."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Structure:
    """The declared structure of a PDF; empty where the file says nothing."""

    title: str = ""
    outline: tuple[OutlineEntry, ...] = ()


def structure(path: Path) -> Structure:
    """Title and outline; a file pypdf cannot open declares nothing, a locked one raises."""
    try:
        with _reader(path) as reader:
            return Structure(_title(reader), tuple(_entries(reader, reader.outline, 1)))
    except UnreadableDocument:
        raise
    except Exception:  # pypdf raises TypeError, AssertionError and others on broken files
        return Structure()


def plain_pages(path: Path) -> list[tuple[float, float, str]]:
    """Width, height and text of every page by pypdf alone, for files PDFium cannot open."""
    try:
        with _reader(path) as reader:
            return [_plain(reader, index) for index in range(len(reader.pages))]
    except UnreadableDocument:
        raise
    except Exception as error:
        raise UnreadableDocument("damaged", path=str(path)) from error


@contextmanager
def _reader(path: Path) -> Iterator[PdfReader]:
    with apply_configuration(_TIGHT), path.open("rb") as stream:
        try:
            reader = PdfReader(stream)
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnreadableDocument("encrypted", path=str(path))
            yield reader
        except (WrongPasswordError, FileNotDecryptedError) as error:
            raise UnreadableDocument("encrypted", path=str(path)) from error


def _title(reader: PdfReader) -> str:
    metadata = reader.metadata
    return str(metadata.title).strip() if metadata and metadata.title else ""


def _entries(reader: PdfReader, outline: object, level: int) -> Iterator[OutlineEntry]:
    if isinstance(outline, list):
        for item in outline:
            yield from _entries(reader, item, level + isinstance(item, list))
    elif isinstance(outline, Destination) and outline.title:
        page = reader.get_destination_page_number(outline)
        if page is not None:
            yield OutlineEntry(str(outline.title).strip(), level, page + 1)


def _plain(reader: PdfReader, index: int) -> tuple[float, float, str]:
    page = reader.pages[index]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    try:
        return width, height, page.extract_text()
    except Exception:  # one bad page must not cost the others
        return width, height, ""
