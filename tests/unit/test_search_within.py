"""A search stays within the view it is asked in, however crowded the index is with other editions and audiences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.planning import plan
from ingest.record import Record
from ingest.sources import find
from knowledge.adapters.memory import MemoryEncoder, MemoryIndex
from knowledge.catalogue import Catalogue, Library
from knowledge.generation import Content
from knowledge.learned import UNTAUGHT_GATE, Learned
from knowledge.lexical import LexicalIndex
from knowledge.model import Example, Match
from knowledge.search import CLAUSE_CANDIDATES, Searcher, _inside
from knowledge.textual import section_keys, section_texts

TODAY, EARLIER = date(2026, 3, 2), date(2020, 1, 1)
ENCODER = MemoryEncoder()


def searcher(content: Content) -> Searcher:
    keys = content.passage_keys(examples=False)
    texts = [passage.text for passage in content.passages]
    asks = {key: example.ask for key, example in content.examples.items()}
    return Searcher(
        content,
        ENCODER,
        MemoryIndex(keys, ENCODER.encode(texts)[: len(keys)]),
        MemoryIndex(list(asks), ENCODER.encode(list(asks.values()))),
        LexicalIndex.build(keys, texts[: len(keys)]),
        LexicalIndex.build(list(asks), list(asks.values())),
        LexicalIndex.build(section_keys(content), list(section_texts(content))),
    )


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A hundred and fifty shops' parking rules in force since 2025, and one older rule that says little about it."""
    folder = tmp_path_factory.mktemp("policies")
    for shop in range(150):
        head = f"---\nreference: SHOP-{shop}\neffective_from: 2025-01-01\n---\n\n"
        (folder / f"{shop}.md").write_text(f"{head}Bicycles may be parked in yard {shop}.\n")
    (folder / "old.md").write_text("---\nreference: OLD\n---\n\nVehicles are left outside at night.\n")
    made = plan(find([folder]), Record(), TODAY)
    texts = [passage.text for passage in made.passages]
    return Content(
        documents=made.documents,
        clauses=made.clauses,
        rules={},
        passages=made.passages,
        examples={},
        vectors=ENCODER.encode(texts),
        learned=Learned(UNTAUGHT_GATE),
    )


def library(content: Content) -> Library:
    return Library(content.documents, content.clauses, content.rules)


def test_a_clause_is_found_though_a_hundred_that_do_not_hold_are_nearer(content: Content) -> None:
    view = library(content).at(EARLIER)
    found = searcher(content).search("where may bicycles be parked?", view)
    assert [hit.clause_id for hit in found.hits] == ["OLD:a"]
    assert found.hits[0].dense > 0


def test_the_whole_of_what_holds_is_searched_as_if_there_were_nothing_else(content: Content) -> None:
    view = library(content).at(TODAY)
    assert len(view.documents) == 151
    found = searcher(content).search("Bicycles may be parked in yard 77", view)
    assert found.hits[0].clause_id == "SHOP-77:a"


def test_in_an_empty_view_nothing_is_found(content: Content) -> None:
    assert searcher(content).search("where may bicycles be parked?", Catalogue((), (), {})).hits == ()


def test_an_example_of_a_clause_elsewhere_speaks_against_an_answer(content: Content) -> None:
    example = Example(ask="can I lock my bike up in yard 7?", clause="SHOP-7:a")
    passage = replace(content.passages[0], key="example:0", clause="SHOP-7:a", text=example.ask, editions=())
    taught = replace(
        content,
        examples={"example:0": example},
        passages=(*content.passages, replace(passage, kind="example")),
        vectors=ENCODER.encode([*(p.text for p in content.passages), example.ask]),
    )
    asked = "can I lock my bike up in yard 7?"
    then = searcher(taught).search(asked, library(taught).at(EARLIER)).signals
    now = searcher(taught).search(asked, library(taught).at(TODAY)).signals
    assert (now["inside"], now["outside"]) == (then["outside"], then["inside"])


def test_more_is_asked_for_until_enough_stand_in_the_view() -> None:
    everything = [Match(str(number), 1.0 - number / 10_000) for number in range(5000)]
    asked: list[int] = []

    def nearest(limit: int) -> list[Match]:
        asked.append(limit)
        return everything[:limit]

    standing = {str(number) for number in range(0, 5000, 7)}
    found = _inside(standing, nearest)
    assert [match.key for match in found] == [str(number) for number in range(0, 5000, 7)][:CLAUSE_CANDIDATES]
    assert asked == [60, 480]
