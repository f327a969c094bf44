"""What a document says of itself, wherever it stands, is metadata and no clause."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.clauses import cut
from ingest.errors import Rejected
from ingest.readers import metadata
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.plain_text import read_plain_text

READ = {".md": read_markdown, ".txt": read_plain_text, ".html": read_html}
PRINTED = {
    "front matter": (".md", "---\nowner: HR\nversion: 3\neffective-from: 2024-04-01\n---\nAsk first."),
    "a table": (
        ".md",
        "| Owner | HR |\n|---|---|\n| Issue number | 3 |\n| Effective date | 1 April 2024 |\n\nAsk first.",
    ),
    "lines": (".txt", "LEAVE\n\nPolicy owner: HR\nVersion: 3\nEffective from: 1 April 2024\n\nAsk first.\n"),
    "one line": (".txt", "LEAVE\n\nOwner: HR | Version: 3 | Effective from: 01/04/2024\n\nAsk first.\n"),
    "at the end": (".txt", "LEAVE\n\nAsk first.\n\nPolicy owner: HR\nVersion: 3\nEffective from: 1 April 2024\n"),
    "definitions": (
        ".html",
        """<h1>Leave</h1><p>Ask first.</p><dl><dt>Owner</dt><dd>HR</dd><dt>Version</dt><dd>3</dd>
        <dt>Effective from</dt><dd>1 April 2024</dd></dl>""",
    ),
    "meta elements": (
        ".html",
        """<meta name="policy-owner" content="HR"><meta name="policy-version" content="3">
        <meta name="effective-from" content="1 April 2024"><h1>Leave</h1><p>Ask first.</p>""",
    ),
    "the foot of a page": (
        ".html",
        """<h1>Leave</h1><p>Ask first.</p><footer><p>Policy owner: HR</p><p>Version number: 3</p>
        <p>Effective from: 1 April 2024</p></footer>""",
    ),
}


@pytest.mark.parametrize("where", PRINTED)
def test_metadata_is_found_wherever_it_stands(where: str) -> None:
    suffix, text = PRINTED[where]
    reading = READ[suffix](Path(f"leave{suffix}"), text)
    found = reading.metadata
    assert (found.owner, found.issue, found.effective_from) == ("HR", "3", date(2024, 4, 1))
    assert [clause.text for clause in cut(reading).clauses] == ["Ask first."]


def test_front_matter_that_is_not_ours_is_a_remark() -> None:
    reading = read_markdown(Path("a.md"), "---\ntitle: A\nredirect_from: /x\n---\nText.")
    assert reading.remarks == ('has "redirect_from" in its front matter, which isn\'t used.',)


def test_a_typing_error_in_front_matter_is_told_with_what_was_meant() -> None:
    with pytest.raises(Rejected, match=r'unknown key "ownr"\. Did you mean "owner"'):
        read_markdown(Path("a.md"), "---\nownr: HR\n---\nText.")


def test_a_printed_date_that_is_none_is_a_remark() -> None:
    reading = read_plain_text(Path("a.txt"), "LEAVE\n\nOwner: HR\nEffective from: spring\n\nAsk first.\n")
    assert reading.metadata.effective_from is None
    assert "isn't a whole date" in reading.remarks[0]


@pytest.mark.parametrize(
    ("name", "reference"),
    [("Leave Policy v2 (final).md", "LEAVE-POLICY"), ("leave-2024.md", "LEAVE"), ("play-10.md", "PLAY-10")],
)
def test_a_file_s_name_gives_the_reference_without_its_edition(name: str, reference: str) -> None:
    assert metadata.reference_from(Path(name)) == reference


@pytest.mark.parametrize("text", ["1 April 2024", "01/04/2024", "2024-04-01", "April 1, 2024"])
def test_dates_are_read_as_printed(text: str) -> None:
    expected = date(2024, 4, 1)
    assert metadata.printed_date(text) == expected


@pytest.mark.parametrize("text", ["April 2024", "soon", "2024"])
def test_less_than_a_date_is_none(text: str) -> None:
    assert metadata.printed_date(text) is None
