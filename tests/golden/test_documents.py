"""Real and made-up documents give the clauses that a person finds in them, named as they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.clauses import cut
from ingest.readers import READERS, read

DOCUMENTS = Path(__file__).parent / "documents"
LISTED = sorted(
    file for file in DOCUMENTS.rglob("*") if file.suffix in READERS and file.with_suffix(".clauses").exists()
)


def golden(document: Path) -> list[tuple[str, str]]:
    lines = document.with_suffix(".clauses").read_text(encoding="utf-8").splitlines()
    return [(number, text) for number, _, text in (line.partition(": ") for line in lines)]


def test_there_are_documents_of_each_format() -> None:
    assert {file.suffix for file in LISTED} >= {".md", ".txt", ".html", ".docx", ".pdf"}


@pytest.mark.parametrize("document", LISTED, ids=lambda file: file.name)
def test_every_clause_is_found_word_for_word_and_in_order(document: Path) -> None:
    assert [clause.text for clause in cut(read(document)).clauses] == [text for _, text in golden(document)]


@pytest.mark.parametrize("document", LISTED, ids=lambda file: file.name)
def test_every_clause_has_the_number_it_is_printed_with(document: Path) -> None:
    reading = read(document)
    found = [clause.id.removeprefix(f"{reading.metadata.reference}:") for clause in cut(reading).clauses]
    listed = [number for number, _ in golden(document)]
    assert [f if known != "?" else "?" for f, known in zip(found, listed, strict=True)] == listed
