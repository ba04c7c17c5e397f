"""Paragraphs to sections: a heading path, a role, the blocks below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Block, BlockKind, Page, Section, cut
from ingest.roles import role

Headed = tuple[tuple[str, ...], list[Block]]


def sections(blocks: Iterable[Block], pages: tuple[Page, ...]) -> tuple[Section, ...]:
    """The sections of a document in reading order; each begins with its heading block."""
    return tuple(
        Section(path, role(path, _opening(own, pages)), tuple(own))
        for path, own in _headed(blocks, pages)
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


def _opening(blocks: Sequence[Block], pages: tuple[Page, ...]) -> str:
    texts = (cut(pages, block.spans) for block in blocks if block.kind is not BlockKind.HEADING)
    return " ".join(texts)[:1000]
