"""All challenges against all: the matrix, and groups named by their own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf

from corpus.model import Document
from index.grouping import groups
from service.peers.board import Board

GROUP_FROM = 0.005
"""The least mean likeness inside a group, calibrated on the even lines of the golden peers."""
_NAME = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Documents whose challenges belong together, and the words that name them."""

    words: tuple[str, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The likeness of every challenge to every other, neighbours in the tree side by side."""

    documents: tuple[Document, ...]
    likeness: tuple[tuple[float | None, ...], ...]
    """A city is not compared with itself: None."""


def matrix(board: Board) -> Matrix:
    """Every challenge against every other, in the order of the groups."""
    order = [place for members in _members(board) for place in members]
    rows = tuple(tuple(_value(float(board.affinity.matrix[a, b])) for b in order) for a in order)
    return Matrix(tuple(board.challenges[place].document for place in order), rows)


def challenge_groups(board: Board) -> tuple[Group, ...]:
    """The groups, each named by the words that weigh most in it; the same from run to run."""
    return tuple(_groups(board))


def _groups(board: Board) -> Iterator[Group]:
    for members in _members(board):
        documents = tuple(board.challenges[place].document for place in members)
        yield Group(board.affinity.telling(members, _NAME), documents)


def _value(likeness: float) -> float | None:
    return None if isinf(likeness) else likeness


def _members(board: Board) -> tuple[tuple[int, ...], ...]:
    return groups(board.affinity.matrix, GROUP_FROM)
