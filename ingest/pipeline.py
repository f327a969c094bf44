"""The whole of an ingest, in order: find, plan, embed, learn, build, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from ingest import planning, publish
from ingest.learning import learn
from ingest.progress import Progress
from ingest.settings import IngestSettings
from knowledge.errors import KnowledgeError
from knowledge.generation import Content, Home, read_content, verify
from knowledge.learned import UNTAUGHT_GATE, Learned
from knowledge.model import Vectors
from knowledge.ports import Encoder

_AT_ONCE = 512
"""Texts embedded between two steps of the progress bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an ingest did. `embedded` and `reused` count searchable passages, clauses and examples alike."""

    generation: str
    changed: bool
    documents: int
    clauses: int
    examples: int
    embedded: int
    reused: int
    seconds: float


def run(settings: IngestSettings, encoder: Encoder, progress: Progress) -> Report:
    """Bring what is published up to date with the files; raises `IngestError` and leaves it as it was."""
    began = monotonic()
    home = Home(settings.home)
    sources = planning.find(settings.paths)
    with publish.only_one(home, progress):
        inputs = sources.fingerprint(encoder.fingerprint)
        published = _published(home)
        if published and published[0] == inputs:
            content = published[1]
            return _report(home.current().name, content, embedded=0, changed=False, began=began)
        progress.stage("reading documents")
        plan = planning.plan(sources, published[1] if published else None)
        known = _known_vectors(published[1], home, encoder) if published else {}
        vectors, embedded = _embed([passage.text for passage in plan.passages], known, encoder, progress)
        content = Content(
            documents=plan.documents,
            clauses=plan.clauses,
            rules=plan.rules,
            passages=plan.passages,
            examples=plan.examples,
            vectors=vectors,
            learned=Learned(UNTAUGHT_GATE),
        )
        progress.stage("learning from examples")
        content = replace(content, learned=learn(content, encoder))
        places = tuple(str(path.resolve()) for path in settings.paths)
        folder = publish.build(home, content, inputs, encoder.fingerprint, places, progress)
        publish.point_to(home, folder, progress)
    return _report(folder.name, content, embedded=embedded, changed=True, began=began)


def _report(generation: str, content: Content, *, embedded: int, changed: bool, began: float) -> Report:
    return Report(
        generation=generation,
        changed=changed,
        documents=len(content.documents),
        clauses=len(content.clauses),
        examples=len(content.examples),
        embedded=embedded,
        reused=len(content.passages) - embedded,
        seconds=round(monotonic() - began, 2),
    )


def _published(home: Home) -> tuple[str, Content] | None:
    """The published generation's inputs and content, or None where there is none that can be trusted."""
    try:
        folder = home.current()
        return verify(folder).inputs, read_content(folder)
    except KnowledgeError:
        return None


def _known_vectors(content: Content, home: Home, encoder: Encoder) -> dict[str, np.ndarray]:
    """Vectors of texts that need not be embedded again, by the text's hash; none from another model."""
    if verify(home.current()).encoder != encoder.fingerprint:
        return {}
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
    progress.stage("embedding", len(new))
    for start in range(0, len(new), _AT_ONCE):
        rows = new[start : start + _AT_ONCE]
        vectors[rows] = encoder.encode([texts[row] for row in rows])
        progress.advance(len(rows))
    return vectors, len(new)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
