"""Text that tries to give orders to a machine: found, taken out, counted.

Documents and questions are data. What looks like an instruction, a chat role, markup or a forged
citation is neutralised before a model sees it, and never chosen as an answer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from service.assistant.function_words import WORDING

REPLACEMENT = " [pominięto] "
_NAMED = re.compile(r"(?P<name>[a-z]+) = (?P<pattern>.+)")


def _read_patterns(path: Path) -> tuple[re.Pattern[str], ...]:
    """The expressions of a file; ``name = …`` gives a part that ``{name}`` stands for."""
    parts: dict[str, str] = {}
    patterns: list[re.Pattern[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        named = _NAMED.fullmatch(line)
        if named:
            parts[named["name"]] = named["pattern"]
        elif line and not line.startswith("# "):
            for name, pattern in parts.items():
                line = line.replace(f"{{{name}}}", pattern)
            patterns.append(re.compile(line, re.IGNORECASE | re.DOTALL))
    return tuple(patterns)


_PATTERNS = _read_patterns(WORDING / "orders.txt")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080))
}


@dataclass(frozen=True, slots=True)
class Neutralised:
    """A text in which nothing gives orders any more, and how many stretches were taken out."""

    text: str
    found: int


def neutralise(text: str, replacement: str = REPLACEMENT) -> Neutralised:
    """The text without orders, chat roles, markup, forged keys and invisible characters."""
    seen = visible(text)
    hidden = int(len(seen) < len(text) and looks_like_an_order(seen) != _matches(text))
    found = hidden
    for pattern in _PATTERNS:
        seen, count = pattern.subn(replacement, seen)
        found += count
    return Neutralised(seen.strip(), found)


def looks_like_an_order(text: str) -> bool:
    """Would something in the text be taken out?"""
    return _matches(visible(text))


def visible(text: str) -> str:
    """What a person sees: compatibility forms made plain, invisible characters dropped."""
    kept = "".join(character for character in text if character not in _INVISIBLE)
    return unicodedata.normalize("NFKC", kept) if any(ord(c) > 0xFF00 for c in kept) else kept


def _matches(text: str) -> bool:
    return any(pattern.search(text) for pattern in _PATTERNS)
