"""The model that comes with the project: its folder, its numbers, its sense of meaning."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from index.embedding import DEFAULT_MODEL, MODELS, open_embedder
from index.static import CARD, StaticEmbedder

FOLDER = MODELS / DEFAULT_MODEL
MOST_BYTES = 60_000_000
SENTENCE = "Plan adaptacji miasta do zmian klimatu"
FIRST_VALUES = [0.0124, -0.0104, 0.0284, 0.051]

CLOSER = [
    ("samochód", "auto", "pies"),
    ("firma", "przedsiębiorstwo", "ogród"),
    ("rozpocząć", "zacząć", "zielony"),
    ("szkoła", "edukacja", "śmieci"),
    ("zamówienie publiczne", "przetarg", "drzewo"),
    ("lekarz", "zdrowie", "most"),
    ("ogrzewanie", "ciepło", "biblioteka"),
    ("mieszkanie", "lokal mieszkalny", "przetarg"),
    ("podatek", "opłata", "rower"),
    ("park", "zieleń", "faktura"),
    ("burmistrz", "prezydent miasta", "komputer"),
    ("deszczówka", "wody opadowe", "przetarg"),
    ("kopciuch", "kocioł pozaklasowy", "drzewo"),
]

NOT_LEARNT_YET = [("dom", "budynek", "pies")]
"""Words the training texts hardly know; a better model moves them up to ``CLOSER``."""

TRANSLATIONS = [
    (
        "The city will plant more trees along the streets.",
        "Miasto posadzi więcej drzew wzdłuż ulic.",
    ),
    (
        "The public procurement procedure was cancelled.",
        "Postępowanie o udzielenie zamówienia publicznego zostało unieważnione.",
    ),
    (
        "Children travel to school by bus every day.",
        "Dzieci codziennie jeżdżą do szkoły autobusem.",
    ),
    (
        "Personal data must be protected.",
        "Dane osobowe muszą być chronione.",
    ),
    (
        "The government raised taxes on energy.",
        "Rząd podniósł podatki na energię.",
    ),
]


def _is_nearer(embedder: StaticEmbedder, word: str, related: str, unrelated: str) -> bool:
    first, second, third = embedder.embed_passages([word, related, unrelated])
    return bool(first @ second > first @ third + 0.05)


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder(FOLDER)


def test_the_default_model_is_the_bundled_one() -> None:
    assert open_embedder(DEFAULT_MODEL).name == DEFAULT_MODEL


def test_the_folder_stays_under_the_size_limit() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < MOST_BYTES


def test_the_card_names_weight_seed_and_data() -> None:
    card = json.loads((FOLDER / CARD).read_text(encoding="utf-8"))
    assert card["name"] == DEFAULT_MODEL
    assert 0 <= card["dense_weight"] <= 1
    assert isinstance(card["seed"], int)
    assert len(card["data"]) >= 5
    assert (FOLDER / "README.md").read_text(encoding="utf-8").startswith("---\n")


def test_first_values_stay_as_released(embedder: StaticEmbedder) -> None:
    assert embedder.embed_query(SENTENCE)[:4].tolist() == pytest.approx(FIRST_VALUES, abs=1e-3)


def test_sentence_transformers_gives_the_same_vectors(embedder: StaticEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    texts = [SENTENCE, *(text for pair in TRANSLATIONS for text in pair)]
    theirs = SentenceTransformer(str(FOLDER), device="cpu").encode(texts, normalize_embeddings=True)
    assert np.abs(np.asarray(theirs) - embedder.embed_passages(texts)).max() < 1e-3


@pytest.mark.parametrize(("word", "related", "unrelated"), CLOSER)
def test_related_polish_words_are_nearer_than_unrelated(
    embedder: StaticEmbedder, word: str, related: str, unrelated: str
) -> None:
    assert _is_nearer(embedder, word, related, unrelated)


@pytest.mark.xfail(strict=True, reason="the training texts hardly speak of city life")
@pytest.mark.parametrize(("word", "related", "unrelated"), NOT_LEARNT_YET)
def test_related_words_of_city_life_are_nearer_than_unrelated(
    embedder: StaticEmbedder, word: str, related: str, unrelated: str
) -> None:
    assert _is_nearer(embedder, word, related, unrelated)


def test_forms_of_a_word_are_near(embedder: StaticEmbedder) -> None:
    one, another = embedder.embed_passages(["retencja wody", "retencji wodom"])
    assert one @ another > 0.7


def test_an_english_sentence_finds_its_polish_translation(embedder: StaticEmbedder) -> None:
    english = embedder.embed_passages([pair[0] for pair in TRANSLATIONS])
    polish = embedder.embed_passages([pair[1] for pair in TRANSLATIONS])
    assert (english @ polish.T).argmax(axis=1).tolist() == list(range(len(TRANSLATIONS)))


def test_a_text_without_words_embeds_as_nothing(embedder: StaticEmbedder) -> None:
    assert not embedder.embed_query("— … !").any()


def test_nothing_lies_in_the_folder_but_the_model() -> None:
    names = {str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*") if file.is_file()}
    assert names == {
        "0_StaticEmbedding/model.safetensors",
        "0_StaticEmbedding/tokenizer.json",
        "README.md",
        "config_sentence_transformers.json",
        "modules.json",
        str(Path(CARD)),
    }
