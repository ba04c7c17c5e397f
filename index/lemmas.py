"""Polish lemmas from simplemma's dictionary, kept as a trie on disk.

Loading the dictionary itself takes seconds; the trie, built once beside the index, is
memory-mapped in milliseconds, which is what keeps a cold ``pim search`` fast.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

Lemmatize = Callable[[str], str]

_TRIE = "pl.dic"


def open_lemmatizer(folder: Path) -> Lemmatize:
    """A function word -> lemma that keeps its trie under ``folder`` (built when missing)."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory

    if not (folder / _TRIE).exists():
        _build_trie(folder)
    factory = TrieDictionaryFactory(disk_cache_dir=str(folder))
    lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=factory))
    return lru_cache(maxsize=200_000)(lambda word: lemmatizer.lemmatize(word, lang="pl"))


def _build_trie(folder: Path) -> None:
    from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory

    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder))
    try:
        TrieDictionaryFactory(disk_cache_dir=str(scratch)).get_dictionary("pl")
        (scratch / _TRIE).replace(folder / _TRIE)
    finally:
        shutil.rmtree(scratch)
