"""A page as a picture, drawn in a process of its own.

``python -m ingest.picture PATH PAGE`` writes PNG to standard output.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path

from corpus.errors import UnreadableDocument

_SCALE = 1.6
_WIDEST = 1_600
_MEMORY = 2 * 1024**3
_SECONDS = 20
_ROOT = Path(__file__).resolve().parent.parent


def page_picture(path: Path, page: int) -> bytes:
    """One page as PNG; raises UnreadableDocument when it cannot be drawn."""
    command = [sys.executable, "-m", "ingest.picture", str(path), str(page)]
    environment = os.environ | {"PYTHONPATH": str(_ROOT)}
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("too_slow", path=str(path)) from error
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        raise UnreadableDocument("damaged", path=str(path))
    return done.stdout


def _draw(path: Path, page: int) -> bytes:
    from ingest.characters import open_document

    with closing(open_document(path)) as document:
        sheet = document[page - 1]
        scale = min(_SCALE, _WIDEST / max(sheet.get_size()))
        picture = BytesIO()
        sheet.render(scale=scale).to_pil().save(picture, format="PNG", optimize=True)
    return picture.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.stdout.buffer.write(_draw(Path(sys.argv[1]), int(sys.argv[2])))
