"""A draft is cut into sentences and phrases that together hold all its words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.units import phrases, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_at_stops_lines_and_emoji() -> None:
    assert cut("Long day 💪 Home now. Tea!\n\nThen bed") == ["Long day 💪", "Home now.", "Tea!", "Then bed"]


def test_a_phrase_too_short_to_judge_goes_with_its_neighbour() -> None:
    text = "So, the back door is on the latch, honest"
    assert [text[a:b] for a, b in phrases(text)] == ["So, the back door is on the latch, honest"]


def test_a_text_without_words_has_no_parts() -> None:
    assert sentences(" 🎉 … ") == []
    assert phrases("") == []


@given(st.text(alphabet="ab ,.;!?()\n-🎉", max_size=80))
def test_parts_stand_in_order_and_hold_every_letter(text: str) -> None:
    for spans in (sentences(text), phrases(text)):
        assert all(start < end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        kept = "".join(text[start:end] for start, end in spans)
        assert [c for c in kept if c in "ab"] == [c for c in text if c in "ab"]
