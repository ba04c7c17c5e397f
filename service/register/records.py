"""The register -> the plain records that the command line, HTTP and exports give out."""

from __future__ import annotations

from typing import Any

from corpus.model import Document
from service.peers.cities import size_class, slug
from service.register.acts import Provision
from service.register.coverage import Coverage, Finding
from service.register.plans import PlanBarrier, Recommendation
from service.register.quoting import Quote
from service.register.raised import CityBarrier
from service.register.register import Register
from service.register.verdicts import Judged
from service.speech import Speech
from service.views import index_record


def quote_record(quote: Quote) -> dict[str, Any]:
    """A quote with its place; ``link`` opens the page with the passage marked."""
    return {
        "document_id": quote.document_id,
        "page": quote.page,
        "text": quote.text,
        "heading": quote.heading,
        "passage_id": quote.passage_id,
        "link": f"/dokument/{quote.document_id}?s={quote.page}&f={quote.passage_id}",
    }


def barrier_record(register: Register, barrier: PlanBarrier) -> dict[str, Any]:
    """A plan's barrier with how many cities raise, imply or deny it."""
    links = register.links_of(barrier.id)
    counts = {
        status: sum(each.link.status == status for each in links)
        for status in ("stated", "implied", "denied")
    }
    return {
        "id": barrier.id,
        "document_id": barrier.document.id,
        "network": barrier.document.network,
        "edition": barrier.document.edition,
        "number": barrier.number,
        "title": barrier.title,
        "description": barrier.description,
        "provisions": [_provision_record(each) for each in barrier.provisions],
        "cities_named": list(barrier.cities),
        "quote": quote_record(barrier.quote),
        "counts": counts,
        "recommendations": [
            each.id
            for each in register.compiled.recommendations
            if each.document == barrier.document and barrier.number in each.barriers
        ],
    }


def barrier_with_links(register: Register, barrier: PlanBarrier) -> dict[str, Any]:
    """The same with the evidence of every city, and what people rejected."""
    rejected = [j for j in register.judged if j.barrier_id == barrier.id and j.is_rejected]
    return barrier_record(register, barrier) | {
        "links": [link_record(each) for each in register.links_of(barrier.id)],
        "rejected": [link_record(each) for each in rejected],
    }


def link_record(judged: Judged) -> dict[str, Any]:
    """A link with its evidence, and who decided about it if anybody did."""
    link, decision = judged.link, judged.decision
    return {
        **_city(link.document),
        "status": link.status.value,
        "strength": round(link.strength, 4),
        "named_in_plan": link.named,
        "quote": quote_record(link.quote),
        "quote_stands": judged.quote_stands,
        "decision": {
            "verdict": decision.verdict.value,
            "author": decision.author,
            "note": decision.note,
            "at": decision.at,
        }
        if decision
        else None,
    }


def recommendation_record(register: Register, each: Recommendation) -> dict[str, Any]:
    return {
        "id": each.id,
        "document_id": each.document.id,
        "network": each.document.network,
        "edition": each.document.edition,
        "number": each.number,
        "title": each.title,
        "addressee": each.addressee,
        "instrument": each.instrument,
        "term": each.term,
        "barriers": [f"{each.document.id}:b{number}" for number in each.barriers],
        "quote": quote_record(each.quote),
        "has_city": each not in register.without_city(),
    }


def raised_record(record: CityBarrier) -> dict[str, Any]:
    """A barrier or risk in a city's own words."""
    return {
        "id": record.id,
        **_city(record.document),
        "kind": record.kind.value,
        "title": record.title,
        "quote": quote_record(record.quote),
    }


def register_record(register: Register) -> dict[str, Any]:
    """The whole register, naming the generation it was read from."""
    compiled = register.compiled
    return {
        "index": index_record(compiled.manifest),
        "documents": len(compiled.passages),
        "unread_pages": {name: list(pages) for name, pages in compiled.unread_pages.items()},
        "barriers": [barrier_record(register, barrier) for barrier in compiled.barriers],
        "not_taken_up": [raised_record(record) for record in compiled.not_taken_up],
        "recommendations_without_city": [each.id for each in register.without_city()],
    }


def matrix_record(register: Register) -> dict[str, Any]:
    """Barrier × city: in each cell the status, the strength and the quote."""
    compiled = register.compiled
    cities = [document for document in compiled.passages if document.city]
    return {
        "index": index_record(compiled.manifest),
        "documents": [_city(document) for document in cities],
        "barriers": [
            {
                "id": barrier.id,
                "title": barrier.title,
                "cells": {
                    each.link.document.id: link_record(each)
                    for each in register.links_of(barrier.id)
                },
            }
            for barrier in compiled.barriers
        ],
    }


def coverage_record(register: Register, coverage: Coverage, say: Speech) -> dict[str, Any]:
    """Every document's verdict in three lists that add up, and the sentence that says so."""
    barrier = coverage.barrier
    return {
        "index": index_record(register.compiled.manifest),
        "question": coverage.question,
        "sentence": coverage_sentence(coverage, say),
        "barrier": {"id": barrier.id, "title": barrier.title} if barrier else None,
        "searched": len(coverage.findings),
        "raising": [_finding_record(each) for each in coverage.raising],
        "denying": [_finding_record(each) for each in coverage.denying],
        "silent": [_finding_record(each) for each in coverage.silent],
        "unread_pages": {
            name: list(pages) for name, pages in register.compiled.unread_pages.items()
        },
    }


def coverage_sentence(coverage: Coverage, say: Speech) -> str:
    """«Przeszukano 37 z 37 dokumentów: 11 wskazuje barierę, 1 jej zaprzecza, 25 nie.»"""
    parts = [say.count("coverage.raising", len(coverage.raising))]
    if coverage.denying:
        parts.append(say.count("coverage.denying", len(coverage.denying)))
    parts.append(say.count("coverage.silent", len(coverage.silent)))
    searched = say.count("coverage.searched", len(coverage.findings))
    return f"{searched}: {', '.join(parts)}."


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        **_city(finding.document),
        "title": finding.document.title,
        "status": finding.status.value if finding.status else None,
        "score": round(finding.score, 4),
        "quote": quote_record(finding.quote) if finding.quote else None,
    }


def _provision_record(provision: Provision) -> dict[str, Any]:
    return {
        "article": provision.article,
        "act": provision.act,
        "quote": quote_record(provision.quote),
    }


def _city(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "city": document.city,
        "city_id": slug(document.city),
        "network": document.network,
        "edition": document.edition,
        "voivodeship": document.voivodeship,
        "population": document.population,
        "size": size_class(document.population),
    }
