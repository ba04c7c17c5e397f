"""What is said to people: both languages whole, every error with a sentence, right plurals."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from corpus import errors
from corpus.errors import NotFound, PimError
from corpus.model import Role
from service.speech import speech

PROJECT = Path(errors.__file__).parent.parent
ROOMS = ("corpus", "ingest", "index", "service", "eval")
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, PimError)
}
READING_OUTCOMES = {
    "not_a_pdf", "empty_file", "damaged", "encrypted", "no_text", "too_big", "too_slow",
    "unreadable",
}  # fmt: skip


def catalogue(language: str) -> dict[str, Message]:
    path = PROJECT / "service" / "messages" / f"{language}.po"
    with path.open("rb") as file:
        return {_key(message): message for message in read_po(file, locale=language) if message.id}


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _forms(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that the code makes: where, with which code and which fields."""

    where: str
    code: str
    fields: frozenset[str]
    has_more: bool


def raised() -> Iterator[Raised]:
    for room in ROOMS:
        for path in (PROJECT / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and _class_of(call) in KINDS:
                    yield from _codes(tree, call, f"{path.relative_to(PROJECT)}:{call.lineno}")


def _class_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _codes(tree: ast.Module, call: ast.Call, where: str) -> Iterator[Raised]:
    named = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
    has_more = any(keyword.arg is None for keyword in call.keywords)
    if not call.args:
        yield Raised(where, KINDS[_class_of(call)].code, named, has_more)
    for argument in call.args[:1]:
        for code in _texts(tree, argument):
            yield Raised(where, code, named, has_more)


def _texts(tree: ast.Module, node: ast.expr) -> Iterator[str]:
    """The strings an expression can be: a constant, a choice, or what its variable is set to."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=first, orelse=second):
            yield from (*_texts(tree, first), *_texts(tree, second))
        case ast.Name(id=name):
            for place in ast.walk(tree):
                if isinstance(place, ast.Assign) and _sets(place, name):
                    yield from _texts(tree, place.value)


def _sets(place: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in place.targets)


def used_keys() -> Iterator[str]:
    """Keys that templates and code ask for by a literal."""
    asked = re.compile(r"""\bsay(?:\(\))?\.(?:say|count)\(\s*["']([\w.]+\w)["'][,)]""")
    for path in (PROJECT / "service").rglob("*"):
        if path.suffix in (".py", ".html"):
            yield from asked.findall(path.read_text(encoding="utf-8"))


def test_both_languages_have_the_same_messages() -> None:
    assert set(catalogue("pl")) == set(catalogue("en"))


def test_no_message_is_empty_or_fuzzy() -> None:
    for language in ("pl", "en"):
        for key, message in catalogue(language).items():
            assert not message.fuzzy, key
            assert all(_forms(message)), key


def test_a_message_has_the_same_places_in_every_language_and_plural_form() -> None:
    polish, english = catalogue("pl"), catalogue("en")
    for key in polish:
        forms = (*_forms(polish[key]), *_forms(english[key]))
        assert {frozenset(_places(form)) for form in forms} == {frozenset(_places(forms[0]))}, key


def test_every_plural_has_as_many_forms_as_its_language() -> None:
    for language, count in (("pl", 3), ("en", 2)):
        plurals = [m for m in catalogue(language).values() if not isinstance(m.id, str)]
        assert plurals
        assert {len(_forms(message)) for message in plurals} == {count}


def test_the_search_for_raised_errors_finds_them() -> None:
    codes = {found.code for found in raised()}

    assert {"index_missing", "duplicate", "disk_full", "storage_failed", "empty_query"} <= codes
    assert {"port_in_use", "no_such_page", "bad_settings", "internal", "not_found"} <= codes


def test_every_error_that_the_code_can_raise_has_a_sentence() -> None:
    known = set(catalogue("pl"))
    codes = {found.code: found.where for found in raised()}
    codes |= {kind.code: name for name, kind in KINDS.items()}
    codes |= dict.fromkeys(READING_OUTCOMES, "ingest")

    assert {code: where for code, where in codes.items() if f"error.{code}" not in known} == {}


def test_every_error_is_raised_with_the_fields_that_its_sentence_names() -> None:
    polish = catalogue("pl")
    spoken = [found for found in raised() if f"error.{found.code}" in polish and not found.has_more]
    lacking = {
        found.where: missing
        for found in spoken
        if (missing := _places(_forms(polish[f"error.{found.code}"])[0]) - found.fields)
    }

    assert lacking == {}


def test_every_key_that_is_asked_for_exists() -> None:
    asked = set(used_keys())

    assert len(asked) > 30
    assert asked <= set(catalogue("pl"))


def test_every_role_and_outcome_has_its_word() -> None:
    known = set(catalogue("pl"))

    assert {f"role.{role.value}" for role in Role} <= known
    outcomes = ("kept", "replaced", "updated", "unchanged", "removed", "skipped")
    assert {f"outcome.{name}" for name in outcomes} <= known


@pytest.mark.parametrize(
    ("number", "documents", "passages", "hits"),
    [
        (0, "0 dokumentów", "0 fragmentów", "0 trafień"),
        (1, "1 dokument", "1 fragment", "1 trafienie"),
        (2, "2 dokumenty", "2 fragmenty", "2 trafienia"),
        (4, "4 dokumenty", "4 fragmenty", "4 trafienia"),
        (5, "5 dokumentów", "5 fragmentów", "5 trafień"),
        (12, "12 dokumentów", "12 fragmentów", "12 trafień"),
        (21, "21 dokumentów", "21 fragmentów", "21 trafień"),
        (22, "22 dokumenty", "22 fragmenty", "22 trafienia"),
        (112, "112 dokumentów", "112 fragmentów", "112 trafień"),
        (122, "122 dokumenty", "122 fragmenty", "122 trafienia"),
    ],
)
def test_polish_plurals_follow_the_number(
    number: int, documents: str, passages: str, hits: str
) -> None:
    say = speech("pl")

    assert say.count("count.documents", number) == documents
    assert say.count("count.passages", number) == passages
    assert say.count("search.found", number, searched=500) == f"{hits} wśród 500 fragmentów"


def test_english_plurals_follow_the_number() -> None:
    say = speech("en")

    assert [say.count("count.documents", n) for n in (0, 1, 2)] == [
        "0 documents", "1 document", "2 documents",
    ]  # fmt: skip


def test_a_list_is_spoken_with_commas_and_a_lacking_value_shows_its_name() -> None:
    say = speech("pl")

    assert "Łódź, Opole" in say.say("error.unknown_filter_value", known=["Łódź", "Opole"])
    assert "[value]" in say.say("error.unknown_filter_value", known=[])


def test_braces_in_a_value_are_left_alone() -> None:
    assert "{id}" in speech("pl").error(NotFound("no_such_document", id="{id}{0.__class__}"))
