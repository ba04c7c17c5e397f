"""Names taken out of texts, so that no two challenges are alike by a name."""

from __future__ import annotations

import re

from corpus.model import Document
from service.assistant.names import is_form_of

_WORD = re.compile(r"[^\W\d_]+")
_NAME_INSIDE = re.compile(r"(?<=[a-ząćęłńóśźż0-9,–)] )[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+")
"""A capitalised word that begins no sentence: a street, a river, an office, another city."""


def without_names(text: str, document: Document | None = None) -> str:
    """A text without proper names, and without its own document's title and city."""
    if document and document.title:
        text = text.replace(document.title, " ")
    text = _NAME_INSIDE.sub(" ", text)
    own = _WORD.findall(document.city) if document else []
    return _WORD.sub(lambda word: " " if _is_own(word.group(), own) else word.group(), text)


def _is_own(word: str, names: list[str]) -> bool:
    """Also an adjective made of the name: it is written small and holds «sk»."""
    may_be_name = word[0].isupper() or "sk" in word
    return may_be_name and any(is_form_of(word, name) for name in names)
