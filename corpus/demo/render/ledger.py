"""What is printed, in reading order: every block gets a number that its mark on the page keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.demo.render.blocks import Heading, plain
from corpus.model import Role


@dataclass(frozen=True, slots=True)
class Printed:
    """One block as a reader meets it; ``level`` is 0 for what is no heading."""

    id: int
    kind: str
    text: str
    level: int
    role: Role
    heading_path: tuple[str, ...]


@dataclass(slots=True)
class Ledger:
    """Numbers blocks while they are set, and remembers under which headings they stand."""

    printed: list[Printed] = field(default_factory=list)
    _open: list[tuple[int, str]] = field(default_factory=list)
    _role: Role = Role.OTHER

    def heading(self, heading: Heading) -> int:
        """Opens a section: what follows stands under this heading."""
        title = plain(heading.text)
        self._open = [(level, name) for level, name in self._open if level < heading.level]
        self._open.append((heading.level, title))
        self._role = heading.role
        return self.block("heading", title, heading.level)

    def block(self, kind: str, text: str, level: int = 0) -> int:
        """Enters one block and gives its number."""
        path = tuple(name for _, name in self._open)
        number = len(self.printed)
        self.printed.append(Printed(number, kind, text, level, self._role, path))
        return number
