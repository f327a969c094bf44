"""How clauses are numbered: as printed, with letters told from Roman numbers by their neighbours."""

from __future__ import annotations

import pytest

from ingest.places import is_label, places
from ingest.readers import markers
from ingest.readers.reading import Block, Heading, Item, Paragraph, Row


def numbers(*blocks: Block) -> list[str]:
    return [place.number for place in places(blocks) if place]


def listed(*printed: str) -> list[str]:
    return numbers(Paragraph("Colleagues must:", "3.2"), *(Item("do it;", marker) for marker in printed))[1:]


def test_letters_and_roman_numbers_stand_under_the_number_above_them() -> None:
    assert listed("(a)", "(b)", "(i)", "(ii)", "(c)") == ["3.2(a)", "3.2(b)", "3.2(b)(i)", "3.2(b)(ii)", "3.2(c)"]


def test_i_after_h_and_before_j_is_a_letter() -> None:
    assert listed("(h)", "(i)", "(j)")[1:] == ["3.2(i)", "3.2(j)"]


def test_i_after_h_and_before_ii_is_one() -> None:
    assert listed("(h)", "(i)", "(ii)")[1:] == ["3.2(h)(i)", "3.2(h)(ii)"]


def test_v_goes_on_from_iv() -> None:
    assert listed("(iii)", "(iv)", "(v)", "(vi)")[-2:] == ["3.2(v)", "3.2(vi)"]


def test_a_heading_gives_its_number_to_what_stands_under_it() -> None:
    assert numbers(Heading(2, "Section 4: Leave"), Paragraph("Ask."), Item("First.", "1."), Item("Why.", "a)")) == [
        "4a",
        "4.1",
        "4.1(a)",
    ]


def test_clauses_tell_the_number_of_a_heading_that_prints_none() -> None:
    found = numbers(
        Heading(2, "Leave"), Paragraph("Ask.", "7.1"), Paragraph("Wait."), Heading(2, "Pay"), Paragraph("x")
    )
    assert found == ["7.1", "7a", "a"]


def test_numbers_that_go_on_through_the_sections_are_kept() -> None:
    blocks = (Heading(2, "A. General"), Item("One.", "1."), Heading(2, "B. Rules"), Item("Two.", "2."))
    assert numbers(*blocks) == ["1", "2"]


def test_numbers_that_begin_anew_in_each_section_are_told_apart_by_it() -> None:
    blocks = (Heading(2, "General"), Item("One.", "1."), Heading(2, "Rules"), Item("One.", "1."))
    assert numbers(*blocks) == ["1.1", "2.1"]


def test_a_heading_that_only_begins_with_a_number_has_none() -> None:
    assert numbers(Heading(2, "10 ways to stay safe"), Paragraph("Think."), Heading(2, "More"), Paragraph("x")) == [
        "1a",
        "2a",
    ]


def test_an_appendix_gives_its_letter() -> None:
    assert numbers(Heading(2, "Appendix B: Rates"), Row(("Car", "45p"), ("Vehicle", "Rate"))) == ["B.1"]


def test_bullets_and_rows_are_counted_under_the_clause_they_belong_to() -> None:
    blocks = (Paragraph("Bring:", "5.1"), Item("boots"), Item("gloves"), Row(("Hat", "red"), ("What", "Colour")))
    found = [place for place in places(blocks) if place]
    assert [place.number for place in found] == ["5.1", "5.1.1", "5.1.2", "5.1.3"]
    assert found[1].position == "5.1, point 1"
    assert found[3].lead_in == "Bring: What | Colour"


def test_a_number_printed_at_once_with_its_first_part_opens_both() -> None:
    assert numbers(Paragraph("One.", "1(1)"), Item("Two.", "(2)"), Item("Three.", "2.")) == ["1(1)", "1(2)", "2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.2 Colleagues must ask.", ("3.2", "Colleagues must ask.")),
        ("3.2(a) the form;", ("3.2(a)", "the form;")),
        ("(iv) a ban", ("(iv)", "a ban")),
        ("A.1 Rates", ("A.1", "Rates")),
        ("1. (1) The Council", ("1(1)", "The Council")),
        ("(the Society) may", (None, "(the Society) may")),
        ("2.5 per cent of pay", (None, "2.5 per cent of pay")),
        ("7.30 p.m. is closing time", (None, "7.30 p.m. is closing time")),
    ],
)
def test_markers_are_told_from_words(text: str, expected: tuple[str | None, str]) -> None:
    assert markers.split(text) == expected


@pytest.mark.parametrize(
    ("text", "label"), [("Key points covered:", True), ("Colleagues must:", False), ("Tell:", False)]
)
def test_a_label_is_no_sentence(text: str, label: bool) -> None:  # noqa: FBT001
    assert is_label(text) is label
