"""What is said to people: gettext catalogues in Polish and English, keyed by message name."""

from __future__ import annotations

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from corpus.errors import PimError

_CATALOGUES = Path(__file__).parent / "messages"


class Speech:
    """One language; plural forms follow the catalogue's own rule."""

    def __init__(self, translations: gettext.GNUTranslations, language: str) -> None:
        self.language = language
        self._translations = translations

    def say(self, key: str, **values: object) -> str:
        """The message with its places filled."""
        return self._translations.gettext(key).format_map(_Spoken(values))

    def count(self, key: str, number: int, **values: object) -> str:
        """The message in the plural form of ``number`` (``{n}`` in the text)."""
        text = self._translations.ngettext(key, key, number)
        return text.format_map(_Spoken({"n": number, **values}))

    def error(self, error: PimError) -> str:
        """What happened, to what, and what to do next."""
        return self.say(f"error.{error.code}", **error.fields)


class _Spoken(dict[str, object]):
    """Values as they are written in a sentence; a missing one shows as its name."""

    def __getitem__(self, name: str) -> object:
        value = self.get(name, f"[{name}]")
        return ", ".join(str(item) for item in value) if isinstance(value, list) else value


@lru_cache
def speech(language: str) -> Speech:
    """The catalogue of a language."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (_CATALOGUES / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Speech(gettext.GNUTranslations(compiled), language)
