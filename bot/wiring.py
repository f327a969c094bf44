"""The composition root of everything that answers: settings in, services out. Only this module knows the adapters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from bot.answering.routing import Care
from bot.answering.service import AnsweringService, Contacts
from bot.directory import sources
from bot.model import Check, Route
from bot.ports import Checker, SecondOpinion, Writer
from bot.settings import ModelSettings, Settings
from bot.sharing.deciding import table
from bot.sharing.service import SharingService
from bot.sharing.watching import Watch
from knowledge import everyday
from knowledge.adapters.chroma import ChromaStore
from knowledge.adapters.encoder import SHIPPED, OnnxEncoder, common_words
from knowledge.adapters.trained_encoder import OnnxDraftNetwork, OnnxTrained
from knowledge.catalogue import Catalogue, Library
from knowledge.concerns import named_clauses
from knowledge.drafts import DraftReader
from knowledge.errors import DamagedGeneration
from knowledge.generation import TRAINED, Content, Home, Manifest, read_content, read_manifest, verify
from knowledge.lexical import LexicalIndex
from knowledge.ports import Encoder
from knowledge.search import Searcher
from knowledge.spelling import Spelling
from knowledge.textual import section_keys
from knowledge.trained import OF_DRAFTS


@dataclass(frozen=True, slots=True)
class Opened:
    """A published generation, checked and ready to answer from; `today` is the clock that answers go by."""

    manifest: Manifest
    content: Content
    library: Library
    searcher: Searcher
    today: Callable[[], date] = date.today
    reader: DraftReader | None = None
    """Reads drafts; None where there are too few example drafts to have learned from."""

    @property
    def catalogue(self) -> Catalogue:
        """What is in force today for everyone."""
        return self.library.at(self.today())


def open_library(home: Home) -> tuple[Manifest, Content, Library]:
    """The published clauses, without the search; raises `KnowledgeError`."""
    folder = home.current()
    manifest = verify(folder)
    content = read_content(folder)
    return manifest, content, Library(content.documents, content.clauses, content.rules)


def open_generation(home: Home, encoder: Encoder | None = None, today: Callable[[], date] = date.today) -> Opened:
    """Check the published generation and open its indexes; raises `KnowledgeError`."""
    folder = home.current()
    encoder = encoder or _encoder_of(read_manifest(folder), home.folder)
    trained = OnnxTrained(folder / TRAINED) if (folder / TRAINED).exists() else None
    with ThreadPoolExecutor(1) as beside:  # while Chroma is imported; one after the other, for the memory
        loaded: list[Future[object]] = [beside.submit(encoder.encode, ["ready"])]
        if trained:
            loaded.append(beside.submit(trained.judge, "ready"))
        manifest, content, library = open_library(home)
        store = ChromaStore(folder / "chroma")
        clauses, examples = store.index("clauses"), store.index("examples")
        for model in loaded:
            model.result()
    clause_keys, example_keys = content.passage_keys(examples=False), content.passage_keys(examples=True)
    if clauses.count() != len(clause_keys) or examples.count() != len(example_keys):
        raise DamagedGeneration("The published policies are damaged: the vector store has lost entries.")
    searcher = Searcher(
        content,
        encoder,
        clauses,
        examples,
        LexicalIndex.load(folder / "lexical" / "clauses", clause_keys),
        LexicalIndex.load(folder / "lexical" / "examples", example_keys),
        LexicalIndex.load(folder / "lexical" / "sections", section_keys(content)),
        trained,
        spelling(content),
    )
    return Opened(manifest, content, library, searcher, today, _reader(content, (encoder, trained)))


def _reader(content: Content, encoders: Sequence[Encoder | None]) -> DraftReader | None:
    """A reader with the models that were learned with; None where nothing was learned from drafts."""
    learned = content.learned_drafts
    if learned is None:
        return None
    network = OnnxDraftNetwork(content.trained / OF_DRAFTS) if learned.network and content.trained else None
    if (network.fingerprint if network else "") == learned.network:
        for encoder in (network, *encoders):
            if encoder and encoder.fingerprint == learned.encoder:
                return DraftReader(encoder, learned, network)
    raise DamagedGeneration("What was learned from drafts belongs to a model that isn't here. Run: clausewise ingest")


def answering(settings: Settings, opened: Opened) -> AnsweringService:
    """The answering service over an opened generation."""
    return AnsweringService(
        opened.library,
        opened.searcher,
        opened.content.learned.gate,
        opened.manifest.id,
        Contacts(settings.contacts.support),
        care(opened.content),
        opened.content.learned.judge,
        opened.today,
        _writer(settings.model),
        _OnDemand(lambda: sharing(settings, opened)),
    )


def sharing(settings: Settings, opened: Opened) -> SharingService:
    """The service that checks drafts, over an opened generation."""
    from bot.detectors.suite import detectors

    if opened.reader:
        opened.reader.load()
    clauses = [clause.text for clause in opened.catalogue.clauses.values()]
    colleagues = sources.directory(settings).names
    watch = Watch(detectors(settings.contacts.published, clauses, colleagues), opened.reader)
    return SharingService(
        opened.library,
        watch,
        table(opened.content.sharing),
        opened.manifest.id,
        opened.today,
        settings.contacts.support,
        _opinion(settings.model),
    )


class _OnDemand:
    """A checker that is put together for the first draft: most conversations hold none."""

    def __init__(self, build: Callable[[], Checker]) -> None:
        self._build = cache(build)

    def check(self, text: str, audiences: tuple[str, ...] = ()) -> Check:
        return self._build().check(text, audiences)


def _opinion(settings: ModelSettings) -> SecondOpinion | None:
    """The model that may doubt a draft, or none; drafts reach a model only where that is said."""
    if settings.name is None or not settings.second_opinion:
        return None
    from bot.writers.second_opinion import chat_model_opinion

    return chat_model_opinion(settings)


def _writer(settings: ModelSettings) -> Writer | None:
    """The model that may reword answers, or none; its packages are loaded only where one is named."""
    if settings.name is None:
        return None
    from bot.writers.chat_model import chat_model_writer

    return chat_model_writer(settings)


def spelling(content: Content) -> Spelling:
    """Corrects by the words of a generation's documents, guidance and examples, and by everyday ones."""
    official = (
        *(" ".join([*clause.section_path, clause.lead_in, clause.text]) for clause in content.clauses),
        *(document.title for document in content.documents),
        *(rule.plain for rules in content.rules.values() for rule in rules),
        *everyday.lexicon(content.words).phrases,
    )
    asked = (example.ask for example in content.examples.values())
    return Spelling(official, asked, common_words)


def care(content: Content) -> Care:
    """What the owner's examples of concerns teach; the clause they name most is the one on reporting."""
    named = named_clauses(content.examples.values())
    counts = Counter(
        e.clause for e in content.examples.values() if e.route in (Route.REPORT, Route.NOT_MANAGER) and e.clause
    )
    return Care(content.learned.router, named, frozenset(clause for clause, _ in counts.most_common(1)))


def _encoder_of(manifest: Manifest, home: Path) -> Encoder:
    """The model the generation was built with: the one that ships, or one exported into the home."""
    for folder in (SHIPPED, home / "encoders" / manifest.encoder):
        if (folder / "encoder.json").exists():
            encoder = OnnxEncoder(folder, threads=1)
            if encoder.fingerprint == manifest.encoder:
                return encoder
    raise DamagedGeneration("The policies were embedded with a model that isn't here. Run: clausewise ingest")
