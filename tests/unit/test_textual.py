"""A clause is lent what its section and document are worth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ingest.collecting import Record
from ingest.planning import plan
from ingest.sources import Sources, find
from knowledge.adapters.memory import MemoryEncoder
from knowledge.catalogue import Library
from knowledge.everyday import Rewording, Said, lexicon
from knowledge.generation import Content
from knowledge.learned import UNTAUGHT_GATE, Learned
from knowledge.lexical import LexicalIndex
from knowledge.textual import LONGEST, Evidence, Textual, asked, reworded, section_keys, section_texts, sections

DAY = date(2026, 3, 2)
ENCODER = MemoryEncoder()


def read(folder: Path, files: dict[str, str]) -> Content:
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.md").write_text(f"---\nreference: {name}\ntitle: {name} policy\n---\n\n{text}\n")
    return planned(find([folder]))


def planned(found: Sources) -> Content:
    made = plan(found, Record(), DAY)
    return Content(
        documents=made.documents,
        clauses=made.clauses,
        rules=made.rules,
        passages=made.passages,
        examples={},
        vectors=ENCODER.encode([passage.text for passage in made.passages]),
        learned=Learned(UNTAUGHT_GATE),
    )


def textual(content: Content) -> Textual:
    return Textual(
        content,
        LexicalIndex.build(section_keys(content), list(section_texts(content))),
        LexicalIndex.build([p.key for p in content.passages], [p.text for p in content.passages]),
    )


def weighed(
    content: Content, question: str, near: Sequence[str] = (), rewording: Rewording | None = None
) -> dict[str, Evidence]:
    text = textual(content)
    view = Library(content.documents, content.clauses, content.rules).at(DAY)
    return text.weigh(question, rewording or Rewording(question, ()), ENCODER.encode([question])[0], near, view)


TWO = {
    "parking": "## Bicycles\n\nThe rear yard is for bicycles.\n\nIt is locked at night.\n\n## Cars\n\nUse the street.",
    "kitchen": "## Dishes\n\nWash what you use.\n\nIt is locked at night.",
}


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return read(tmp_path / "policies", TWO)


def test_the_same_words_weigh_more_where_their_section_is_about_the_question(content: Content) -> None:
    found = weighed(content, "are bicycles in the rear yard locked in at night?", ["kitchen:1b"])
    places = {clause.id: clause for clause in content.clauses}
    locked = {places[name].document: e.odds for name, e in found.items() if places[name].text.startswith("It is")}
    assert locked["parking"] > locked["kitchen"]


def test_a_section_is_found_by_its_words_alone(content: Content) -> None:
    assert {content_id.split(":")[0] for content_id in weighed(content, "dishes")} == {"kitchen"}


def test_nothing_near_and_no_known_word_gives_no_evidence(content: Content) -> None:
    assert weighed(content, "xylophone") == {}


def test_a_section_is_found_by_what_its_documents_write_for_what_is_said(content: Content) -> None:
    said = Said(frozenset({"plate"}), (("dish",), ("crockeri",)), 1.0)
    assert weighed(content, "plates") == {}
    found = weighed(content, "plates", rewording=Rewording("dishes", (said,)))
    assert {name.split(":")[0] for name in found} == {"kitchen"}


def test_a_rewording_counts_by_its_share_in_the_question(content: Content) -> None:
    rewording = Rewording("dishes", (Said(frozenset({"plate"}), (("dish",),), 1.0),))
    vectors = ENCODER.encode(["plates", "dishes"])
    text = textual(content)
    long = "plates forgotten yesterday evening among friends from long ago"
    near = [text.meant(question, rewording, vectors) @ vectors[0] for question in ("plates", long)]
    assert near[0] < near[1]


def test_the_story_around_a_question_is_not_reworded() -> None:
    story = "I took my holidays in May and came back on the Monday. " * 3 + "Do I lose the holidays that are left?"
    assert reworded(story, lexicon(), {"annual", "leav"}).text.endswith("Do I lose the annual leave that are left?")
    assert reworded(story, lexicon(), {"annual", "leav"}).text.startswith("I took my holidays in May")


def test_a_clause_of_several_sentences_is_quoted_by_the_nearest(tmp_path: Path) -> None:
    text = "Bicycles are parked in the yard. Cars are parked in the street."
    content = read(tmp_path / "policies", {"parking": text})
    span = next(iter(weighed(content, "Cars are parked in the street").values())).span
    assert span is not None
    assert text[slice(*span)] == "Cars are parked in the street."


def test_a_quote_takes_in_the_sentence_that_points_back_to_it(tmp_path: Path) -> None:
    text = "Bicycles are parked in the yard. Cars are parked in the street. These spaces are free."
    content = read(tmp_path / "policies", {"parking": text})
    for question in ("Cars are parked in the street", "These spaces are free"):
        span = next(iter(weighed(content, question).values())).span
        assert span is not None
        assert text[slice(*span)] == "Cars are parked in the street. These spaces are free."


def test_the_sentence_quoted_and_the_rule_told_are_about_the_same_thing(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    (folder / "documents").mkdir(parents=True)
    (folder / "guidance").mkdir()
    text = "Bicycles are parked in the yard. Cars are parked in the street."
    (folder / "documents/parking.md").write_text(f"---\nreference: parking\ntitle: Parking\n---\n\n{text}\n")
    rules = ["Leave bicycles in the yard behind the shop.", "Leave cars in the street, not in the shop."]
    rows = "".join(f"    - {{stance: require, plain: '{rule}'}}\n" for rule in rules)
    (folder / "guidance/parking.yaml").write_text(f"document: parking\nclauses:\n  parking:a:\n    rules:\n{rows}")
    content = planned(find([folder]))
    for question in ("shop bicycles parked", "shop cars parked"):
        found = next(iter(weighed(content, question).values()))
        assert found.span is not None
        assert ("Bicycles" in text[slice(*found.span)]) == ("bicycles" in rules[found.rule])


def test_a_long_section_counts_as_several(tmp_path: Path) -> None:
    items = "\n".join(f"- Rule number {number} is kept." for number in range(70))
    content = read(tmp_path / "policies", {"rules": f"## Rules\n\n{items}"})
    assert [s.end - s.start for s in sections(content)] == [LONGEST, LONGEST, 10]


def test_every_clause_stands_in_one_section(content: Content) -> None:
    places = np.concatenate([np.arange(section.start, section.end) for section in sections(content)])
    assert places.tolist() == list(range(len(content.clauses)))


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Can I park here? I came by car.", "Can I park here?"),
        ("I came by car. Can I park here?", "Can I park here?"),
        ("I came by car. Tell me where to park.", "Tell me where to park."),
        ("where to park", "where to park"),
    ],
)
def test_the_question_is_told_from_the_story(message: str, question: str) -> None:
    assert asked(message) == question
