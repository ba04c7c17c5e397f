"""The HTTP interface for programs, under ``/v1``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, Response

from service import schemas
from service.library import Library
from service.schemas import PROBLEM_RESPONSES, SearchParameters, SearchRequest
from service.views import document_record, hit_record, index_record

router = APIRouter(responses=PROBLEM_RESPONSES)


def library_of(request: Request) -> Library:
    """The library this application serves."""
    library: Library = request.app.state.library
    return library


Open = Annotated[Library, Depends(library_of)]


@router.get("/v1/search", response_model=schemas.SearchResponse, tags=["search"])
def search(library: Open, request: Annotated[SearchParameters, Query()]) -> dict[str, Any]:
    """Passages that answer a question, ranked by words and by meaning."""
    return _found(library, request)


@router.post("/v1/search", response_model=schemas.SearchResponse, tags=["search"])
def search_by_post(library: Open, request: SearchRequest) -> dict[str, Any]:
    """The same with the question in the body, so that it does not stand in any access log."""
    return _found(library, request)


def _found(library: Library, request: SearchRequest) -> dict[str, Any]:
    results, manifest = library.search(request.as_query())
    return {
        "index": index_record(manifest),
        "searched": results.searched,
        "respelt": results.respelt,
        "expanded": results.expanded,
        "hits": [hit_record(hit) for hit in results.hits],
    }


@router.get("/v1/documents", response_model=schemas.DocumentsResponse, tags=["documents"])
def documents(library: Open) -> dict[str, Any]:
    """Every document of the collection."""
    records = [document_record(document) for document in library.documents()]
    return {"index": index_record(library.manifest()), "documents": records}


@router.get(
    "/v1/documents/{document_id}", response_model=schemas.DocumentResponse, tags=["documents"]
)
def document(library: Open, document_id: str) -> dict[str, Any]:
    """One document with its passages in reading order."""
    found = library.document(document_id)
    return {
        "index": index_record(library.manifest()),
        "document": document_record(found),
        "page_count": len(library.pages(document_id)),
        "unread_pages": library.unread_pages(document_id),
        "passages": [
            {
                "passage_id": passage.id,
                "pages": passage.pages,
                "heading": passage.heading,
                "role": passage.role.value,
                "text": passage.text,
            }
            for passage in library.passages(document_id)
        ],
    }


@router.get(
    "/v1/documents/{document_id}/file",
    response_class=FileResponse,
    responses=schemas.content("application/pdf"),
    tags=["documents"],
)
def file(library: Open, document_id: str) -> FileResponse:
    """The PDF as it was indexed."""
    path = library.file(document_id)
    return FileResponse(path, media_type="application/pdf", filename=f"{document_id}.pdf")


@router.get(
    "/v1/documents/{document_id}/pages/{number}.png",
    response_class=Response,
    responses=schemas.content("image/png"),
    tags=["documents"],
)
def page_picture(library: Open, document_id: str, number: int) -> Response:
    """A page as a picture."""
    picture = library.picture(document_id, number)
    headers = {"Cache-Control": "private, max-age=86400"}
    return Response(picture, media_type="image/png", headers=headers)


@router.get("/healthz", response_model=schemas.Health, tags=["operation"])
def healthz() -> dict[str, str]:
    """Does the process answer?"""
    return {"status": "ok"}


@router.get("/readyz", response_model=schemas.Readiness, tags=["operation"])
def readyz(library: Open) -> dict[str, Any]:
    """Can questions be answered? 503 with the reason when not."""
    return {"status": "ready", "index": index_record(library.manifest())}
