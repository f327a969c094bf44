"""What each format's readers make of the page: furniture out, lines joined, and nothing lost or made up."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clauses import cut
from ingest.errors import Rejected
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.plain_text import read_plain_text
from ingest.readers.reading import INVISIBLE

PIECES = st.sampled_from(
    """# A|## 2. B|3.2 You must ask.|(a) one;|(i) two|- point|  - deeper||\f|A ¦ B ¦ C|--- ¦ ---|<p>|</p>|<ul><li>|</li>
<table><tr><td>|</table>|<h2>x</h2>|Owner: HR|Page 1 of 2|CONTENTS|1. Leave ..... 3|<br>|<div hidden>|{% x %}|[^1]: n
a line that is long enough to be wrapped at the end of the re-|cord|\u200b|\u202e|\x07|---""".replace("\n", "|").split(
        "|"
    )
).map(lambda piece: piece.replace("¦", "|") + "\n")


def texts(reading_of: str, suffix: str = ".txt") -> list[str]:
    reader = {".txt": read_plain_text, ".md": read_markdown, ".html": read_html}[suffix]
    return [clause.text for clause in cut(reader(Path(f"x{suffix}"), reading_of)).clauses]


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_read_clauses_are_spans_with_ids_of_their_own_and_nothing_unseen(text: str) -> None:
    for suffix, reader in ((".txt", read_plain_text), (".md", read_markdown), (".html", read_html)):
        try:
            pieces = cut(reader(Path(f"x{suffix}"), text))
        except Rejected:
            continue
        assert all(pieces.text[c.start : c.end] == c.text for c in pieces.clauses)
        assert len({c.id for c in pieces.clauses}) == len(pieces.clauses)
        assert all(before.end <= after.start for before, after in pairwise(pieces.clauses))
        assert not INVISIBLE.search(pieces.text)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", pieces.text)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("confi-", "dential", "confidential"),
        ("part-", "time", "part-time"),
        ("self-", "assessment", "self-assessment"),
        ("recov-", "ery", "recovery"),
    ],
)
def test_a_word_divided_at_a_line_s_end_is_joined(before: str, after: str, joined: str) -> None:
    line = f"Colleagues who handle things of this kind must take great care {before}"
    other = "Everyone else asks their manager first, and their manager will say yes"
    text = f"RULES\n\n{line}\n{after} matters are for the manager alone to decide upon.\n\n{other}\nor no.\n"
    assert texts(text)[0].endswith(f"{joined} matters are for the manager alone to decide upon.")


def test_a_page_of_nothing_but_links_is_no_document() -> None:
    page = "<body><nav><ul><li><a href='/a'>A</a></li></ul></nav><h1>Title</h1><p><a href='#top'>Back to top</a></p>"
    assert texts(page, ".html") == []


def test_what_says_something_above_a_page_s_heading_is_kept_and_menus_are_not() -> None:
    page = (
        "<p>Home &gt; HR</p><p>This page tells you how to ask for leave, and whom.</p><h1>Leave</h1><p>Ask first.</p>"
    )
    assert texts(page, ".html") == ["This page tells you how to ask for leave, and whom.", "Ask first."]
    assert texts("- one\n- two\n\n# Leave\n\nAsk first.\n", ".md") == ["one", "two", "Ask first."]


def test_accordions_and_details_are_read_and_hidden_words_are_not() -> None:
    page = (
        "<h1>T</h1><button aria-controls='p1'>One</button><div id='p1' hidden><p>Inside.</p></div>"
        "<details><summary>Two</summary><p>Unfolded.</p></details><p style='display:none'>Never.</p>"
    )
    assert texts(page, ".html") == ["Inside.", "Unfolded."]


def test_tagged_lines_are_read_as_html_whatever_the_file_is_called() -> None:
    page = "Leave\n<h1>Overview</h1>\n<p>You get 25 days.</p>\n<li>one</li>\n<tr>Rate | Days</tr>\n<tr>Full | 9</tr>"
    reading = read_plain_text(Path("leave.txt"), page)
    assert reading.metadata.title == "Leave"
    assert [clause.id for clause in cut(reading).clauses] == ["LEAVE:1a", "LEAVE:1.1", "LEAVE:1.2"]


def test_markdown_s_numbers_are_those_a_reader_sees() -> None:
    assert [c.id for c in cut(read_markdown(Path("x.md"), "1. a\n1. b\n1. c\n")).clauses] == ["X:1", "X:2", "X:3"]


@pytest.mark.parametrize("piece", ["[", "(", "{% ", "*a ", "<div>", "<ul><li>a", "> ", "{: ", "<!-- ", "a  b  "])
def test_what_nobody_wrote_is_read_or_refused_without_end(piece: str) -> None:
    for reader, suffix in ((read_plain_text, ".txt"), (read_markdown, ".md"), (read_html, ".html")):
        assert len(cut(reader(Path(f"x{suffix}"), piece * 5_000)).text) <= len(piece) * 5_000
