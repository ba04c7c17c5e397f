"""Peers, cities, matrix and groups -> the plain records that the command line and HTTP give out."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from itertools import groupby
from typing import Any

from corpus.model import Document, Passage
from service.peers.board import Board
from service.peers.cities import size_class, slug
from service.peers.finder import Found, Match, Peer
from service.peers.groups import Group, Matrix
from service.speech import Speech


def place_record(document: Document, passage: Passage) -> dict[str, Any]:
    """A passage as a citation: where it stands and its own words."""
    return {
        "passage_id": passage.id,
        "document_id": document.id,
        "page": passage.pages[0],
        "pages": list(passage.pages),
        "heading": passage.heading,
        "role": passage.role.value,
        "text": passage.text,
    }


def found_record(board: Board, found: Found, say: Speech) -> dict[str, Any]:
    """The peers of one challenge with the outcome in words."""
    return {
        "document": _described(found.document) if found.document else None,
        "basis": found.basis.value if found.basis else None,
        "outcome": found.outcome,
        "message": outcome_sentence(found, say),
        "compared": found.compared,
        "peers": [_peer_record(board, peer, found.document) for peer in found.peers],
    }


def outcome_sentence(found: Found, say: Speech) -> str:
    """What was found among how many, and that objectives had to stand in where they did."""
    count = len(found.peers) if found.peers else found.compared
    sentence = say.count(f"peers.{found.outcome}", count, compared=found.compared)
    fallback = say.say("peers.by_objectives") if found.basis and found.basis != "challenge" else ""
    return f"{sentence} {fallback}".strip()


def _peer_record(board: Board, peer: Peer, own: Document | None) -> dict[str, Any]:
    document = peer.challenge.document
    concepts = [board.concepts[name] for name in peer.shared.concepts if name in board.concepts]
    return {
        **_described(document),
        "score": round(peer.score, 4),
        "basis": peer.challenge.basis.value,
        "shared_words": list(peer.shared.words),
        "shared_concepts": [
            {"id": concept.id, "pl": concept.pref_pl, "en": concept.pref_en} for concept in concepts
        ],
        "matches": [_match_record(match, own, document) for match in peer.matches],
        "did": [place_record(document, passage) for passage in peer.did],
        "differences": _differences(own, document) if own else [],
    }


def _match_record(match: Match, own: Document | None, theirs: Document) -> dict[str, Any]:
    return {
        "score": round(match.score, 4),
        "own": place_record(own, match.own) if own and match.own else None,
        "theirs": place_record(theirs, match.theirs),
    }


def _described(document: Document) -> dict[str, Any]:
    return {
        "city": document.city,
        "city_id": slug(document.city),
        "document_id": document.id,
        "title": document.title,
        "network": document.network,
        "edition": document.edition,
        "year": document.year,
        "voivodeship": document.voivodeship,
        "population": document.population,
        "size": size_class(document.population),
    }


def _differences(own: Document, other: Document) -> list[dict[str, Any]]:
    """What sets the two apart, of that which both documents say."""
    mine, theirs = _described(own), _described(other)
    names = ("network", "edition", "voivodeship", "size")
    return [
        {"what": name, "own": mine[name], "theirs": theirs[name]}
        for name in names
        if mine[name] and theirs[name] and mine[name] != theirs[name]
    ]


def city_records(board: Board) -> list[dict[str, Any]]:
    """Every city with its documents and what each one's challenge was read from."""
    bases = {challenge.document.id: challenge.basis.value for challenge in board.challenges}
    by_city = sorted(board.cities, key=lambda document: (slug(document.city), document.year or 0))
    return [
        {"id": city, "city": documents[0].city, "documents": documents_records(documents, bases)}
        for city, group in groupby(by_city, key=lambda document: slug(document.city))
        if (documents := list(group))
    ]


def documents_records(documents: Iterable[Document], bases: dict[str, str]) -> list[dict[str, Any]]:
    return [_described(d) | {"basis": bases.get(d.id)} for d in documents]


def matrix_record(matrix: Matrix) -> dict[str, Any]:
    return {
        "documents": [_described(document) for document in matrix.documents],
        "likeness": [
            [None if value is None else round(value, 4) for value in row] for row in matrix.likeness
        ],
    }


def matrix_csv(matrix: Matrix) -> str:
    """One row and one column a document, headed by their ids."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    ids = [document.id for document in matrix.documents]
    table.writerow(["", *ids])
    for name, row in zip(ids, matrix.likeness, strict=True):
        table.writerow([name, *("" if value is None else f"{value:.4f}" for value in row)])
    return text.getvalue()


def group_record(group: Group) -> dict[str, Any]:
    return {
        "name": " · ".join(group.words),
        "words": list(group.words),
        "documents": [_described(document) for document in group.documents],
    }
