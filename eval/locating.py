"""Fills the page of every golden quote from the typesetter's own account of the PDFs.

``python -m eval.locating`` rewrites the files under ``eval/golden``. Where a paragraph runs over
a page end, the page whose own text (read by plain pypdf) holds more of the quote is taken.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from eval.judgements import GOLDEN, share_held, words

_PDFS = Path(__file__).resolve().parent.parent / "corpus" / "demo" / "pdf"
_SOFT_HYPHEN = "\u00ad"


def main() -> None:
    """Rewrites every golden file and tells which quotes stand nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "corpus.demo.render", "--truth", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        lost = [
            place for path in sorted(GOLDEN.glob("*.jsonl")) for place in _fill(path, Path(folder))
        ]
    for place in lost:
        sys.stderr.write(f"nowhere: {place}\n")
    sys.exit(1 if lost else 0)


def _fill(path: Path, truth: Path) -> list[str]:
    """The quotes of one file that stand nowhere in their document."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lost = []
    for line in lines:
        for quoted in _quoted(line):
            quoted["page"] = _page(quoted["document"], quoted["quote"], truth)
            if quoted["page"] is None:
                lost.append(
                    f"{path.name} {line['id']} {quoted['document']}: {quoted['quote'][:60]}"
                )
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return lost


def _quoted(line: dict[str, Any]) -> list[dict[str, Any]]:
    whole = [*line.get("judgements", ()), line.get("pu") or {}]
    listed = line.get("documents", ())
    return [item for item in (*whole, *listed) if isinstance(item, dict) and "quote" in item]


def _page(document: str, quote: str, truth: Path) -> int | None:
    needle = f" {' '.join(words(quote))} "
    for first, last, text in _blocks(truth / f"{document}.json"):
        if needle in text:
            return first if first == last else _fuller(document, quote, range(first, last + 1))
    return None


@cache
def _blocks(path: Path) -> list[tuple[int, int, str]]:
    blocks = json.loads(path.read_text(encoding="utf-8"))["blocks"]
    return [(b["page"], b["end_page"], f" {' '.join(words(b['text']))} ") for b in blocks]


def _fuller(document: str, quote: str, pages: range) -> int:
    reader = PdfReader(_PDFS / f"{document}.pdf")
    texts = {n: reader.pages[n - 1].extract_text() for n in pages}
    joined = {n: text.replace(_SOFT_HYPHEN + "\n", "") for n, text in texts.items()}
    return max(pages, key=lambda n: share_held(quote, joined[n]))


if __name__ == "__main__":
    main()
