"""What part of a message is the draft, and what comes with it that can't be read."""

from __future__ import annotations

import pytest

from bot.errors import CannotCheck
from bot.sharing import handing
from bot.sharing.handing import Unread

HANDED = {
    "can I share this: Loved my first week!": "Loved my first week!",
    "Can i post this on facebook?\n\nWhat a day\n\nAnd what a team": "What a day\n\nAnd what a team",
    'is it ok to post "Our takings were up this week"?': "Our takings were up this week",
    "I want to post “The boss is a clown” on Twitter": "The boss is a clown",
    "is it alright to comment 'what a joke of a company this is' on the page": "what a joke of a company this is",
    "check: new doughnuts are in": "new doughnuts are in",
    "Can you check this post for me before I share it: hello all": "hello all",
    "ok to post this? Just had the best day ever with the team": "Just had the best day ever with the team",
    "could I tweet: loving the new store": "loving the new store",
    "```\nhello there\n```\ncan I share this?": "hello there",
    "> my post\n> second line\n\nIs this ok?": "my post\nsecond line",
    "Just had the best day\nCan I post this?": "Just had the best day",
    "draft: come on down to the fair": "come on down to the fair",
    "hi, would this be ok to share on LinkedIn: proud to join": "proud to join",
    "Am I ok to share this - proud of my team today": "proud of my team today",
    "Can I share this?": "",
    "please check this post": "",
}
ASKED = [
    "can I share photos of the kids?",
    "can I post our sales figures on LinkedIn?",
    "can I share this photo of the team?",
    "can I post about these topics: politics, religion, sport?",
    "is this allowed: posting photos of customers?",
    'can I put "travel agent at the Society" in my bio?',
    'can I share "Ways of Working" articles on LinkedIn?',
    "Can I post this? It's a photo of my team",
    "what does the policy say about gossip: can I share it?",
    "does that count in a closed chat too?",
    "can you check if I need to sign the policy?",
    "who do I tell if I posted something by mistake?",
    "hello",
    "",
]


@pytest.mark.parametrize(("message", "draft"), HANDED.items(), ids=HANDED)
def test_a_draft_is_told_by_the_words_that_hand_it_over(message: str, draft: str) -> None:
    assert handing.draft_in(message) == draft


@pytest.mark.parametrize("message", ASKED)
def test_a_question_about_sharing_stays_a_question(message: str) -> None:
    assert handing.draft_in(message) is None


@pytest.mark.parametrize("draft", ["", "  \n ", "x" * (handing.LIMIT + 1), "\x00\x01\x02PNG\x00", "ab\ufffd\ufffd"])
def test_what_is_no_draft_is_told(draft: str) -> None:
    with pytest.raises(CannotCheck):
        handing.readable(draft)


@pytest.mark.parametrize("draft", ["👍", "x" * handing.LIMIT, "tab\tand\r\nline", "اَلْعَرَبِيَّةُ", "👩‍👩‍👧‍👦 family"])
def test_odd_but_honest_text_is_read_as_it_is(draft: str) -> None:
    assert handing.readable(draft) == draft


@pytest.mark.parametrize(
    ("draft", "unread"),
    [
        ("Look at this (photo: me and the team)", (Unread.IMAGE,)),
        ("![sunset](sun.jpg) and https://example.org/a", (Unread.IMAGE, Unread.LINK)),
        ("see IMG_1234.HEIC", (Unread.IMAGE,)),
        ("read bit.ly/3abc", (Unread.LINK,)),
        ("lovely picture of a day, photo credit to nobody", ()),
        ("ring www dot something", ()),
    ],
)
def test_pictures_and_links_are_known_for_what_they_are(draft: str, unread: tuple[Unread, ...]) -> None:
    assert handing.unread(draft) == unread


@pytest.mark.parametrize(
    ("draft", "has_words"),
    [
        ("[image]", False),
        ("https://example.org/x?y", False),
        ("photo.jpg www.example.org", False),
        ("👍", True),
        ("hi", True),
    ],
)
def test_a_picture_or_a_link_alone_is_nothing_to_judge(draft: str, *, has_words: bool) -> None:
    assert handing.has_words(draft) is has_words


@pytest.mark.parametrize(
    "piece", ["(photo ", "a-", "![", "> ", '"', "can I share this ", "https://a.", "\n", "\t ", "? "]
)
def test_no_message_takes_long_to_look_through(piece: str) -> None:
    message = piece * (handing.LIMIT // len(piece))
    draft = handing.draft_in(message)
    assert draft is None or draft in message
    handing.unread(message)
    handing.has_words(message)
