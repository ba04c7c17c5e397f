"""The walk of an answer, as one readable list of steps."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.model import Document
from index.analysis import Analyzer
from index.expansion import open_expander
from index.lemmas import open_lemmatizer
from index.query import LONGEST_QUESTION, Filters, Query, allowed_documents, checked
from index.search import Hit
from service.assistant import drafting, extract, finding, survey
from service.assistant.answer import Answer, Citation, Coverage, Statement
from service.assistant.citing import cite, speaker_of
from service.assistant.conversation import Topic, self_standing
from service.assistant.evidence import Candidate, Similarities, Source, Weigher
from service.assistant.grounds import judge
from service.assistant.injection import neutralise
from service.assistant.llm import LanguageModel, ModelFailed, ModelTimedOut, Places, open_model
from service.assistant.outcome import Outcome
from service.assistant.prompt import build
from service.assistant.question import Question, Reader
from service.library import LEMMAS_FOLDER, Library

_NEAREST = 3
_RETRY_AFTER = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question: the sentences chosen, and what the choice rests on."""

    question: Question
    outcome: Outcome
    chosen: tuple[Candidate, ...] = ()
    sources: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Candidate, ...] = ()
    coverage: Coverage | None = None
    neutralised: int = 0


@dataclass(frozen=True, slots=True)
class _Language:
    """What reads questions and passages; used by one thread at a time."""

    analyzer: Analyzer
    reader: Reader
    weigher: Weigher


class Assistant:
    """Answers questions over one library; safe to share between threads."""

    def __init__(self, library: Library, model: LanguageModel | None = None) -> None:
        settings = library.settings
        self._library = library
        self._model = model or open_model(settings)
        self._places = Places(settings.llm_places, _RETRY_AFTER)
        self._budget = settings.llm_characters
        self._lock = threading.Lock()

    def ask(self, text: str, filters: Filters = Filters()) -> Answer:
        """Neutralise, read, find, judge, and answer by the model or by extraction."""
        clean = neutralise(checked(Query(text)).text, " ")
        if not any(character.isalnum() for character in clean.text):
            return Answer(text, Outcome.UNCLEAR, neutralised=clean.found)
        with self._lock:
            found = self._find(clean.text, filters)
        found = replace(found, neutralised=found.neutralised + clean.found)
        if found.outcome.is_refusal:
            return _refused(text, found, self._topics(found))
        if self._model is None or found.coverage is not None:
            return _extracted(text, found)
        return self._drafted(text, found, self._model)

    def understood(self, text: str, before: Topic | None) -> str:
        """The question with the topic of the one before carried over where it leans on it."""
        if before is None or len(text) > LONGEST_QUESTION:
            return text
        documents = self._library.documents()
        with self._lock:
            return self_standing(text, before, documents, self._language.analyzer)

    def _find(self, text: str, filters: Filters) -> Found:
        documents = self._library.documents()
        question = self._language.reader.read(text, documents, filters)
        allowed = allowed_documents(filters, documents)
        documents = tuple(d for d in documents if allowed is None or d.id in allowed)
        if question.asks_for_many:
            return self._surveyed(question, documents)
        sources = finding.sources(question, documents, filters, self._search)
        evidence = self._language.weigher.weigh(question, sources, self._similar(question))
        grounds = judge(question, evidence, self._language.analyzer)
        nearest = extract.nearest(evidence, _NEAREST)
        chosen = () if grounds.outcome.is_refusal else extract.chosen(question, evidence)
        return Found(
            question,
            grounds.outcome,
            chosen,
            sources,
            grounds.missing,
            nearest,
            neutralised=evidence.neutralised,
        )

    def _surveyed(self, question: Question, documents: Sequence[Document]) -> Found:
        similar = self._similar(question)
        seen = survey.surveyed(
            question,
            documents,
            lambda d: finding.of_document(question, d.id, survey.PASSAGES, self._search),
            lambda sources: self._language.weigher.weigh(question, sources, similar),
        )
        outcome = Outcome.ANSWERED if seen.candidates else Outcome.NOT_IN_DOCUMENTS
        coverage = Coverage(seen.judged, seen.found)
        return Found(
            question, outcome, seen.candidates, coverage=coverage, neutralised=seen.neutralised
        )

    def _drafted(self, text: str, found: Found, model: LanguageModel) -> Answer:
        """The model's reply, checked; extraction where the model fails, and said so."""
        prompt = build(text, found.sources, self._budget)
        try:
            with self._places.taken():
                reply = model.reply(prompt)
        except ModelFailed as error:
            timed_out = isinstance(error, ModelTimedOut)
            outcome = Outcome.MODEL_TIMED_OUT if timed_out else Outcome.MODEL_FAILED
            return replace(_extracted(text, found), outcome=outcome)
        found = replace(found, neutralised=found.neutralised + prompt.neutralised)
        if drafting.says_nothing(reply):
            return _refused(text, replace(found, outcome=Outcome.NOT_IN_DOCUMENTS))
        with self._lock:
            statements = drafting.checked(reply, prompt, self._language.analyzer)
        if not statements:
            return _refused(text, replace(found, outcome=Outcome.NO_VALID_CITATION))
        return replace(_extracted(text, found), statements=statements, by_model=True)

    @cached_property
    def _language(self) -> _Language:
        """Its own: the library's belongs to searching, and neither may be shared by threads."""
        folder = self._library.settings.data / LEMMAS_FOLDER
        self._library.manifest()
        analyzer = Analyzer(open_lemmatizer(folder))
        expander = open_expander(self._library.settings.thesaurus, folder, analyzer)
        reader = Reader(analyzer, expander, self._library.frequencies)
        return _Language(analyzer, reader, Weigher(analyzer))

    def _search(self, query: Query) -> Sequence[Hit]:
        return self._library.search(query)[0].hits

    def _similar(self, question: Question) -> Similarities:
        vector = self._library.embedder.embed_query(question.text)

        def similar(texts: Sequence[str]) -> Sequence[float]:
            closeness: list[float] = (
                self._library.embedder.embed_passages(texts) @ vector
            ).tolist()
            return closeness

        return similar

    def _topics(self, found: Found) -> tuple[str, ...]:
        """Headings that stand closest, offered where a question is unclear."""
        headings = (c.source.passage.heading for c in found.nearest)
        return tuple(dict.fromkeys(heading for heading in headings if heading))


def _extracted(text: str, found: Found) -> Answer:
    statements = tuple(_quoted(candidate) for candidate in found.chosen)
    return Answer(
        question=text,
        outcome=found.outcome if statements else Outcome.NO_VALID_CITATION,
        statements=statements,
        missing=found.missing,
        coverage=found.coverage,
        neutralised=found.neutralised,
    )


def _refused(text: str, found: Found, topics: tuple[str, ...] = ()) -> Answer:
    return Answer(
        question=text,
        outcome=found.outcome,
        suggestions=topics,
        nearest=tuple(_citations(candidate)[0] for candidate in found.nearest),
        coverage=found.coverage,
        neutralised=found.neutralised,
    )


def _quoted(candidate: Candidate) -> Statement:
    """A sentence as it stands: its quote is itself, so nothing can be lost or added."""
    speaker = speaker_of(candidate.source.document)
    return Statement(candidate.sentence.text, speaker, _citations(candidate), 1.0)


def _citations(candidate: Candidate) -> tuple[Citation, ...]:
    source, sentence = candidate.source, candidate.sentence
    return cite(source.passage, source.document, sentence.start, sentence.end)
