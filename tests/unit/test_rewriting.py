"""A version that can be shared: cut cleanly, masked, disclaimed, or not offered at all."""

from __future__ import annotations

import pytest

from bot import messages
from bot.model import Kind, Spotted
from bot.sharing.rewriting import rewritten


def spot(draft: str, words: str, kind: Kind = Kind.COMPLAINT_ABOUT_WORK, mask: str = "") -> Spotted:
    start = draft.index(words)
    return Spotted(kind, start, start + len(words), mask=mask)


CUT = [
    ("Lovely day out. The pay is a joke. Same again soon!", ["The pay is a joke"], "Lovely day out. Same again soon!"),
    (
        "Our new kitchen is a dream, took them years. Soup tomorrow!",
        ["took them years"],
        "Our new kitchen is a dream. Soup tomorrow!",
    ),
    (
        "New shirts, finally cheap enough, but I love them so much",
        ["New shirts, finally cheap enough"],
        "I love them so much",
    ),
    (
        "Slides are up (slide 4 has the sales) and I am proud of them.",
        ["slide 4 has the sales"],
        "Slides are up and I am proud of them.",
    ),
    (
        "What a day 🎉 the boss was drunk again. Best job going.",
        ["the boss was drunk again"],
        "What a day 🎉 Best job going.",
    ),
    (
        "Thank you all.\n\nNo thanks to Jo, the slacker.\n\nOn we go. #proud",
        ["Jo, the slacker"],
        "Thank you all.\n\nOn we go. #proud",
    ),
    (
        "✅ learned a lot\n✅ found the password is Hello1\n✅ ate cake",
        ["the password is Hello1"],
        "✅ learned a lot\n✅ ate cake",
    ),
    (
        "A crumble! (Copied from her book, shh.) Plums from our aisle.",
        ["Copied from her book"],
        "A crumble! Plums from our aisle.",
    ),
]


@pytest.mark.parametrize(("draft", "faults", "left"), CUT, ids=[draft for draft, _, _ in CUT])
def test_phrases_and_sentences_go_whole_and_leave_no_stump(draft: str, faults: list[str], left: str) -> None:
    assert rewritten(draft, [spot(draft, words) for words in faults]) == left


@pytest.mark.parametrize(
    ("draft", "fault"),
    [
        ("The pay is a joke", "The pay is a joke"),
        ("Great. The pay is a joke and everyone who works here knows that it is", "The pay is a joke"),
        ("To the man who kept us waiting: you are a disgrace", "you are a disgrace"),
        ("🎉🎉", "🎉🎉"),
    ],
)
def test_nothing_is_offered_where_too_little_would_be_left(draft: str, fault: str) -> None:
    assert rewritten(draft, [spot(draft, fault)]) is None


def test_a_disclaimer_is_added_and_the_words_stay() -> None:
    draft = "I think the new charges are right. Lovely shop too."
    spoken = spot(draft, "the new charges are right", Kind.SPEAKING_FOR_SOCIETY)
    assert rewritten(draft, [spoken]) == f"{draft} {messages.DISCLAIMER}"


def test_boldly_what_has_a_mask_is_masked_and_all_else_goes() -> None:
    draft = "Headbands for sale, £8. Ring me on 07700 900915 any time. The pay here is a joke."
    faults = [spot(draft, "07700 900915", Kind.PERSONAL_DATA, "[phone number]"), spot(draft, "pay here is a joke")]
    assert rewritten(draft, faults, boldly=True) == "Headbands for sale, £8. Ring me on [phone number] any time."


def test_masks_that_overlap_are_set_once() -> None:
    draft = "Write to jo.bloggs@example.org for tickets please"
    faults = [
        spot(draft, "jo.bloggs@example.org", Kind.PERSONAL_DATA, "[email address]"),
        spot(draft, "bloggs@example.org", Kind.PERSONAL_DATA, "[email address]"),
    ]
    assert rewritten(draft, faults, boldly=True) == "Write to [email address] for tickets please"


@pytest.mark.parametrize("piece", [" ", "\t", ",", "(", "a, ", "a. ", "\n", "😀", "\u200d"])
def test_the_longest_draft_of_any_sort_is_cut_in_a_moment(piece: str) -> None:
    draft = "Some words here. " + piece * (50_000 // len(piece)) + " The end is near. Bye now all."
    assert "The end is near" not in (rewritten(draft, [spot(draft, "The end is near")]) or "")
