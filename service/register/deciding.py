"""A person's word on a link, checked against the documents before it is kept."""

from __future__ import annotations

from dataclasses import replace

from corpus.errors import BadQuery, NotFound
from corpus.model import Document
from service.register.decisions import Decision, Verdict
from service.register.register import Register, RegisterKeeper
from service.register.verdicts import located


def decide(keeper: RegisterKeeper, wanted: Decision) -> Register:
    """Keeps a decision and gives the register that heeds it.

    Raises NotFound for an unknown barrier or document, BadQuery for words that the document does
    not hold, a link that is not there, or a merge into nothing.
    """
    register = keeper.register()
    barrier = register.barrier(wanted.barrier_id)
    document = _document(register, wanted.document_id)
    if wanted.verdict is Verdict.MERGE and register.barrier(wanted.merged_into).id == barrier.id:
        raise BadQuery("merge_into_itself", field="into", id=barrier.id)
    words, page = _words(register, wanted, document)
    anchored = replace(wanted, barrier_title=barrier.title, quote=words, page=page)
    keeper.decisions.add(anchored)
    return keeper.register()


def _document(register: Register, document_id: str) -> Document:
    for document in register.compiled.passages:
        if document.id == document_id and document.city:
            return document
    raise NotFound("no_such_document", id=document_id)


def _words(register: Register, wanted: Decision, document: Document) -> tuple[str, int]:
    """The quote as the document has it and its page; the machine's own where none is given."""
    if not wanted.quote:
        known = (j.link for j in register.judged if j.barrier_id == wanted.barrier_id)
        link = next((link for link in known if link.document.id == document.id), None)
        if link is None:
            raise BadQuery("quote_needed", field="quote", id=document.id)
        return link.quote.text, link.quote.page
    quoted = located(wanted.quote, register.compiled.passages[document])
    if quoted is None:
        raise BadQuery("quote_not_found", field="quote", id=document.id)
    return quoted.text, quoted.page
