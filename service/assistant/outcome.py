"""How asking can end: a closed list, each with its own text in both languages."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The message of each is ``answer.<value>`` in the catalogues."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_IN_DOCUMENTS = "not_in_documents"
    NO_VALID_CITATION = "no_valid_citation"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"
    MODEL_FAILED = "model_failed"
    MODEL_TIMED_OUT = "model_timed_out"

    @property
    def is_refusal(self) -> bool:
        """Nothing is claimed, so there is nothing to cite."""
        return self in _REFUSALS


_REFUSALS = frozenset(
    (Outcome.NOT_IN_DOCUMENTS, Outcome.NO_VALID_CITATION, Outcome.OUT_OF_SCOPE, Outcome.UNCLEAR)
)
