"""Automatic numbers are what Word prints: formats, levels, restarts, styles."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from ingest.readers.docx import read_docx
from ingest.readers.docx.numbering import Numbering
from ingest.readers.reading import Block, Heading, Paragraph

LEGAL = '<w:isLgl w:val="1"/>'


def level(index: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = ""
) -> str:
    return (
        f"<w:numbering {nsdecls('w')}>"
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{nums}</w:numbering>'
    )


def printed(markup: str, *paragraphs: tuple[str, int]) -> list[str | None]:
    """What stands before paragraphs, each given as its list and its level."""
    counting = Numbering(etree.fromstring(markup))
    return [counting.next(num_id, index) for num_id, index in paragraphs]


@pytest.mark.parametrize(
    ("form", "count", "shown"),
    [
        ("decimal", 12, "(12)"),
        ("decimalZero", 7, "(07)"),
        ("lowerLetter", 28, "(bb)"),
        ("upperLetter", 3, "(C)"),
        ("lowerRoman", 14, "(xiv)"),
        ("upperRoman", 4, "(IV)"),
        ("ordinal", 22, "(22nd)"),
        ("cardinalText", 3, "(Three)"),
        ("japaneseCounting", 5, "(5)"),
    ],
)
def test_a_count_is_printed_in_its_format(form: str, count: int, shown: str) -> None:
    assert printed(numbering(level(0, form, "(%1)", start=count)), ("1", 0)) == [shown]


def test_deeper_levels_restart_under_each_higher_one() -> None:
    markup = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)"))
    walk = [0, 1, 1, 2, 2, 1, 2, 0, 1]
    assert printed(markup, *(("1", index) for index in walk)) == [
        "1.", "1.1", "1.2", "(a)", "(b)", "1.3", "(a)", "2.", "2.1",
    ]  # fmt: skip


def test_a_level_may_run_on_or_restart_only_under_one_of_them() -> None:
    run_on = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    assert printed(run_on, ("1", 0), ("1", 1), ("1", 0), ("1", 1)) == ["1.", "1.", "2.", "2."]
    under_first = numbering(
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2."),
        level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
    )
    assert printed(under_first, *(("1", index) for index in (0, 1, 2, 1, 2, 0, 2))) == [
        "1.", "1.", "a)", "2.", "b)", "2.", "a)",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    markup = numbering(level(0, "decimal", "%1."), nums=nums)
    assert printed(markup, ("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0)) == ["1.", "2.", "5.", "6.", "7."]


def test_legal_numbering_prints_figures_only() -> None:
    markup = numbering(level(0, "upperRoman", "Article %1."), level(1, "decimal", "%1.%2", LEGAL))
    assert printed(markup, ("1", 0), ("1", 0), ("1", 1)) == ["Article I.", "Article II.", "2.1"]


def test_a_list_may_take_its_levels_from_a_list_style() -> None:
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="House"/></w:abstractNum>'
    nums = '<w:num w:numId="4"><w:abstractNumId w:val="7"/></w:num>'
    markup = numbering('<w:styleLink w:val="House"/>', level(0, "lowerLetter", "%1)"), nums=nums, more=linked)
    assert printed(markup, ("4", 0), ("4", 0)) == ["a)", "b)"]


def test_bullets_and_unknown_lists_print_no_number() -> None:
    markup = numbering(level(0, "bullet", "•"), level(1, "decimal", "–"))
    assert printed(markup, ("1", 0), ("1", 1), ("9", 0), ("1", 8)) == [None, None, None, None]


def blocks(document: docx.document.Document) -> list[Block]:
    packed = io.BytesIO()
    document.save(packed)
    return list(read_docx(Path("a.docx"), packed.getvalue()).blocks)


def numbered_style(document: docx.document.Document, name: str, based_on: str, index: int, num_id: str = "") -> None:
    style = document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[based_on]
    named = f'<w:numId w:val="{num_id}"/>' if num_id else ""
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{index}"/>{named}</w:numPr>')
    )


def test_numbers_come_from_styles_and_what_they_are_based_on() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    tied = '<w:pStyle w:val="Klausel"/>'
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2", tied) + level(2, "decimal", "%1.%2.%3")
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    numbered_style(document, "Abschnitt", "Heading 1", 0, "90")
    numbered_style(document, "Klausel", "Normal", 0, "90")
    numbered_style(document, "Unterklausel", "Klausel", 2)
    document.styles.add_style("Klausel eng", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[
        "Klausel"
    ]
    document.add_paragraph("Leave Policy", style="Title")
    document.add_paragraph("Leave", style="Abschnitt")
    document.add_paragraph("Ask for leave in writing, and do so before you book anything.", style="Klausel")
    document.add_paragraph("A month ahead is early.", style="Unterklausel")
    document.add_paragraph("Ask early, as a rule.", style="Klausel eng")
    assert blocks(document) == [
        Heading(2, "1. Leave"),
        Paragraph("Ask for leave in writing, and do so before you book anything.", "1.1"),
        Paragraph("A month ahead is early.", "1.1.1"),
        Paragraph("Ask early, as a rule.", "1.2"),
    ]
