"""Training as code: a tiny model from made-up texts, in seconds."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.static import StaticEmbedder
from index.training import cloze, parallel
from index.training.building import build, gather, held_out_accuracy
from index.training.export import Card, export
from index.training.families import Families
from index.training.measure import ndcg
from index.training.pairs import Pair, Source, distinct, is_held_out, split
from index.training.ragged import encode
from index.training.recipe import Recipe
from index.training.vocabulary import train_stems, train_unigram

PLACES = ("park", "szkoła", "most", "tramwaj", "rynek", "ogród", "biblioteka", "dworzec")
DEEDS = ("naprawa", "budowa", "rozbiórka", "zamknięcie", "otwarcie", "przebudowa", "wynajem")
IN_ENGLISH = (
    "park school bridge tram market garden library station "
    "repair building demolition closing opening rebuilding rental"
)
ENGLISH = dict(zip((*PLACES, *DEEDS), IN_ENGLISH.split(), strict=True))
RECIPE = Recipe(
    tokens="stems", vocabulary=600, dimension=32, dimensions=(32, 16), steps=60, batch=16
)


def _made_up(_data: Path, _seed: int) -> list[Pair]:
    return [
        Pair(f"{ENGLISH[deed]} {ENGLISH[place]}", f"{deed} {place}", deed + place)
        for deed in DEEDS
        for place in PLACES
    ]


SOURCE = Source("made up", "written here", 1.0, _made_up)


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def _trained(folder: Path, seed: int, recipe: Recipe = RECIPE) -> Path:
    material = gather([SOURCE], Path(), seed)
    model = build(material, recipe, seed)
    figures = held_out_accuracy(model, material)
    export(model, Card("tiny", 0.1, seed, ("made up",), figures, recipe), folder)
    return folder


@pytest.mark.timeout(20)
def test_training_brings_translations_together(tmp_path: Path) -> None:
    embedder = StaticEmbedder(_trained(tmp_path, seed=7))
    english = embedder.embed_passages([ENGLISH[place] for place in PLACES])
    polish = embedder.embed_passages(PLACES)
    assert (english @ polish.T).argmax(axis=1).tolist() == list(range(len(PLACES)))


@pytest.mark.timeout(20)
def test_the_same_seed_gives_the_same_vectors(tmp_path: Path) -> None:
    first, again = (StaticEmbedder(_trained(tmp_path / name, seed=7)) for name in "ab")
    other = StaticEmbedder(_trained(tmp_path / "c", seed=8))
    assert first.fingerprint == again.fingerprint
    assert not np.allclose(first.embed_query("most"), other.embed_query("most"), atol=0.05)


def test_the_card_names_seed_data_and_recipe(tmp_path: Path) -> None:
    card = json.loads((_trained(tmp_path, seed=7) / "pim.json").read_text(encoding="utf-8"))
    assert (card["name"], card["dense_weight"], card["seed"]) == ("tiny", 0.1, 7)
    assert card["data"] == ["made up"]
    assert card["recipe"]["steps"] == RECIPE.steps


def test_a_pair_is_held_out_by_its_origin_alone() -> None:
    pairs = [Pair(str(number), "x", f"origin {number}") for number in range(500)]
    training, held_out = split(pairs)
    assert len(training) + len(held_out) == 500
    assert 1 <= len(held_out) <= 30
    assert all(is_held_out(pair._replace(anchor="another cut")) for pair in held_out)


def test_equal_positives_are_kept_once() -> None:
    pairs = [Pair("a", "x", "a"), Pair("b", "x", "b"), Pair("c", "y", "c")]
    assert distinct(pairs) == [pairs[0], pairs[2]]


def test_copyleft_and_unlicensed_pairs_are_left_out(tmp_path: Path) -> None:
    lines = [
        "tatoeba-anki\tGood day\tDzień dobry",
        "consul\tDebate\tDebata",
        "stsb-train-mt\tA man\tMężczyzna",
        "eforms-code\tHealth\tZdrowie",
    ]
    (tmp_path / "pairs.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [pair.positive for pair in parallel.everyday(tmp_path, 1)] == ["Dzień dobry"]
    (tmp_path / "terms.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "parallel_docs").mkdir()
    with gzip.open(tmp_path / "parallel_docs" / "terms.tsv.gz", "wt", encoding="utf-8") as out:
        out.write("epforgpl/consul\tVote\tGłos\nOP-TED/eForms-SDK\tLot\tCzęść\n")
    terms = [pair.positive for pair in parallel.glossary(tmp_path, 1)]
    assert terms == ["Dzień dobry", "Zdrowie", "Część"]


def test_a_table_of_two_columns_is_a_source(tmp_path: Path) -> None:
    table = tmp_path / "written.tsv"
    table.write_text("retencja\tzatrzymywanie wody\nwiersz bez pary\n", encoding="utf-8")
    (pair,) = parallel.table_of(table)(Path(), 1)
    assert pair == ("retencja", "zatrzymywanie wody", "zatrzymywanie wody")


def test_a_sentence_finds_the_rest_of_its_passage(tmp_path: Path) -> None:
    passage = "1. Park jest zamknięty w nocy z soboty. Most będzie naprawiony do końca maja."
    file = tmp_path / "text.txt"
    file.write_text(passage + "\n", encoding="utf-8")
    (pair,) = cloze.sentences_of("text.txt")(tmp_path, 1)
    assert pair.anchor in passage
    assert pair.positive in passage
    assert pair.origin == passage.removeprefix("1. ")


def test_keywords_come_from_the_passage_in_any_form(tmp_path: Path) -> None:
    words = "naprawa mostu trwa, bo mosty wymagają napraw i remontów"
    (tmp_path / "text.txt").write_text(f"{words}\n" * 3, encoding="utf-8")
    (pair,) = cloze.keywords_of("text.txt")(tmp_path, 1)
    assert set(pair.anchor.split()) <= set(words.replace(",", "").split())
    assert pair.positive == words


def test_siblings_share_a_stem() -> None:
    families = Families(["ogród ogrody ogrodów ogrodami"] * 3)
    drawn = {families.sibling("ogrody", Random(seed)) for seed in range(20)}
    assert drawn > {"ogrody"}
    assert families.sibling("nieznane", Random(1)) == "nieznane"


@pytest.mark.parametrize("train", [train_stems, train_unigram])
def test_tokenizers_drop_case_and_punctuation(
    train: Callable[[list[str], int], Tokenizer],
) -> None:
    texts = [f"{deed} {place}" for deed in DEEDS for place in PLACES]
    tokenizer = train(texts, 400)
    plain = tokenizer.encode("budowa, mostu").ids
    assert plain
    assert tokenizer.encode("„BUDOWA — (mostu)!”").ids == plain


def test_a_stem_is_one_token_and_the_ending_another() -> None:
    texts = ["ogrody ogrodami ogrodów szkoły szkołami szkołach"] * 5
    tokens = [train_stems(texts, 400).encode(word).tokens for word in ("ogrody", "ogrodami")]
    assert tokens[0][0] == tokens[1][0]


def test_encoded_texts_are_taken_as_the_tokenizer_gave_them() -> None:
    tokenizer = train_stems(list(PLACES), 300)
    encoded = encode(tokenizer, PLACES)
    ids, offsets = encoded.take(np.array([2, 0]))
    expected = [tokenizer.encode(PLACES[row]).ids for row in (2, 0)]
    assert ids.tolist() == expected[0] + expected[1]
    assert offsets.tolist() == [0, len(expected[0])]


def test_ndcg_of_a_second_place() -> None:
    assert ndcg(["b", "a"], {"a": 1}) == pytest.approx(1 / np.log2(3))
    assert ndcg(["b"], {"a": 1}) == 0
