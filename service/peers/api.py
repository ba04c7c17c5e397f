"""Cities and their peers over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from service import schemas
from service.languages import language_of
from service.peers.board import Board, BoardKeeper
from service.peers.cities import documents_of
from service.peers.finder import peers_of, peers_of_text
from service.peers.groups import challenge_groups, matrix
from service.peers.heatmap import heat_map
from service.peers.records import (
    city_records,
    found_record,
    group_record,
    matrix_csv,
    matrix_record,
)
from service.peers.schemas import ChallengeRequest, PeerParameters
from service.schemas import PROBLEM_RESPONSES
from service.speech import speech
from service.views import index_record

router = APIRouter(responses=PROBLEM_RESPONSES, tags=["peers"])


def keeper_of(request: Request) -> BoardKeeper:
    """The challenges of the library this application serves."""
    keeper: BoardKeeper = request.app.state.boards
    return keeper


Keeper = Annotated[BoardKeeper, Depends(keeper_of)]


@router.get("/v1/cities")
def cities(keeper: Keeper) -> dict[str, Any]:
    """Every city with its documents."""
    board = keeper.board()
    return _headed(board) | {"cities": city_records(board)}


@router.get("/v1/cities/{city_id}/peers")
def peers(
    request: Request,
    keeper: Keeper,
    city_id: str,
    parameters: Annotated[PeerParameters, Query()],
) -> dict[str, Any]:
    """Cities with a like challenge, for each document of the city."""
    board, say = keeper.board(), speech(language_of(request))
    wish = parameters.as_wish(parameters.similar_size)
    own = documents_of(city_id, board.cities)
    found = [found_record(board, peers_of(board, document, wish), say) for document in own]
    return _headed(board) | {"city": own[0].city, "challenges": found}


@router.post("/v1/peers")
def peers_of_challenge(request: Request, keeper: Keeper, asked: ChallengeRequest) -> dict[str, Any]:
    """Cities with a challenge like the one described, in Polish or English."""
    board, say = keeper.board(), speech(language_of(request))
    found = peers_of_text(keeper, asked.challenge, asked.as_wish())
    return _headed(board) | found_record(board, found, say)


@router.get("/v1/peers/matrix")
def peer_matrix(keeper: Keeper) -> dict[str, Any]:
    """Every challenge against every other, in the order of the groups."""
    board = keeper.board()
    return _headed(board) | matrix_record(matrix(board))


@router.get("/v1/peers/matrix.csv", response_class=Response, responses=schemas.content("text/csv"))
def peer_matrix_table(keeper: Keeper) -> Response:
    """The same as a table."""
    return Response(matrix_csv(matrix(keeper.board())), media_type="text/csv")


@router.get(
    "/v1/peers/matrix.svg", response_class=Response, responses=schemas.content("image/svg+xml")
)
def peer_matrix_picture(request: Request, keeper: Keeper) -> Response:
    """The same as a heat map."""
    title = speech(language_of(request)).say("peers.heat_map")
    return Response(heat_map(matrix(keeper.board()), title), media_type="image/svg+xml")


@router.get("/v1/peers/groups")
def peer_groups(keeper: Keeper) -> dict[str, Any]:
    """Groups of like challenges, named by their own words."""
    board = keeper.board()
    return _headed(board) | {"groups": [group_record(g) for g in challenge_groups(board)]}


def _headed(board: Board) -> dict[str, Any]:
    return {"index": index_record(board.manifest)}
