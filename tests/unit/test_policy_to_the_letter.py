"""The shipped policy is the source text, word for word, and its clauses have the ids they are known by."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingest.clauses import cut
from ingest.readers import read
from knowledge.model import Status

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests/golden/use-of-social-networks-policy.txt"
POLICY = ROOT / "knowledge/documents/use-of-social-networks-policy.md"
GUIDELINES = ROOT / "knowledge/documents/social-media-guidelines.md"


def words_of_source() -> str:
    body = SOURCE.read_text(encoding="utf-8").split("Policy name: |")[0]
    body = body.split("Last Updated 14 Dec 2017 in Ways of Working")[1]
    return " ".join(re.sub(r"^-\s*", "", body, flags=re.MULTILINE).split())


def test_the_policy_is_its_source_white_space_aside() -> None:
    assert " ".join(cut(read(POLICY)).text.split()) == words_of_source()


def test_the_policy_and_its_source_give_the_same_clauses_and_metadata() -> None:
    policy, source = read(POLICY), read(SOURCE)
    assert cut(policy).clauses == cut(source).clauses
    assert policy.metadata == source.metadata


def test_clauses_match_the_golden_list() -> None:
    golden = json.loads((ROOT / "tests/golden/clauses.json").read_text(encoding="utf-8"))
    found = {
        clause.id: [*clause.section_path, clause.position, clause.text]
        for file in (POLICY, GUIDELINES)
        for clause in cut(read(file)).clauses
    }
    assert found == golden


def test_the_guidelines_say_that_they_are_a_paraphrase() -> None:
    metadata = read(GUIDELINES).metadata
    assert metadata.status is Status.PARAPHRASE
    assert metadata.note is not None
    assert "paraphrase" in metadata.note


@pytest.mark.parametrize("file", [POLICY, GUIDELINES])
def test_every_clause_is_the_span_it_names(file: Path) -> None:
    pieces = cut(read(file))
    assert all(pieces.text[clause.start : clause.end] == clause.text for clause in pieces.clauses)
