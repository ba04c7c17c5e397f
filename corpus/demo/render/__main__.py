"""``python -m corpus.demo.render [STEM…] [--truth DIR]``: prints the demonstration programme."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.catalogue import FILE_NAME
from corpus.demo.render import listing, printing, source, truth
from corpus.demo.render.blocks import Source

DEMO = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Renders the named documents, or all; with ``--truth`` only writes what stands where."""
    options = _parser().parse_args(arguments)
    sources = [source.read(path) for path in sorted((DEMO / "sources").glob("*.md"))]
    chosen = [one for one in sources if not options.stems or one.about.id in options.stems]
    unknown = set(options.stems) - {one.about.id for one in chosen}
    if unknown:
        sys.stderr.write(f"nie ma źródeł: {', '.join(sorted(unknown))}\n")
        return 2
    if options.truth:
        _write_truth(chosen, options.truth)
    else:
        _print(chosen)
        (DEMO / FILE_NAME).write_text(
            listing.catalogue(one.about for one in sources), encoding="utf-8"
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus.demo.render", description=__doc__)
    parser.add_argument("stems", nargs="*", metavar="STEM")
    parser.add_argument("--truth", type=Path, metavar="DIR")
    return parser


def _print(sources: list[Source]) -> None:
    (DEMO / "pdf").mkdir(exist_ok=True)
    for one in sources:
        content = printing.pdf(one)
        (DEMO / "pdf" / f"{one.about.id}.pdf").write_bytes(content)
        sys.stdout.write(f"{one.about.id}.pdf  {len(content) / 1000:.0f} kB\n")


def _write_truth(sources: list[Source], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in sources:
        (folder / f"{one.about.id}.json").write_text(truth.as_json(one), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
