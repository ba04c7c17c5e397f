"""Are the right cities called peers? Rankings and decisions against the golden peers.

Thresholds are calibrated on the lines with an even index in the file; the odd ones were held back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from statistics import fmean
from typing import Any

from eval.judgements import GOLDEN, rows
from service.library import Library
from service.peers.board import Board, BoardKeeper
from service.peers.finder import DESCRIBED_FROM, PEER_FROM


@dataclass(frozen=True, slots=True)
class Judged:
    """One line of the gold and the likeness of every other city's document, best first."""

    document: str
    peers: frozenset[str]
    tempting: frozenset[str]
    scores: Mapping[str, float]

    def among(self, read: Set[str]) -> Judged:
        """The same judged on the documents that could be read alone."""
        return replace(self, peers=self.peers & read, tempting=self.tempting & read)

    @property
    def average_precision(self) -> float:
        """Mean of the precision at each true peer (trec_eval's AP); one never found counts 0."""
        ranked = list(self.scores)
        places = sorted(ranked.index(peer) + 1 for peer in self.peers if peer in self.scores)
        return sum(n / place for n, place in enumerate(places, 1)) / len(self.peers)

    @property
    def precision_at_3(self) -> float:
        """Of the first three, or of as many as there are true peers where these are fewer."""
        depth = min(3, len(self.peers))
        return sum(peer in self.peers for peer in list(self.scores)[:depth]) / depth

    @property
    def tempting_below(self) -> list[bool]:
        """For each pair of a true and a tempting peer: does the true one stand higher?"""
        return [
            self.scores.get(peer, -inf) > self.scores.get(false, -inf)
            for peer in self.peers
            for false in self.tempting
        ]


def measured(library: Library, folder: Path = GOLDEN) -> dict[str, Any]:
    """Every figure over all lines and over the held-back odd ones."""
    keeper = BoardKeeper(library)
    lines = documented(keeper.board(), folder)
    texts = described(keeper, folder)
    read = {challenge.document.id for challenge in keeper.board().challenges}
    return {
        "unread": sorted({line.document for line in lines} - read),
        "all": _figures(lines, PEER_FROM),
        "odd": _figures(lines[1::2], PEER_FROM),
        "odd_read": _figures(
            [line.among(read) for line in lines[1::2] if line.document in read], PEER_FROM
        ),
        "described": _figures(texts, DESCRIBED_FROM),
        "described_odd": _figures(texts[1::2], DESCRIBED_FROM),
    }


def documented(board: Board, folder: Path = GOLDEN) -> list[Judged]:
    """Challenges of documents. A document that could not be read finds nothing and is no hit."""
    return [
        Judged(
            row["document"],
            frozenset(peer["document"] for peer in row["peers"]),
            frozenset(false["document"] for false in row["tempting"]),
            _scores(board, row["document"]),
        )
        for row in rows("peers", folder)
    ]


def described(keeper: BoardKeeper, folder: Path = GOLDEN) -> list[Judged]:
    """Challenges in free text, Polish and English, some of which no city has."""
    ids = [challenge.document.id for challenge in keeper.board().challenges]
    found = []
    for row in rows("challenges", folder):
        scores = keeper.board().affinity.scores(keeper.described(row["text"]))
        ranked = sorted(range(len(ids)), key=lambda place: (-scores[place], place))
        by_document = {ids[place]: float(scores[place]) for place in ranked}
        found.append(Judged(row["id"], frozenset(row["peers"]), frozenset(), by_document))
    return found


def _scores(board: Board, document: str) -> dict[str, float]:
    ids = [challenge.document.id for challenge in board.challenges]
    if document not in ids:
        return {}
    place = ids.index(document)
    city = board.challenges[place].document.city
    scores = board.affinity.matrix[place]
    others = [i for i, c in enumerate(board.challenges) if c.document.city != city]
    return {ids[i]: float(scores[i]) for i in sorted(others, key=lambda i: (-scores[i], i))}


def _figures(lines: Sequence[Judged], least: float) -> dict[str, Any]:
    """Lines with no true peer count in the decision only."""
    pairs = [right for line in lines for right in line.tempting_below]
    found = [line for line in lines if line.peers]
    return {
        "challenges": len(lines),
        "MAP": round(fmean(line.average_precision for line in found), 4),
        "precision@3": round(fmean(line.precision_at_3 for line in found), 4),
        "tempting_below": round(fmean(pairs), 4) if pairs else None,
        **decided(lines, least),
    }


def decided(lines: Sequence[Judged], least: float) -> dict[str, float]:
    """The decision «is a peer» at a threshold, over all pairs of documents."""
    named = [(line, other) for line in lines for other, s in line.scores.items() if s >= least]
    right = sum(other in line.peers for line, other in named)
    wanted = sum(len(line.peers) for line in lines)
    precision, recall = right / max(len(named), 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {
        "decided_precision": round(precision, 4),
        "decided_recall": round(recall, 4),
        "decided_F1": round(f1, 4),
    }
