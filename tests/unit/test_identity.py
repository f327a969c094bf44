"""Ids stay with their clauses from one edition to the next."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.clauses import cut
from ingest.identity import keep_ids
from ingest.readers.markdown import read_markdown
from knowledge.generation import Content
from knowledge.learned import UNTAUGHT_GATE, Learned
from knowledge.model import Clause

FIRST = "## Rules\n\n- Wash your hands before every shift.\n- Never lend your key to anyone.\n- Report spills at once."


def edition(text: str, published: Content | None = None) -> list[Clause]:
    return keep_ids(cut(read_markdown(Path("r.md"), text)).clauses, published)


def published(clauses: list[Clause]) -> Content:
    return Content(
        documents=(),
        clauses=tuple(clauses),
        rules={},
        passages=(),
        examples={},
        vectors=np.zeros((0, 1), dtype=np.float32),
        learned=Learned(UNTAUGHT_GATE),
    )


def named(text: str) -> dict[str, str]:
    before = published(edition(FIRST))
    return {clause.text: clause.id for clause in edition(text, before)}


def test_editing_one_clause_leaves_every_id() -> None:
    ids = named(FIRST.replace("every shift", "and after every shift"))
    assert list(ids.values()) == ["R:1.1", "R:1.2", "R:1.3"]


def test_an_inserted_clause_takes_over_nobodys_id() -> None:
    ids = named(FIRST.replace("- Never", "- Wear the hat that we give you.\n- Never"))
    assert ids["Never lend your key to anyone."] == "R:1.2"
    assert ids["Report spills at once."] == "R:1.3"
    assert ids["Wear the hat that we give you."] not in {"R:1.1", "R:1.2", "R:1.3"}


def test_a_removed_clause_takes_nothing_with_it() -> None:
    ids = named(FIRST.replace("- Never lend your key to anyone.\n", ""))
    assert ids == {"Wash your hands before every shift.": "R:1.1", "Report spills at once.": "R:1.3"}


def test_a_moved_clause_keeps_its_id() -> None:
    lines = FIRST.splitlines()
    ids = named("\n".join([lines[0], "", lines[4], lines[2], lines[3]]))
    assert ids["Report spills at once."] == "R:1.3"
    assert ids["Wash your hands before every shift."] == "R:1.1"
