"""What a caller may ask about peers."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from index.query import Filters
from service.peers.finder import Wish


class PeerFilters(BaseModel):
    """What the peers must be; an unknown field is refused."""

    model_config = ConfigDict(extra="forbid")

    network: list[str] = Field(default=[], examples=[["Zielona"]])
    edition: list[str] = Field(default=[], examples=[["2021–2023"]])
    voivodeship: list[str] = Field(default=[], examples=[["łódzkie"]])
    limit: int = Field(default=10, description="Od 1 do 100.")

    def as_wish(self, similar_size: bool = False) -> Wish:
        """The wish as the finder takes it."""
        filters = Filters(
            network=tuple(self.network),
            edition=tuple(self.edition),
            voivodeship=tuple(self.voivodeship),
        )
        return Wish(filters, similar_size, self.limit)


class PeerParameters(PeerFilters):
    """Filters in the address, where the language of messages can stand too."""

    similar_size: bool = Field(
        default=False, description="Od połowy do dwukrotności liczby mieszkańców pytającego miasta."
    )
    lang: str = Field(default="", description="Język komunikatów.", examples=["pl"])


class ChallengeRequest(PeerFilters):
    """A challenge described by a city that need not have a document."""

    challenge: str = Field(
        description="Opis wyzwania po polsku lub po angielsku.",
        examples=["Po każdej ulewie zalewa nam piwnice w śródmieściu."],
    )
