"""The whole of an ingest, in order: find, plan, embed, learn, build, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import monotonic
from zipfile import BadZipFile

import numpy as np

from ingest import draft_learning, draft_opinions, planning, publish
from ingest.learning import learn
from ingest.progress import Progress
from ingest.publish import Before, Origin
from ingest.record import Record
from ingest.settings import IngestSettings
from ingest.sources import find, reading_code
from ingest.trained_model import choose
from knowledge.drafts import LearnedDrafts
from knowledge.errors import KnowledgeError
from knowledge.generation import (
    Content,
    Home,
    Manifest,
    Remark,
    Skipped,
    read_content,
    read_learned_drafts,
    read_manifest,
    verify,
)
from knowledge.learned import UNTAUGHT_GATE, Learned
from knowledge.model import Draft, Vectors
from knowledge.ports import DraftNetwork, Encoder, TrainedEncoder

_AT_ONCE = 512
"""Texts embedded between two steps of the progress bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an ingest did. `embedded` and `reused` count searchable passages, clauses and examples alike.

    `documents` and `clauses` count the newest editions; `editions` counts all on record.
    """

    generation: str
    changed: bool
    documents: int
    editions: int
    clauses: int
    examples: int
    embedded: int
    reused: int
    seconds: float
    skipped: tuple[Skipped, ...]
    remarks: tuple[Remark, ...]
    trained: bool = False
    """Whether a trained model answers, beside what is learned at ingest."""
    note: str = ""
    """What the owner should know about the trained model."""


@dataclass(frozen=True, slots=True)
class Known:
    """The published generation, checked; or, where that is damaged, the newest other one that isn't."""

    folder: Path
    manifest: Manifest
    content: Content
    published: bool


def run(
    settings: IngestSettings,
    encoder: Encoder,
    open_trained: Callable[[Path], TrainedEncoder],
    open_network: Callable[[Path], DraftNetwork],
    progress: Progress,
    today: date,
) -> Report:
    """Bring what is published up to date with the files; raises `IngestError` and leaves it as it was.

    What was trained encodes drafts too; without it they are encoded like all else.
    """
    began = monotonic()
    home = Home(settings.home)
    sources = find(settings.paths)
    with publish.only_one(home, progress):
        inputs = sources.fingerprint(encoder.fingerprint)
        places = tuple(str(path.resolve()) for path in settings.paths)
        known = known_generation(home)
        if known and is_up_to_date(known, inputs, places, settings):
            return _report(known.manifest, known.content, embedded=0, changed=False, began=began)
        progress.stage("reading documents")
        plan = planning.plan(sources, record_of(known, places), today, strict=settings.strict)
        choice = choose(sources.guidance, {clause.id for clause in plan.clauses}, tuple(plan.examples.values()))
        texts = [passage.text for passage in plan.passages]
        vectors, embedded = _embed(texts, _known_vectors(known, encoder), encoder, progress)
        content = Content(
            documents=plan.documents,
            clauses=plan.clauses,
            rules=plan.rules,
            passages=plan.passages,
            examples=plan.examples,
            vectors=vectors,
            learned=Learned(UNTAUGHT_GATE),
            words=plan.words,
            drafts=plan.drafts,
            sharing=plan.sharing,
            trained=choice.folder,
            signing=plan.signing,
        )
        trained = open_trained(choice.folder) if choice.folder else None
        network = open_network(choice.network) if choice.network else None
        reading = network or trained or encoder
        before = _learned_before(plan.drafts, reading, network, known, choice.folder)
        read = {} if before else sentences(plan.drafts, reading, progress)
        progress.stage("learning from examples")
        with ThreadPoolExecutor(1) as beside:  # each on a core of its own
            drafts = beside.submit(lambda: before or learn_drafts(plan.drafts, read, reading, network, choice.network))
            learned = learn(content, encoder, trained)
        content = replace(content, learned=learned, learned_drafts=drafts.result())
        origin = Origin(inputs, encoder.fingerprint, reading_code(), places, plan.skipped, plan.remarks)
        folder = publish.build(home, content, origin, progress, _before(known, encoder))
        publish.point_to(home, folder, progress)
    report = _report(read_manifest(folder), content, embedded=embedded, changed=True, began=began)
    return replace(report, note=choice.note)


