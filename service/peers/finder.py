"""Which cities have a challenge like this one: exact, over all challenges of a generation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.errors import BadQuery
from corpus.model import Document, Passage, Role
from index.affinity import Shared
from index.ports import Vectors
from index.profiles import Profile
from index.query import Filters, Query, allowed_documents, checked
from service.peers.board import Board, BoardKeeper
from service.peers.challenge import Challenge

PEER_FROM = 0.01
"""The least likeness of a peer, calibrated on the even lines of the golden peers."""
DESCRIBED_FROM = -0.015
"""The same for a challenge described in free text."""
DID = (Role.ACTIONS, Role.SCHEDULE, Role.FUNDING, Role.INDICATORS)
_PAIRS = 3
_REASONS = 8
MOST_PEERS = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What the peers must be, and how many are wanted."""

    filters: Filters = field(default_factory=Filters)
    similar_size: bool = False
    """Between half and double the inhabitants of the city that asks."""
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Match:
    """Two passages that make two challenges alike; ``own`` is None for a described one."""

    own: Passage | None
    theirs: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Peer:
    """A document of another city with a like challenge, why, and what that city did."""

    challenge: Challenge
    score: float
    matches: tuple[Match, ...]
    shared: Shared
    did: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The peers of one challenge; the outcome says why there are none."""

    outcome: str
    """``found``, ``no_similar_city``, ``no_challenge`` or ``nothing_to_compare``."""
    peers: tuple[Peer, ...]
    compared: int
    document: Document | None = None
    basis: Role | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A challenge that is asked about: what it is like, and from where on that makes a peer."""

    profile: Profile
    passages: tuple[Passage, ...]
    scores: Vectors
    least: float


def peers_of(board: Board, document: Document, wish: Wish) -> Found:
    """The peers of one document's challenge among the documents of other cities."""
    others = _others(board, wish, document)
    own = next((c for c in board.challenges if c.document.id == document.id), None)
    if own is None:
        return Found("no_challenge", (), len(others), document)
    place, affinity = board.challenges.index(own), board.affinity
    asked = _Asked(affinity.profiles[place], own.passages, affinity.matrix[place], PEER_FROM)
    return replace(_found(board, asked, others, wish), document=document, basis=own.basis)


def peers_of_text(keeper: BoardKeeper, text: str, wish: Wish) -> Found:
    """The peers of a challenge described in Polish or English, for a city with no document."""
    text = checked(Query(text)).text
    board = keeper.board()
    others = _others(board, wish, None)
    if not others:
        return Found("nothing_to_compare", (), 0)
    profile = keeper.described(text)
    asked = _Asked(profile, (), board.affinity.scores(profile), DESCRIBED_FROM)
    return _found(board, asked, others, wish)


def _found(board: Board, asked: _Asked, others: frozenset[int], wish: Wish) -> Found:
    if not others:
        return Found("nothing_to_compare", (), 0)
    near = [place for place in others if asked.scores[place] >= asked.least]
    best = sorted(near, key=lambda place: (-asked.scores[place], place))[: wish.limit]
    peers = tuple(_peer(board, asked, place) for place in best)
    return Found("found" if peers else "no_similar_city", peers, len(others))


def _peer(board: Board, asked: _Asked, place: int) -> Peer:
    challenge = board.challenges[place]
    passages = board.passages[challenge.document]
    return Peer(
        challenge=challenge,
        score=float(asked.scores[place]),
        matches=tuple(_matches(board, asked, place)),
        shared=board.affinity.shared(asked.profile, place, _REASONS),
        did=tuple(sorted((p for p in passages if p.role in DID), key=_in_order)),
    )


def _matches(board: Board, asked: _Asked, place: int) -> Iterator[Match]:
    for pair in board.affinity.pairs(asked.profile, place, _PAIRS):
        own = asked.passages[pair.own] if asked.passages else None
        yield Match(own, board.challenges[place].passages[pair.other], pair.score)


def _in_order(passage: Passage) -> tuple[int, int]:
    return DID.index(passage.role), passage.ordinal


def _others(board: Board, wish: Wish, own: Document | None) -> frozenset[int]:
    """The places of challenges that may be peers; raises BadQuery for a filter nothing has."""
    if not 1 <= wish.limit <= MOST_PEERS:
        raise BadQuery("limit_out_of_range", field="limit", value=wish.limit, limit=MOST_PEERS)
    filters = _sized(wish.filters, own) if wish.similar_size else wish.filters
    allowed = allowed_documents(filters, board.cities)
    return frozenset(
        place
        for place, challenge in enumerate(board.challenges)
        if (allowed is None or challenge.document.id in allowed)
        and (own is None or challenge.document.city != own.city)
    )


def _sized(filters: Filters, own: Document | None) -> Filters:
    if own is None or own.population is None:
        raise BadQuery("size_unknown", field="similar_size")
    half, double = own.population // 2, own.population * 2
    return replace(filters, population_from=half, population_to=double)
