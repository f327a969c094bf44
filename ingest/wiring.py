"""Composes an ingest from its settings: the one place in `ingest` that chooses adapters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from ingest import pipeline, publish
from ingest import preview as previewing
from ingest.pipeline import Report
from ingest.preview import Preview
from ingest.progress import Progress, Silent
from ingest.settings import DEFAULT_KNOWLEDGE, IngestSettings
from knowledge.adapters.encoder import SHIPPED, OnnxEncoder
from knowledge.errors import KnowledgeError
from knowledge.generation import Home, sources_of
from knowledge.ports import Encoder


def ingest(
    settings: IngestSettings,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    today: Callable[[], date] = date.today,
) -> Report:
    """Read the documents and publish them; raises `IngestError` or `KnowledgeError` with what to do."""
    encoder = encoder or OnnxEncoder(settings.encoder or SHIPPED)
    return pipeline.run(settings, encoder, progress or Silent(), today())


def preview(settings: IngestSettings, today: Callable[[], date] = date.today) -> Preview:
    """What `ingest` would do with these settings; writes nothing, and raises what an ingest would raise."""
    return previewing.preview(settings, OnnxEncoder(settings.encoder or SHIPPED).fingerprint, today())


def rebuild(home: Home, knowledge: Path | None) -> Report:
    """Build the published generation anew from where it came from, the damaged one set aside."""
    try:
        recorded = tuple(Path(source) for source in sources_of(home.current()))
    except KnowledgeError:
        recorded = ()
    paths = (knowledge,) if knowledge else recorded or (DEFAULT_KNOWLEDGE,)
    publish.set_aside(home)
    return ingest(IngestSettings(home=home.folder, paths=paths))