def is_up_to_date(known: Known, inputs: str, places: tuple[str, ...], settings: IngestSettings) -> bool:
    """Whether an ingest of these inputs from these places would come to what is published."""
    refused = settings.strict and bool(known.manifest.skipped)
    return known.published and known.manifest.inputs == inputs and known.manifest.sources == places and not refused


def _report(manifest: Manifest, content: Content, *, embedded: int, changed: bool, began: float) -> Report:
    return Report(
        generation=manifest.id,
        changed=changed,
        documents=manifest.counts["documents"],
        editions=manifest.counts["editions"],
        clauses=manifest.counts["clauses"],
        examples=manifest.counts["examples"],
        embedded=embedded,
        reused=len(content.passages) - embedded,
        seconds=round(monotonic() - began, 2),
        skipped=manifest.skipped,
        remarks=manifest.remarks,
        trained=content.trained is not None,
    )


def known_generation(home: Home) -> Known | None:
    """The generation that an ingest builds on, or None where there is nothing that can be trusted."""
    for folder in publish.newest_first(home):
        try:
            return Known(folder, verify(folder), read_content(folder), folder == home.current())
        except KnowledgeError:
            continue
    return None


def record_of(known: Known | None, places: Sequence[str]) -> Record:
    """What is on record of the documents. Some path in common with the last time makes it the same collection."""
    if known is None:
        return Record()
    return Record(
        known.content,
        same_places=not set(places).isdisjoint(known.manifest.sources),
        same_readers=known.manifest.readers == reading_code(),
    )


def _before(known: Known | None, encoder: Encoder) -> Before | None:
    """What the new vector store may start from; not one of another model."""
    if known is None or known.manifest.encoder != encoder.fingerprint:
        return None
    return Before(known.folder, known.content)


def _known_vectors(known: Known | None, encoder: Encoder) -> dict[str, np.ndarray]:
    """Vectors of texts that need not be embedded again, by the text's hash; none from another model."""
    if known is None or known.manifest.encoder != encoder.fingerprint:
        return {}
    content = known.content
    return {_digest(p.text): content.vectors[row] for row, p in enumerate(content.passages)}


def _embed(
    texts: Sequence[str], known: dict[str, np.ndarray], encoder: Encoder, progress: Progress
) -> tuple[Vectors, int]:
    """One row a text, reused where the same words were embedded before; and how many were not."""
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    new: list[int] = []
    for row, text in enumerate(texts):
        vector = known.get(_digest(text))
        if vector is None:
            new.append(row)
        else:
            vectors[row] = vector
    new.sort(key=lambda row: len(texts[row]))  # texts as long as each other are encoded together
    progress.stage("embedding", len(new))
    for start in range(0, len(new), _AT_ONCE):
        rows = new[start : start + _AT_ONCE]
        vectors[rows] = encoder.encode([texts[row] for row in rows])
        progress.advance(len(rows))
    return vectors, len(new)


def sentences(drafts: Sequence[Draft], encoder: Encoder, progress: Progress) -> dict[str, np.ndarray]:
    """The sentences of the example drafts with their vectors."""
    texts = draft_learning.texts_of(drafts)
    vectors, _ = _embed(texts, {}, encoder, progress)
    return dict(zip(texts, vectors, strict=True))


def learn_drafts(
    drafts: Sequence[Draft],
    vectors: dict[str, np.ndarray],
    encoder: Encoder,
    network: DraftNetwork | None,
    folder: Path | None,
) -> LearnedDrafts | None:
    """What drafts teach, with the opinion of a network and of what lies in its folder, where there is one."""
    opinions = draft_opinions.honest(drafts, folder, network) if network and folder else {}
    fingerprint = network.fingerprint if network else ""
    return draft_learning.learn(drafts, vectors, encoder.fingerprint, fingerprint, opinions)


def _learned_before(
    drafts: Sequence[Draft], encoder: Encoder, network: DraftNetwork | None, known: Known | None, trained: Path | None
) -> LearnedDrafts | None:
    """What was learned from these very drafts, at the last ingest or by `clausewise train`."""
    told = (encoder.fingerprint, network.fingerprint if network else "", draft_learning.drafts_sha256(drafts))
    for found in (known.content.learned_drafts if known else None, _kept_beside(trained)):
        if found and (found.encoder, found.network, found.learned_from) == told:
            return found
    return None


def _kept_beside(trained: Path | None) -> LearnedDrafts | None:
    """What lies beside a trained model; what can't be read is learned again."""
    try:
        return read_learned_drafts(trained) if trained else None
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
