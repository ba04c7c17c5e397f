"""Small PDFs made on the spot: by Typst, and by hand where a file has to be bad."""

from __future__ import annotations

import io
from pathlib import Path

import typst
from pypdf import PdfReader, PdfWriter

_PAGE = """#set page(width: {width}pt, height: {height}pt, margin: 50pt)
#set text(lang: "pl", size: 11pt)
"""


def printed(path: Path, markup: str, size: tuple[int, int] = (400, 600)) -> Path:
    """The markup as a PDF at the path."""
    head = _PAGE.format(width=size[0], height=size[1])
    path.write_bytes(bytes(typst.compile((head + markup).encode(), format="pdf")))
    return path


def encrypted(source: Path, target: Path) -> Path:
    """The same document under a password nobody knows."""
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.encrypt("nieznane", algorithm="AES-256")
    held = io.BytesIO()
    writer.write(held)
    target.write_bytes(held.getvalue())
    return target


def handmade(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a true cross-reference table."""
    body = b"%PDF-1.7\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = b"".join(f"{start:010d} 00000 n \n".encode() for start in starts)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    return body + f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table + end


def stream(content: str, entries: str = "") -> str:
    """A stream object."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def page_of(content: str) -> tuple[str, ...]:
    """The objects of a one-page document with Helvetica as F1."""
    return (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
