"""Tokenizers: pieces of words (Unigram), or word stems with their endings (WordPiece).

Both drop case and punctuation. A stem as a token gives all forms of a word one vector, which
the endings, tokens of little weight, barely move.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import Stemmer
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
CONTINUED = "##"
METASPACE = "▁"
_WORD = re.compile(r"[^\W\d_]+|\d+")
_POLISH = re.compile(r"[ąćęłńóśźż]")
_ENDINGS = 1500
_BEGINNINGS = 5000
_LONGEST_BEGINNING = 5


def train_unigram(texts: Iterable[str], size: int) -> Tokenizer:
    """Pieces of words chosen by likelihood (Kudo 2018)."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(METASPACE, prepend_scheme="always")
    trainer = trainers.UnigramTrainer(
        vocab_size=size, unk_token=UNKNOWN, special_tokens=[UNKNOWN], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer=trainer)
    return tokenizer


def train_stems(texts: Iterable[str], size: int) -> Tokenizer:
    """Snowball stems as first pieces, what is left of the words as second pieces."""
    words = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    vocabulary = {piece: number for number, piece in enumerate(_pieces(words, size))}
    model = models.WordPiece(
        vocabulary,
        unk_token=UNKNOWN,
        continuing_subword_prefix=CONTINUED,
        max_input_chars_per_word=60,
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"\p{N}+"), "isolated"),
        ]
    )
    return tokenizer


def _pieces(words: Counter[str], size: int) -> list[str]:
    stems: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    beginnings: Counter[str] = Counter()
    for word, count, stem in _stemmed(words):
        stems[stem] += count
        endings[word[len(stem) :]] += count
        for length in range(3, min(_LONGEST_BEGINNING, len(word)) + 1):
            beginnings[word[:length]] += 1
    letters = sorted({letter for word in words for letter in word if words[word] > 1})
    pieces = dict.fromkeys([UNKNOWN, *letters, *(CONTINUED + letter for letter in letters)])
    pieces.update(dict.fromkeys(CONTINUED + e for e, _ in endings.most_common(_ENDINGS) if e))
    pieces.update(dict.fromkeys(CONTINUED + b for b, _ in beginnings.most_common(_BEGINNINGS)))
    pieces.update(dict.fromkeys(b for b, _ in beginnings.most_common(_BEGINNINGS)))
    pieces.update(dict.fromkeys(stem for stem, _ in stems.most_common(size)))
    return list(pieces)[:size]


def _stemmed(words: Counter[str]) -> Iterator[tuple[str, int, str]]:
    stem_of = {"polish": Stemmer.Stemmer("polish", 0), "english": Stemmer.Stemmer("english", 0)}
    for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0])):
        stem = stem_of["polish"].stemWord(word)
        yield word, count, stem if stem and word.startswith(stem) else word


def bare(piece: str) -> str:
    """A token without its mark of place."""
    return piece.removeprefix(METASPACE).removeprefix(CONTINUED)


def starts_word(piece: str) -> bool:
    """Whether a token can begin a word, in either kind of tokenizer."""
    return not piece.startswith(CONTINUED)
