"""What an ingest would do, found out without writing anything."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest import planning
from ingest.diff import Comparison, compare, editions
from ingest.pipeline import is_up_to_date, known_generation, record_of
from ingest.readers import READERS
from ingest.settings import IngestSettings
from ingest.sources import find
from knowledge.generation import Home, Remark, Skipped
from knowledge.model import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The plan of an ingest against what is published."""

    documents: tuple[Comparison, ...]
    """One a document among the files; `old` is None for a new one."""
    gone: tuple[Document, ...]
    """Published documents that are no longer among the files."""
    to_embed: int
    """Texts that would be embedded; all others are reused."""
    passages: int
    skipped: tuple[Skipped, ...]
    remarks: tuple[Remark, ...]
    unread: tuple[Path, ...]
    """Files in the folders whose kind no reader takes."""
    up_to_date: bool
    """Whether an ingest would find that nothing has changed at all, guidance and examples included."""


def preview(settings: IngestSettings, encoder: str, today: date) -> Preview:
    """Read and cut every document and compare it with its published edition; raises what an ingest would raise.

    `encoder` is the fingerprint of the model that an ingest would use.
    """
    sources = find(settings.paths)
    places = tuple(str(path.resolve()) for path in settings.paths)
    known = known_generation(Home(settings.home))
    plan = planning.plan(sources, record_of(known, places), today, strict=settings.strict)
    embedded = {p.text for p in known.content.passages} if known and known.manifest.encoder == encoder else set()
    before = editions(known.content.documents, known.content.clauses) if known else {}
    after = editions(plan.documents, plan.clauses)
    return Preview(
        documents=tuple(compare(before.get(reference), edition) for reference, edition in after.items()),
        gone=tuple(edition.document for reference, edition in before.items() if reference not in after),
        to_embed=sum(passage.text not in embedded for passage in plan.passages),
        passages=len(plan.passages),
        skipped=plan.skipped,
        remarks=plan.remarks,
        unread=tuple(_unread(settings.paths, set(sources.documents))),
        up_to_date=bool(known and is_up_to_date(known, sources.fingerprint(encoder), places, settings)),
    )


def _unread(paths: Sequence[Path], documents: set[Path]) -> Iterator[Path]:
    """Files that look like somebody's documents and won't be read; hidden ones and guidance are not among them."""
    for path in paths:
        root = path / "documents" if (path / "documents").is_dir() else path
        for folder, inside, files in os.walk(root):
            here = Path(folder)
            inside[:] = sorted(
                name for name in inside if not name.startswith(".") and (here != root or name != "guidance")
            )
            for name in sorted(files):
                file = here / name
                if not name.startswith(".") and file.suffix.lower() not in READERS and file not in documents:
                    yield file
