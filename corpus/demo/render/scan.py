"""A print -> a scan of it: grey pages, a little askew, with the grain of a cheap scanner.

The only module that knows the imaging library. The seed is the document's id, so a scan is the
same every time.
"""

from __future__ import annotations

import io
import time
import zlib
from datetime import UTC, datetime

import numpy as np
from PIL import Image

from corpus.demo.render.blocks import FrontMatter

DOTS_PER_INCH = 150
MOST_SKEW = 0.9
"""Degrees: more would no longer pass for a page laid on glass."""
GRAIN = 7.0
"""Standard deviation of the noise in grey levels of 255."""
PAPER = 246
JPEG_QUALITY = 42


def pdf(pages: list[bytes], about: FrontMatter) -> bytes:
    """An image-only PDF of the pages, which come as PNG."""
    chance = np.random.default_rng(zlib.crc32(about.id.encode()))
    scans = [_scanned(Image.open(io.BytesIO(page)), chance) for page in pages]
    out = io.BytesIO()
    scans[0].save(
        out,
        format="PDF",
        save_all=True,
        append_images=scans[1:],
        resolution=DOTS_PER_INCH,
        quality=JPEG_QUALITY,
        title=about.title,
        author=about.city or about.network,
        creationDate=_when(about.year),
        modDate=_when(about.year),
    )
    return out.getvalue()


def _scanned(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    skew = float(chance.uniform(-MOST_SKEW, MOST_SKEW))
    turned = page.convert("L").rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    ink = np.asarray(turned, dtype=np.float32)
    grey = ink * (PAPER - 28) / 255 + 28 + _shade(ink.shape) + chance.normal(0, GRAIN, ink.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _shade(shape: tuple[int, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The left edge, where the binding keeps the paper off the glass, is darker."""
    across = np.linspace(0, 1, shape[1], dtype=np.float32)
    fall: np.ndarray[tuple[int, int], np.dtype[np.float32]]
    fall = np.broadcast_to(-34 * np.exp(-across * 18), (shape[0], shape[1])).astype(np.float32)
    return fall


def _when(year: int) -> time.struct_time:
    return datetime(year, 10, 14, 12, tzinfo=UTC).timetuple()
