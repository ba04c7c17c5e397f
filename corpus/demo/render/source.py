"""A Markdown source -> frozen blocks.

Only the constructs of the demonstration programme are switched on, so every other character
(``#`` inside a line, ``$``, ``<``, ``@``, a backtick, a backslash) is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from corpus.demo.render.blocks import (
    Aside,
    Bar,
    Block,
    Chart,
    FrontMatter,
    Heading,
    Inline,
    Inlines,
    Listing,
    NoteRef,
    Paragraph,
    Run,
    Source,
    Table,
    plain,
)
from corpus.model import Role

ASIDES = ("ramka", "margines", "abstract")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_ROLE = re.compile(r"\s*\{(\w+)\}\s*$")
_CAPTION = re.compile(r"Tabela \d+\.")
_BAR = re.compile(r"^(?P<label>.+):\s*(?P<shown>-?[\d\s]+(?:[.,]\d+)?)\s*$")


class BadSource(ValueError):
    """A source breaks the format; the message names the place."""


def read(path: Path) -> Source:
    """The source in one file."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Source:
    """The source in a text: front matter between ``---`` lines, then Markdown."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        raise BadSource("no front matter")
    tree = SyntaxTreeNode(_markdown().parse(found[2]))
    body = [node for node in tree.children if node.type != "footnote_block"]
    return Source(
        about=_about(yaml.safe_load(found[1])),
        blocks=tuple(_with_captions(_blocks(body, found[2].splitlines()))),
        notes=tuple(_notes(tree)),
    )


def _about(fields: dict[str, object]) -> FrontMatter:
    known = {key: value for key, value in fields.items() if value not in (None, "")}
    missing = {"id", "kind", "title", "network", "edition", "year", "layout"} - known.keys()
    if missing:
        raise BadSource(f"front matter lacks {', '.join(sorted(missing))}")
    numbers = {key: int(str(known.pop(key))) for key in ("year", "population") if key in known}
    return FrontMatter(**{key: str(value) for key, value in known.items()}, **numbers)  # type: ignore[arg-type]


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(
        ["heading", "list", "table", "emphasis", "newline", "balance_pairs", "fragments_join"]
    )
    for name in (*ASIDES, "wykres"):
        parser.use(container_plugin, name=name)
    return parser.use(footnote_plugin)


def _blocks(nodes: list[SyntaxTreeNode], lines: list[str]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "container_wykres":
            yield _chart(node, lines)
        elif node.type.startswith("container_"):
            yield _aside(node)
        else:
            yield from _plain_block(node)


def _plain_block(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "heading":
        yield _heading(node)
    elif node.type == "paragraph":
        yield Paragraph(_inlines(node))
    elif node.type in ("bullet_list", "ordered_list"):
        yield _listing(node)
    elif node.type == "table":
        yield _table(node)
    else:
        raise BadSource(f"{node.type} is not a construct of the format")


def _heading(node: SyntaxTreeNode) -> Heading:
    """The role in braces is for the machine: it is cut from what is printed."""
    text = _inlines(node)
    last = text[-1] if text else Run("")
    found = _ROLE.search(last.text) if isinstance(last, Run) else None
    if not isinstance(last, Run) or found is None:
        raise BadSource(f"heading without a role: {plain(text)!r}")
    kept = Run(last.text[: found.start()], last.bold, last.italic)
    return Heading(int(node.tag[1:]), Role(found[1]), (*text[:-1], kept))


def _listing(node: SyntaxTreeNode) -> Listing:
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    return Listing(tuple(_inlines(item) for item in node.children), start)


def _table(node: SyntaxTreeNode) -> Table:
    rows = [tuple(_inlines(cell) for cell in row.children) for row in _descend(node, "tr")]
    return Table(caption=(), header=rows[0], rows=tuple(rows[1:]))


def _aside(node: SyntaxTreeNode) -> Aside:
    kind, _, title = node.info.strip().partition(" ")
    blocks = tuple(block for child in node.children for block in _plain_block(child))
    inner = tuple(block for block in blocks if isinstance(block, Paragraph | Listing))
    if len(inner) != len(blocks):
        raise BadSource(f"only paragraphs and lists may stand in a box: {title!r}")
    return Aside(kind, title.strip(), inner)


def _chart(node: SyntaxTreeNode, lines: list[str]) -> Chart:
    first, end = node.map or (0, 0)
    inner = [line for line in lines[first + 1 : end] if line.strip() and line.strip() != ":::"]
    caption = node.info.strip().removeprefix("wykres").strip()
    return Chart(caption, tuple(_bar(line) for line in inner))


def _bar(line: str) -> Bar:
    found = _BAR.match(line.strip())
    if found is None:
        raise BadSource(f"not a bar: {line!r}")
    number = re.sub(r"\s", "", found["shown"]).replace(",", ".")
    return Bar(found["label"].strip(), found["shown"].strip(), float(number))


def _with_captions(blocks: Iterator[Block]) -> Iterator[Block]:
    """Hands the paragraph right before a table over to it, where it begins «Tabela N.»."""
    held: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Table) and held is not None:
            yield Table(held.text, block.header, block.rows)
            held = None
            continue
        if held is not None:
            yield held
        held = block if isinstance(block, Paragraph) and _is_caption(block) else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _is_caption(block: Paragraph) -> bool:
    return _CAPTION.match(plain(block.text)) is not None


def _notes(tree: SyntaxTreeNode) -> Iterator[Inlines]:
    for node in _descend(tree, "footnote"):
        yield _inlines(node)


def _descend(node: SyntaxTreeNode, kind: str) -> Iterator[SyntaxTreeNode]:
    return (child for child in node.walk() if child.type == kind)


def _inlines(node: SyntaxTreeNode) -> Inlines:
    return tuple(_runs(node, Run("")))


def _runs(node: SyntaxTreeNode, face: Run) -> Iterator[Inline]:
    for child in node.children:
        if child.type == "text":
            yield Run(child.content, face.bold, face.italic)
        elif child.type in ("softbreak", "hardbreak"):
            yield Run(" ", face.bold, face.italic)
        elif child.type == "footnote_ref":
            yield NoteRef(int(child.meta["id"]) + 1)
        elif child.type != "footnote_anchor":
            yield from _runs(child, _faced(face, child.type))


def _faced(face: Run, kind: str) -> Run:
    return Run("", bold=face.bold or kind == "strong", italic=face.italic or kind == "em")
