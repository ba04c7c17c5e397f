"""What ``pim peers`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from service.peers.board import BoardKeeper
from service.peers.cities import documents_of
from service.peers.finder import Wish, peers_of, peers_of_text
from service.peers.groups import challenge_groups, matrix
from service.peers.records import found_record, group_record, matrix_csv, matrix_record
from service.speech import Speech
from service.views import index_record, pages_label


@dataclass(frozen=True, slots=True)
class Asked:
    """A city, a described challenge, the matrix, or (none of these) the groups."""

    city: str
    challenge: str
    matrix: bool
    wish: Wish


def matrix_text(keeper: BoardKeeper) -> str:
    """The matrix as CSV, which other programs read."""
    return matrix_csv(matrix(keeper.board()))


def record(keeper: BoardKeeper, asked: Asked, say: Speech) -> dict[str, Any]:
    """The same record that HTTP gives."""
    board = keeper.board()
    head = {"index": index_record(board.manifest)}
    if asked.matrix:
        return head | matrix_record(matrix(board))
    if asked.challenge:
        return head | found_record(board, peers_of_text(keeper, asked.challenge, asked.wish), say)
    if not asked.city:
        return head | {"groups": [group_record(group) for group in challenge_groups(board)]}
    own = documents_of(asked.city, board.cities)
    found = [found_record(board, peers_of(board, document, asked.wish), say) for document in own]
    return head | {"city": own[0].city, "challenges": found}


def lines(record: dict[str, Any], say: Speech) -> RenderableType:
    """The record as a person reads it in a terminal."""
    if "groups" in record:
        return Group(*(part for group in record["groups"] for part in _group(group)))
    return Group(*(p for found in record.get("challenges", [record]) for p in _found(found, say)))


def _group(group: dict[str, Any]) -> Iterator[RenderableType]:
    yield Text(group["name"], style="bold")
    yield Text("  " + ", ".join(f"{d['city']} {d['year'] or ''}" for d in group["documents"]))


def _found(found: dict[str, Any], say: Speech) -> Iterator[RenderableType]:
    if found["document"]:
        yield Text(found["document"]["title"], style="bold underline")
    yield Text(found["message"])
    for number, peer in enumerate(found["peers"], 1):
        yield from _peer(number, peer, say)
    yield Text("")


def _peer(number: int, peer: dict[str, Any], say: Speech) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(f"{number}. {peer['city']} ({peer['score']:.3f}): {peer['title']}", style="bold")
    concepts = [concept[say.language] for concept in peer["shared_concepts"]]
    yield Text(f"   {say.say('peers.shared')}: {', '.join(peer['shared_words'] + concepts)}")
    for match in peer["matches"]:
        places = [match["own"], match["theirs"]] if match["own"] else [match["theirs"]]
        yield Text("   ↔ " + " – ".join(_place(place, say) for place in places), style="cyan")
    did = "; ".join(_place(place, say) for place in peer["did"])
    yield Text(f"   {say.say('peers.did')}: {did}")
    if peer["differences"]:
        apart = (" / ".join(_difference(d, say)) for d in peer["differences"])
        yield Text(f"   {say.say('peers.differs')}: {'; '.join(apart)}")


def _difference(difference: dict[str, Any], say: Speech) -> tuple[str, str]:
    own, theirs = difference["own"], difference["theirs"]
    if difference["what"] == "size":
        return say.say(f"size.{own}"), say.say(f"size.{theirs}")
    return own, theirs


def _place(place: dict[str, Any], say: Speech) -> str:
    heading = place["heading"].rsplit(" › ", 1)[-1]
    return f"{heading}, {say.say('search.page', pages=pages_label(place['pages']))}"
