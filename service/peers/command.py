"""``pim peers``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus.errors import BadQuery
from service.console import Json, Many, option, out, print_json, say, spoken
from service.settings import read_settings


@spoken
def peers(  # noqa: PLR0913 (one parameter an option is how Typer reads them)
    city: Annotated[str, typer.Argument(help="Miasto albo dokument · City or document.")] = "",
    challenge: Annotated[str, typer.Option(help="Opis wyzwania · A challenge described.")] = "",
    matrix: Annotated[bool, typer.Option(help="Wszystkie ze wszystkimi · All with all.")] = False,
    groups: Annotated[bool, typer.Option(help="Grupy wyzwań · Groups of challenges.")] = False,
    network: Annotated[Many, option("Sieć · Network.")] = None,
    edition: Annotated[Many, option("Edycja · Edition.")] = None,
    voivodeship: Annotated[Many, option("Województwo · Voivodeship.")] = None,
    similar_size: Annotated[bool, typer.Option(help="Podobna wielkość · Similar size.")] = False,
    limit: Annotated[int, option("Ile miast · How many cities.")] = 10,
    as_json: Json = False,
) -> None:
    """Znajduje miasta o podobnym wyzwaniu · Finds cities with a like challenge."""
    from index.query import Filters
    from service.library import Library
    from service.peers import tables
    from service.peers.board import BoardKeeper
    from service.peers.finder import Wish

    if bool(city) + bool(challenge) + matrix + groups != 1:
        raise BadQuery("peers_of_what", field="city")
    filters = Filters(
        network=tuple(network or ()),
        edition=tuple(edition or ()),
        voivodeship=tuple(voivodeship or ()),
    )
    wish = Wish(filters, similar_size, limit)
    keeper = BoardKeeper(Library(read_settings()))
    if matrix and not as_json:
        sys.stdout.write(tables.matrix_text(keeper))
        return
    record = tables.record(keeper, tables.Asked(city, challenge, matrix, wish), say())
    if as_json:
        print_json(record)
    else:
        out.print(tables.lines(record, say()), soft_wrap=not out.is_terminal)
