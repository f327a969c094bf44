"""Readers and cutting: what becomes a clause, and what bad files are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clauses import cut
from ingest.errors import NothingToIngest, Rejected
from ingest.planning import plan, sentences
from ingest.readers import read
from ingest.readers.markdown import read_markdown
from ingest.readers.plain_text import read_plain_text
from ingest.record import Record
from ingest.sources import find

TODAY = date(2026, 3, 2)
Write = Callable[[dict[str, "str | bytes"]], Path]


def ids(text: str) -> list[str]:
    return [clause.id for clause in cut(read_markdown(Path("leave.md"), text)).clauses]


def test_sections_paragraphs_and_items_are_numbered_as_they_stand() -> None:
    assert ids(
        "# Leave\n\nIntro.\n\n## Days\n\nYou have 25.\n\nThese count:\n\n- one\n- two\n\n## Sick\n\nCall in."
    ) == [
        "LEAVE:a",
        "LEAVE:1a",
        "LEAVE:1.1",
        "LEAVE:1.2",
        "LEAVE:2a",
    ]


def test_printed_numbers_are_kept() -> None:
    assert ids("## Rules\n\n3.2 Colleagues must ask.\n\n3.4 Nobody may guess.") == ["LEAVE:3.2", "LEAVE:3.4"]


def test_a_sentence_over_a_list_is_a_clause_and_the_lead_in_of_its_items() -> None:
    text = "## Rules\n\nEvery colleague must take all of these points into account:\n\n- be kind\n  - online too"
    clauses = cut(read_markdown(Path("r.md"), text)).clauses
    assert [clause.id for clause in clauses] == ["R:1a", "R:1.1", "R:1.1.1"]
    assert clauses[1].lead_in == clauses[0].text
    assert clauses[2].lead_in == f"{clauses[0].text} be kind"
    assert clauses[1].text == "be kind"


def test_wrapped_lines_and_markup_become_the_words_a_reader_sees() -> None:
    text = "## A\n\nPlease **do\nnot** share [our `prices`](http://x.test)."
    assert cut(read_markdown(Path("a.md"), text)).clauses[0].text == "Please do not share our prices."


def test_invisible_characters_never_become_clause_text() -> None:
    text = "## A\n\nYou may\u202e not\u202c sh\u200bare\x07 this."
    assert cut(read_markdown(Path("a.md"), text)).clauses[0].text == "You may not share this."


def test_two_clauses_never_have_one_id() -> None:
    found = ids("## A\n\n1. one\n2. two\n\nThen:\n\n1. three\n2. four")
    assert len(found) == len(set(found))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_cutting_never_fails_and_every_clause_is_its_span(text: str) -> None:
    for reader, name in ((read_markdown, "x.md"), (read_plain_text, "x.txt")):
        try:
            pieces = cut(reader(Path(name), text))
        except Rejected:
            continue
        assert all(pieces.text[c.start : c.end] == c.text for c in pieces.clauses)
        assert len({c.id for c in pieces.clauses}) == len(pieces.clauses)


@given(st.text(alphabet="ab. !?\nAB\"'", max_size=200).map(str.strip).filter(bool))
def test_sentences_cover_a_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert spans[0][0] == 0
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") in text.replace(" ", "") or "\n" in text


BAD: dict[str, tuple[str, str | bytes, str]] = {
    "unknown key": ("a.md", "---\nownr: HR\n---\nText.", 'a.md:2: the front matter has an unknown key "ownr"'),
    "never closed": ("a.md", "---\ntitle: A\nText.", "never closed"),
    "broken yaml": ("a.md", "---\ntitle: [\n---\nText.", "isn't valid YAML"),
    "not key and value": ("a.md", "---\njust words\n---\nText.", '"key: value" lines'),
    "wrong status": ("a.md", "---\nstatus: draft\n---\nText.", '"status" isn\'t usable'),
    "empty": ("a.md", "", "no text besides its title"),
    "title only": ("a.md", "# Title\n", "no text besides its title"),
    "blank": ("a.txt", " \n\n ", "no text besides its title"),
    "not utf-8": ("a.md", b"caf\xe9 rules", "isn't UTF-8"),
    "binary": ("a.md", b"\x7fELF\x00\x01", "binary file"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_named_with_its_reason(case: str, policies: Write) -> None:
    name, content, reason = BAD[case]
    with pytest.raises(Rejected) as rejected:
        plan(find([policies({name: content})]), Record(), TODAY)
    assert reason in str(rejected.value)
    assert name in str(rejected.value)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match=r"gone\.md: can't be read"):
        read(tmp_path / "gone.md")


def test_all_problems_of_all_files_are_told_at_once(policies: Write) -> None:
    folder = policies({"a.md": "---\nownr: x\nissu: y\n---\nText.", "b.md": b"\xff", "c.md": "# Fine\n\nText."})
    with pytest.raises(Rejected) as rejected:
        plan(find([folder]), Record(), TODAY, strict=True)
    assert len(rejected.value.problems) == 3


def test_no_documents_at_all(tmp_path: Path) -> None:
    with pytest.raises(NothingToIngest, match="No policies were found"):
        find([tmp_path])
    with pytest.raises(NothingToIngest, match="There is no file or folder"):
        find([tmp_path / "nowhere"])
