"""Everyday words: what people say, as their documents write it."""

from __future__ import annotations

from collections import Counter

from knowledge.everyday import SHIPPED, Everyday, lexicon, sayings
from knowledge.lexical import COMMON, words
from knowledge.model import Saying

LEXICON = """
# shorthand
u = you
lol =
# the rest
hols, time off : annual leave, holiday
off sick : sickness absence
canned : dismissal
stick, usb stick : memory stick, removable media
grievance : complaint
"""


def read(text: str = LEXICON) -> Everyday:
    return Everyday(read_lines(text))


def read_lines(text: str) -> list[Saying]:
    return [saying for _, saying in sayings(text.splitlines())]


def test_a_line_says_what_people_say_and_what_policies_write() -> None:
    assert list(sayings(["# a remark", "", "hols, time off : annual leave"])) == [
        (3, Saying(("hols", "time off"), ("annual leave",)))
    ]
    assert read_lines("u = you") == [Saying(("u",), ("you",), replaced=True)]


def test_a_question_is_put_in_the_first_words_that_the_documents_hold() -> None:
    assert read().reworded("Can I book time off?", {"holiday"}).text == "Can I book holiday?"
    assert read().reworded("Can I book time off?", {"annual", "leav", "holiday"}).text == "Can I book annual leave?"


def test_words_that_the_documents_don_t_hold_change_nothing() -> None:
    found = read().reworded("Can I book time off?", {"parking"})
    assert found.text == "Can I book time off?"
    assert found.said == ()


def test_every_wording_that_the_documents_hold_is_looked_for() -> None:
    (said,) = read().reworded("my usb stick", {"memori", "stick", "remov", "media"}).said
    assert said.stems == {"usb", "stick"}
    assert said.written == (("memori",), ("remov", "media"))


def test_other_wordings_count_less_where_the_documents_say_the_same_words() -> None:
    strange, known = (read().reworded("hols?", vocabulary).said[0] for vocabulary in ({"holiday"}, {"holiday", "hol"}))
    assert known.weight < strange.weight


def test_of_two_sayings_the_longer_is_taken() -> None:
    assert [said.stems for said in read().reworded("the usb stick", {"media"}).said] == [{"usb", "stick"}]
    assert read().reworded("off sick again", {"sick", "absenc"}).text == "sickness absence again"


def test_sayings_match_in_any_form_but_not_where_the_stem_is_a_common_word() -> None:
    assert read().reworded("two sticks", {"memori", "stick"}).text == "two memory stick"
    assert read().reworded("can I?", {"dismiss"}).text == "can I?"
    assert read().reworded("he was canned", {"dismiss"}).text == "he was dismissal"


def test_chat_shorthand_is_spelt_out() -> None:
    assert read().spelt_out("can U lol ask") == "can you ask"
    assert read().spelt_out("WHAT DO U THINK") == "WHAT DO you THINK"


def test_what_shorthand_would_leave_empty_or_is_an_abbreviation_stays() -> None:
    assert read().spelt_out("lol") == "lol"
    assert read("cd = could\nu = you").spelt_out("cd u play my CD") == "could you play my CD"


def test_an_owner_decides_about_what_they_say_themselves() -> None:
    own = (Saying(("hols",), ("furlough",)), Saying(("u",), ("unit",), replaced=True))
    assert lexicon(own).shorthand["u"] == "unit"
    assert lexicon().shorthand["u"] == "you"
    assert lexicon(own).shorthand["pls"] == "please"
    assert lexicon(own).reworded("my hols", {"furlough", "holiday", "leav"}).text == "my furlough"


def test_all_phrases_are_told_in_full() -> None:
    assert {"you", "hols", "annual leave"} <= set(read().phrases)
    assert "u" not in read().phrases


def test_the_shipped_lexicon_says_everything_once() -> None:
    said = Counter(phrase.casefold() for entry in read_lines(SHIPPED.read_text("utf-8")) for phrase in entry.said)
    assert [phrase for phrase, times in said.items() if times > 1] == []


def test_every_shipped_saying_is_written_otherwise() -> None:
    for entry in read_lines(SHIPPED.read_text("utf-8")):
        assert entry.said
        if not entry.replaced:
            assert any(words(written) for written in entry.written)
            assert not COMMON.intersection(phrase.casefold() for phrase in entry.said)
            assert len(set(entry.written)) == len(entry.written)


def test_shipped_shorthand_is_spelt_out_in_one_go() -> None:
    found = read_lines(SHIPPED.read_text("utf-8"))
    short = {said for entry in found if entry.replaced for said in entry.said}
    assert not [e for e in found if e.replaced and short.intersection(" ".join(e.written).casefold().split())]


def test_the_shipped_lexicon_knows_what_colleagues_say() -> None:
    asked = {
        "I'm poorly": "sick",
        "put it on a pen drive": "media",
        "will I be sacked": "dismiss",
        "my nan died": "bereav",
        "is my boss on the fiddle": "fraud",
    }
    for question, stem in asked.items():
        found = lexicon().reworded(question, {"sick", "media", "dismiss", "bereav", "fraud", "remov"})
        assert stem in {part for said in found.said for wording in said.written for part in wording}, question
