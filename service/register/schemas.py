"""What a person may decide about a link."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from service.register.decisions import Verdict
from service.register.linking import Status


class DecisionRequest(BaseModel):
    """One decision; an unknown field is refused."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "document_id": "mid-brzezinow-2022",
                    "verdict": "reject",
                    "author": "Anna Nowak",
                    "note": "Miasto pisze o innej opłacie.",
                }
            ]
        },
    )

    document_id: str
    verdict: Verdict
    author: str = Field(min_length=1, max_length=200)
    quote: str = Field(
        default="",
        max_length=2_000,
        description="Dosłowne słowa dokumentu; puste: te, które wskazał program.",
    )
    status: Status = Field(default=Status.STATED, description="Co mówi potwierdzony dokument.")
    into: str = Field(default="", description="Bariera, do której należy przeniesione wskazanie.")
    note: str = Field(default="", max_length=2_000)


class ExportFormat(StrEnum):
    """What the register can be taken away as."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
