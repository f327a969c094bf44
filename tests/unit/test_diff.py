"""Two editions compared: exactly the edits that were made, clause by clause and word by word."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.collecting import edition as read_edition
from ingest.diff import Comparison, Edition, Kind, compare, continued, words


def edition(text: str) -> Edition:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "r.md"
        file.write_text(text, encoding="utf-8")
        return Edition(*read_edition(file))


def compared(old: str, new: str) -> Comparison:
    before = edition(old)
    return compare(before, continued(before, edition(new)))


def of_kind(found: Comparison, kind: Kind) -> set[str]:
    return {change.clause.text for change in found.changes if kind in change.kinds}


def changed_words(before: str, after: str) -> list[tuple[str, str]]:
    return [(run.before.strip(), run.after.strip()) for run in words(before, after) if not run.kept]


FIRST = """---
title: Rules
reference: R
owner: Estates
last_reviewed: June 2019
---

## Cleanliness

- Wash your hands before every shift begins.
- Wear the clean apron that the kitchen gives out.
- Tie long hair back, always.

## Keys

While they are at work, colleagues must not:

- lend the key of a till to anyone else.
- take any key home with them at night.
- copy a key for any reason at all.

## Spills

Report a spill at once to whoever leads the shift.
"""


def test_nothing_differs_from_itself() -> None:
    found = compared(FIRST, FIRST)
    assert found.same
    assert found.unchanged == 8


def test_white_space_is_no_word() -> None:
    assert compared(FIRST, FIRST.replace("before every shift", "before  every\n  shift")).same


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("You must report it within 3 days.", "You must report it within 5 days.", [("3", "5")]),
        ("You must share it.", "You must not share it.", [("", "not")]),
        ("You do not lend it.", "You don't lend it.", [("do not", "don't")]),
        ("A claim of £1,000.50 is paid.", "A claim of £1,500.50 is paid.", [("1,000.50", "1,500.50")]),
        ("See clause 3.2.1 below.", "See clause 3.2.2 below.", [("3.2.1", "3.2.2")]),
        ("Never, ever.", "Never ever.", [(",", "")]),
        ("must be on time", "may be in time", [("must", "may"), ("on", "in")]),
        ("", "All new.", [("", "All new.")]),
    ],
)
def test_the_words_that_changed_are_exact(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert changed_words(before, after) == expected


@given(st.text(), st.text())
def test_the_runs_hold_every_word_of_both_texts(before: str, after: str) -> None:
    runs = words(before, after)
    assert "".join(run.before for run in runs).split() == before.split()
    assert "".join(run.after for run in runs).split() == after.split()


def test_a_rewritten_sentence_reads_as_one_change_not_as_confetti() -> None:
    before = "Holiday requests go to the rota team by the end of the week."
    after = "Ask your line manager in writing for the dates at least a month ahead."
    assert len(changed_words(before, after)) <= 2


def test_an_inserted_clause_renumbers_and_moves_nothing() -> None:
    found = compared(FIRST, FIRST.replace("- Wear the", "- Cover every cut with a blue plaster.\n- Wear the"))
    assert of_kind(found, Kind.ADDED) == {"Cover every cut with a blue plaster."}
    assert of_kind(found, Kind.RENUMBERED) == {
        "Wear the clean apron that the kitchen gives out.",
        "Tie long hair back, always.",
    }
    assert found.counts()[Kind.MOVED] == 0
    assert found.unchanged == 6


def test_a_clause_in_another_section_has_moved_and_may_have_changed_too() -> None:
    line = "- take any key home with them at night.\n"
    new = FIRST.replace(line, "").replace("always.\n", "always.\n- take any key home with them, day or night.\n")
    found = compared(FIRST, new)
    change = next(change for change in found.changes if Kind.MOVED in change.kinds)
    assert change.kinds == (Kind.CHANGED, Kind.MOVED)
    assert [(run.before.strip(), run.after.strip()) for run in change.text if not run.kept] == [("at", ", day or")]
    assert found.counts()[Kind.MOVED] == 1


def test_a_new_lead_in_is_told_with_each_of_its_items() -> None:
    found = compared(FIRST, FIRST.replace("colleagues must not:", "colleagues may:"))
    assert of_kind(found, Kind.CHANGED) == {"While they are at work, colleagues may:"}
    assert len(of_kind(found, Kind.SETTING)) == 3
    item = next(change for change in found.changes if Kind.SETTING in change.kinds)
    assert [(run.before.strip(), run.after.strip()) for run in item.lead_in if not run.kept] == [("must not", "may")]


def test_a_renamed_section_moves_nobody() -> None:
    found = compared(FIRST, FIRST.replace("## Spills", "## Spills and leaks"))
    assert [change.kinds for change in found.changes] == [(Kind.SETTING,)]
    assert [run.after for run in found.changes[0].heading if not run.kept] == ["and leaks"]


def test_what_a_document_says_of_itself_is_compared() -> None:
    new = FIRST.replace("owner: Estates", "owner: Facilities\nissue: 2").replace("June 2019", "May 2024")
    found = compared(FIRST, new)
    assert [(f.name, f.before, f.after) for f in found.fields] == [
        ("owner", "Estates", "Facilities"),
        ("issue", None, "2"),
        ("last_reviewed", "June 2019", "May 2024"),
    ]
    assert not found.changes


def test_a_document_that_is_new_is_all_added() -> None:
    found = compare(None, edition(FIRST))
    assert found.counts()[Kind.ADDED] == 8
    assert found.old is None


def test_removed_clauses_stand_where_they_stood() -> None:
    found = compared(FIRST, FIRST.replace("- Wear the clean apron that the kitchen gives out.\n", ""))
    assert [change.kinds[0] for change in found.changes] == [Kind.REMOVED, Kind.RENUMBERED]


@dataclass
class Policy:
    """Sections of clauses that share no words, so that whatever pairs up must be the same clause."""

    chance: random.Random
    sections: list[list[str]] = field(default_factory=list)
    first: set[str] = field(default_factory=set)

    def sentence(self) -> str:
        letters = "abcdefghijklmnopqrstuvwxyz"
        drawn = ["".join(self.chance.choices(letters, k=self.chance.randint(4, 9))) for _ in range(14)]
        return " ".join(drawn).capitalize() + "."

    def printed(self) -> str:
        parts = [f"## Part {n}\n\n" + "".join(f"- {text}\n" for text in s) for n, s in enumerate(self.sections, 1)]
        return "---\ntitle: P\nreference: R\n---\n\n" + "\n".join(parts)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), removed=st.integers(0, 3), added=st.integers(0, 3), edited=st.integers(0, 4))
def test_random_edits_are_reported_as_they_were_made(seed: int, removed: int, added: int, edited: int) -> None:
    policy = Policy(random.Random(seed))
    chance = policy.chance
    policy.sections = [[policy.sentence() for _ in range(chance.randint(5, 9))] for _ in range(chance.randint(2, 4))]
    policy.first = {text for section in policy.sections for text in section}
    old = policy.printed()
    touched = chance.sample([text for section in policy.sections for text in section[2:-2]], k=2)
    gone = _remove(policy, [*touched, *(s[0] for s in policy.sections)][:removed])
    new_words = _edit(policy, [s[-1] for s in policy.sections][:edited])
    new = [policy.sentence() for _ in range(added)]
    for text in new:
        section = chance.choice(policy.sections)
        section.insert(chance.randint(0, len(section)), text)
    moved = _move(policy) if chance.random() < 0.5 else set()

    found = compared(old, policy.printed())

    assert of_kind(found, Kind.REMOVED) == gone
    assert of_kind(found, Kind.ADDED) == set(new)
    assert of_kind(found, Kind.CHANGED) == set(new_words)
    assert of_kind(found, Kind.MOVED) == moved
    for change in found.changes:
        if Kind.CHANGED in change.kinds:
            runs = [(run.before.strip(), run.after.strip()) for run in change.text if not run.kept]
            assert runs == [new_words[change.clause.text]]


def _remove(policy: Policy, texts: list[str]) -> set[str]:
    for section in policy.sections:
        section[:] = [text for text in section if text not in texts]
    return set(texts)


def _edit(policy: Policy, texts: list[str]) -> dict[str, tuple[str, str]]:
    """Change, insert or take out one word of each text; the new text and what happened to it."""
    made: dict[str, tuple[str, str]] = {}
    for section in policy.sections:
        for place, text in enumerate(section):
            if text not in texts:
                continue
            parts = text.split()
            at = policy.chance.randrange(1, len(parts) - 1)
            was, now = policy.chance.choice([(parts[at], "not"), ("", "not"), (parts[at], ""), (parts[at], "42")])
            parts[at : at + bool(was)] = [now] if now else []
            section[place] = " ".join(parts)
            made[section[place]] = (was, now)
    return made


def _move(policy: Policy) -> set[str]:
    """Take a clause of the first section to the end of the last."""
    text = next(text for text in policy.sections[0][1:] if text in policy.first)
    policy.sections[0].remove(text)
    policy.sections[-1].append(text)
    return {text}
