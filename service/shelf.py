"""The PDFs as they were indexed, kept by content, so that a citation opens what was read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import get_ident

from corpus.errors import NotFound
from corpus.model import Document
from index.generations import storage
from ingest.picture import page_picture


class Shelf:
    """Copies of documents and pictures of their pages, under the data directory."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._files = data / "files"
        self._pictures = data / "pictures"

    def keep(self, document: Document) -> None:
        """Copies a document's file, whole or not at all."""
        target = self._path(document)
        if target.exists():
            return
        with storage(self._data):
            self._files.mkdir(parents=True, exist_ok=True)
            scratch = self._files / f".{document.sha256}.{os.getpid()}"
            shutil.copyfile(document.path, scratch)
            scratch.replace(target)

    def file(self, document: Document) -> Path:
        """The kept copy; raises NotFound when it is gone."""
        path = self._path(document)
        if not path.is_file():
            raise NotFound("file_gone", id=document.id)
        return path

    def picture(self, document: Document, page: int) -> bytes:
        """The rendered page as PNG, drawn once and then kept where the disk has room."""
        kept = self._pictures / f"{document.sha256}-{page}.png"
        if kept.is_file():
            return kept.read_bytes()
        drawn = page_picture(self.file(document), page)
        with suppress(OSError):
            self._keep_picture(kept, drawn)
        return drawn

    def _keep_picture(self, kept: Path, drawn: bytes) -> None:
        self._pictures.mkdir(parents=True, exist_ok=True)
        scratch = self._pictures / f".{kept.stem}.{os.getpid()}.{get_ident()}"
        try:
            scratch.write_bytes(drawn)
            scratch.replace(kept)
        finally:
            scratch.unlink(missing_ok=True)

    def keep_only(self, documents: Iterable[Document]) -> None:
        """Removes copies and pictures of what is no longer indexed."""
        wanted = {document.sha256 for document in documents}
        for folder in (self._files, self._pictures):
            for path in folder.glob("*") if folder.is_dir() else ():
                if path.name.lstrip(".")[:64] not in wanted:
                    path.unlink(missing_ok=True)

    def _path(self, document: Document) -> Path:
        return self._files / f"{document.sha256}.pdf"
