"""Golden judgements stand on quotes and survive any chunking."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus.demo import __file__ as demo
from corpus.model import Passage, Role, Span
from eval.judgements import (
    Judgement,
    Question,
    holds,
    passage_qrels,
    questions,
    rows,
    share_held,
    variants,
)

TEXT = "Kanalizacja deszczowa z lat sześćdziesiątych nie mieści już wody po ulewach w śródmieściu."


def passage(text: str, page: int = 1, number: int = 0) -> Passage:
    spans = (Span(page, 0, len(text)),)
    return Passage(f"d:{number}", "d", number, text, (), Role.OTHER, spans)


def judged(*quotes: Judgement) -> Question:
    return Question("q", "pytanie", "barrier", "pl", quotes)


def test_a_quote_is_held_despite_case_punctuation_and_line_ends() -> None:
    quote = "kanalizacja deszczowa z lat  sześćdziesiątych — nie mieści już wody"
    assert share_held(quote, TEXT.replace(" ", "\n")) == 1


def test_a_quote_on_another_page_is_not_held() -> None:
    judgement = Judgement("d", 2, TEXT, 2)
    assert holds(passage(TEXT, page=2), judgement)
    assert not holds(passage(TEXT, page=1), judgement)


def test_half_a_quote_is_enough_and_a_few_words_are_not() -> None:
    judgement = Judgement("d", 1, TEXT, 2)
    assert holds(passage(TEXT[:60]), judgement)
    assert not holds(passage(TEXT[:25]), judgement)


def test_a_quote_cut_in_two_gives_both_passages_its_grade() -> None:
    middle = TEXT.index("nie mieści")
    parts = (passage(TEXT[: middle + 20], number=0), passage(TEXT[middle - 12 :], number=1))
    qrels = passage_qrels([judged(Judgement("d", 1, TEXT, 2))], lambda _: parts)
    assert qrels == {"q": {"d:0": 2, "d:1": 2}}


def test_a_quote_that_no_passage_holds_stays_as_something_nothing_can_find() -> None:
    qrels = passage_qrels([judged(Judgement("d", 1, TEXT, 2))], lambda _: ())
    assert qrels == {"q": {"lost:q:0": 2}}


def test_the_golden_set_has_every_type_of_question_and_its_promised_size() -> None:
    types = Counter(question.type for question in questions())
    assert sum(types.values()) >= 150
    assert types["no_answer"] >= 20
    assert set(types) == {
        "acronym", "barrier", "colloquial", "cross_network", "english", "legal",
        "list_all", "no_answer", "no_diacritics", "number", "solution", "typo",
    }  # fmt: skip
    assert len(variants()) == 40
    assert sum(bool(row["refuse"]) for row in rows("answers")) >= 20
    assert len(list(rows("answers"))) == 60


def test_every_golden_quote_stands_verbatim_in_its_source() -> None:
    sources = Path(demo).parent / "sources"
    for question in questions():
        assert question.judgements or question.type == "no_answer", question.id
        for judgement in question.judgements:
            assert judgement.page, question.id
            text = (sources / f"{judgement.document}.md").read_text(encoding="utf-8")
            assert share_held(judgement.quote, text.replace("**", "")) > 0.9, judgement


def test_every_barrier_quote_has_its_page_and_every_status_is_known() -> None:
    barriers = list(rows("barriers"))
    assert len(barriers) == 34
    assert sum(barrier["pu"] is None for barrier in barriers) == 5
    for barrier in barriers:
        quoted = [*barrier["documents"], *([barrier["pu"]] if barrier["pu"] else [])]
        assert all(item["page"] for item in quoted), barrier["id"]
        assert {item["status"] for item in barrier["documents"]} <= {"stated", "implied", "denied"}


def test_every_city_document_has_true_peers_and_tempting_ones() -> None:
    peers = {row["document"]: row for row in rows("peers")}
    assert len(peers) == 34
    for document, row in peers.items():
        true = {peer["document"] for peer in row["peers"]}
        assert 2 <= len(true) <= 5, document
        assert row["tempting"]
        assert not true & {peer["document"] for peer in row["tempting"]}, document
        assert all(document in {p["document"] for p in peers[other]["peers"]} for other in true)
