"""Paragraphs to sections: a heading path, a role, the blocks below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Block, BlockKind, Page, Section, cut
from ingest.chapters import roles

Headed = tuple[tuple[str, ...], list[Block]]


def sections(blocks: Iterable[Block], pages: tuple[Page, ...]) -> tuple[Section, ...]:
    """The sections of a document in reading order; each begins with its heading block."""
    headed = list(_headed(blocks, pages))
    paths = [path for path, _ in headed]
    found = roles(paths, [_text(own, pages) for _, own in headed])
    return tuple(
        Section(path, role, tuple(own)) for (path, own), role in zip(headed, found, strict=True)
    )


def _headed(blocks: Iterable[Block], pages: tuple[Page, ...]) -> Iterator[Headed]:
    path: list[tuple[int, str]] = []
    own: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if own:
                yield tuple(title for _, title in path), own
            title = " ".join(cut(pages, block.spans).split())
            path = [(level, above) for level, above in path if level < block.level]
            path.append((block.level, title))
            own = [block]
        else:
            own.append(block)
    if own:
        yield tuple(title for _, title in path), own


def _text(blocks: Sequence[Block], pages: tuple[Page, ...]) -> str:
    texts = (cut(pages, block.spans) for block in blocks if block.kind is not BlockKind.HEADING)
    return "\n".join(texts)
