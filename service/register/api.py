"""The register of barriers over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from corpus.errors import BadQuery
from service.languages import language_of
from service.register.deciding import decide
from service.register.decisions import Decision
from service.register.export import as_csv, as_xlsx
from service.register.records import (
    barrier_with_links,
    coverage_record,
    matrix_record,
    raised_record,
    recommendation_record,
    register_record,
)
from service.register.register import RegisterKeeper
from service.register.schemas import DecisionRequest, ExportFormat
from service.schemas import PROBLEM_RESPONSES
from service.speech import speech
from service.views import index_record

router = APIRouter(responses=PROBLEM_RESPONSES, tags=["register"])
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keeper_of(request: Request) -> RegisterKeeper:
    """The register of the library this application serves."""
    keeper: RegisterKeeper = request.app.state.registers
    return keeper


Keeper = Annotated[RegisterKeeper, Depends(keeper_of)]


@router.get("/v1/barriers")
def barriers(
    keeper: Keeper, network: Annotated[list[str] | None, Query()] = None
) -> dict[str, Any]:
    """Every barrier of every plan with its counts, and what stands alone."""
    record = register_record(keeper.register())
    if network:
        known = {each["network"] for each in record["barriers"]}
        _refuse_unknown("network", network, known)
        record["barriers"] = [b for b in record["barriers"] if b["network"] in network]
    return record


@router.get("/v1/barriers/matrix")
def barrier_matrix(keeper: Keeper) -> dict[str, Any]:
    """Barrier × city, with the quote in each cell."""
    return matrix_record(keeper.register())


@router.get("/v1/barriers/export")
def export(request: Request, keeper: Keeper, format: ExportFormat = ExportFormat.JSON) -> Response:
    """The register to take away, each quote with the address of its page."""
    register, say = keeper.register(), speech(language_of(request))
    name = f"bariery-generacja-{register.compiled.manifest.number}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    base = str(request.base_url)
    if format is ExportFormat.CSV:
        return Response(as_csv(register, base, say), media_type="text/csv", headers=headers)
    if format is ExportFormat.XLSX:
        return Response(as_xlsx(register, base, say), media_type=_SHEET, headers=headers)
    return JSONResponse(matrix_record(register), headers=headers)


@router.get("/v1/barriers/{barrier_id}")
def barrier(keeper: Keeper, barrier_id: str) -> dict[str, Any]:
    """One barrier with the evidence of every city."""
    register = keeper.register()
    found = barrier_with_links(register, register.barrier(barrier_id))
    return {"index": index_record(register.compiled.manifest), **found}


@router.post("/v1/barriers/{barrier_id}/links", status_code=201)
def decide_link(keeper: Keeper, barrier_id: str, asked: DecisionRequest) -> dict[str, Any]:
    """Confirms, rejects or merges a link; the decision outlives every index."""
    wanted = Decision(
        barrier_id=barrier_id,
        barrier_title="",
        document_id=asked.document_id,
        quote=asked.quote,
        page=0,
        verdict=asked.verdict,
        status=asked.status.value,
        merged_into=asked.into,
        author=asked.author,
        note=asked.note,
    )
    register = decide(keeper, wanted)
    return barrier_with_links(register, register.barrier(asked.into or barrier_id))


@router.get("/v1/raised")
def raised(keeper: Keeper) -> dict[str, Any]:
    """Every barrier and risk that a city raises, in its own words."""
    compiled = keeper.register().compiled
    return {
        "index": index_record(compiled.manifest),
        "raised": [raised_record(record) for record in compiled.raised],
    }


@router.get("/v1/recommendations")
def recommendations(keeper: Keeper) -> dict[str, Any]:
    """What the plans ask of central government, and whether any city stands behind it."""
    register = keeper.register()
    found = [recommendation_record(register, r) for r in register.compiled.recommendations]
    return {"index": index_record(register.compiled.manifest), "recommendations": found}


@router.get("/v1/coverage")
def coverage(request: Request, keeper: Keeper, q: str) -> dict[str, Any]:
    """Every document judged on a question: who raises it, who denies it, who is silent."""
    register, found = keeper.coverage(q)
    return coverage_record(register, found, speech(language_of(request)))


def _refuse_unknown(field: str, values: list[str], known: set[str]) -> None:
    for value in values:
        if value not in known:
            raise BadQuery("unknown_filter_value", field=field, value=value, known=sorted(known))
