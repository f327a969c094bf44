"""Composes an ingest from its settings: the one place in `ingest` that chooses adapters."""

from __future__ import annotations

from ingest import pipeline
from ingest.pipeline import Report
from ingest.progress import Progress, Silent
from ingest.settings import IngestSettings
from knowledge.adapters.encoder import SHIPPED, OnnxEncoder
from knowledge.ports import Encoder


def ingest(settings: IngestSettings, progress: Progress | None = None, encoder: Encoder | None = None) -> Report:
    """Read the documents and publish them; raises `IngestError` or `KnowledgeError` with what to do."""
    encoder = encoder or OnnxEncoder(settings.encoder or SHIPPED)
    return pipeline.run(settings, encoder, progress or Silent())
