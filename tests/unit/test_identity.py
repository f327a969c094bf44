"""Ids stay with their clauses from one edition to the next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clauses import cut
from ingest.identity import keep_ids, match
from ingest.readers.markdown import read_markdown
from knowledge.model import Clause

FIRST = "## Rules\n\n- Wash your hands before every shift.\n- Never lend your key to anyone.\n- Report spills at once."


def edition(text: str, *before: list[Clause]) -> list[Clause]:
    return keep_ids(cut(read_markdown(Path("r.md"), text)).clauses, before)


def named(text: str) -> dict[str, str]:
    return {clause.text: clause.id for clause in edition(text, edition(FIRST))}


def test_editing_one_clause_leaves_every_id() -> None:
    ids = named(FIRST.replace("every shift", "and after every shift"))
    assert list(ids.values()) == ["R:1.1", "R:1.2", "R:1.3"]


def test_an_inserted_clause_takes_over_nobodys_id() -> None:
    ids = named(FIRST.replace("- Never", "- Wear the hat that we give you.\n- Never"))
    assert ids["Never lend your key to anyone."] == "R:1.2"
    assert ids["Report spills at once."] == "R:1.3"
    assert ids["Wear the hat that we give you."] not in {"R:1.1", "R:1.2", "R:1.3"}


def test_a_removed_clause_takes_nothing_with_it() -> None:
    ids = named(FIRST.replace("- Never lend your key to anyone.\n", ""))
    assert ids == {"Wash your hands before every shift.": "R:1.1", "Report spills at once.": "R:1.3"}


def test_a_moved_clause_keeps_its_id() -> None:
    lines = FIRST.splitlines()
    ids = named("\n".join([lines[0], "", lines[4], lines[2], lines[3]]))
    assert ids["Report spills at once."] == "R:1.3"
    assert ids["Wash your hands before every shift."] == "R:1.1"


def test_a_clause_that_comes_back_gets_its_id_back() -> None:
    first = edition(FIRST)
    without = FIRST.replace("- Never lend your key to anyone.\n", "- Wear the hat that we give you.\n")
    second = edition(without, first)
    third = {clause.text: clause.id for clause in edition(FIRST, second, first)}
    assert third["Never lend your key to anyone."] == "R:1.2"
    assert [clause.id for clause in second] == ["R:1.1", "R:1.2-2", "R:1.3"]


def test_the_label_follows_the_print_and_the_id_the_clause() -> None:
    before = edition("## Leave\n\n3.1 Ask early.\n\n3.2 Nobody may carry leave over.")
    after = edition(
        "## Leave\n\n3.1 Ask early.\n\n3.2 Bank holidays are on top.\n\n3.3 Nobody may carry leave over.", before
    )
    assert [(clause.id, clause.position) for clause in after] == [
        ("R:3.1", "3.1"),
        ("R:3.2-2", "3.2"),
        ("R:3.2", "3.3"),
    ]


def test_of_a_clause_that_is_split_one_part_keeps_the_id() -> None:
    before = edition(
        "- Lock the door at night, and hand the key to the person who opens up in the morning.\n- Be kind."
    )
    text = "- Lock the door at night.\n- Hand the key to the person who opens up in the morning.\n- Be kind."
    ids = [clause.id for clause in edition(text, before)]
    assert sorted(ids) == ["R:1", "R:1-2", "R:2"]
    assert ids[2] == "R:2"


def test_the_same_words_stay_with_their_section() -> None:
    before = edition("## Tea\n\nAsk first.\n\n## Coffee\n\nAsk first.")
    after = edition("## Milk\n\nAsk first.\n\n## Tea\n\nAsk first.\n\n## Coffee\n\nAsk first.", before)
    assert [clause.id for clause in after] == ["R:1a-2", "R:1a", "R:2a"]


def test_alike_clauses_are_paired_so_that_all_fit_best() -> None:
    rules = [f"Staff of shop {name} open at {hour} and close at {hour + 8} on weekdays." for hour, name in
             enumerate(("Ash", "Beech", "Cedar", "Elm", "Fir", "Hazel"), 1)]  # fmt: skip
    before = edition("\n".join(f"- {rule}" for rule in rules))
    changed = [rule.replace("on weekdays", "from Monday to Friday") for rule in rules[1:]]
    ids = [clause.id for clause in edition("\n".join(f"- {rule}" for rule in changed), before)]
    assert ids == [f"R:{number}" for number in range(2, 7)]


WORDS = (
    "colleague branch till manager policy phone photo customer holiday sickness uniform locker laptop password visitor "
    "contract overtime break kitchen delivery stock refund complaint member vote meeting charity raffle poster website "
    "account invoice expense mileage bicycle parking badge alarm ladder freezer recipe allergy training mentor review "
    "probation notice pension childcare nursery parent register nappy outing consent funeral coffin hearse flower"
).split()


def unlike(others: Iterable[str], chance: Random) -> str:
    """A sentence that has few words in common with any of the others: a new one, not another wording."""
    while True:
        words = chance.choices(WORDS, k=12)
        if all(len(set(words) & set(other.split())) <= 3 for other in others):
            return " ".join(words)


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[tuple[int | None, str]]]:
    """A document's sentences, and those of its next edition with the place that each had before (None if new)."""
    chance = Random(draw(st.integers(0, 10_000)))
    before = [" ".join(chance.choices(WORDS, k=chance.randint(9, 16))) for _ in range(draw(st.integers(2, 25)))]
    after: list[tuple[int | None, str]] = list(enumerate(before))
    for _ in range(draw(st.integers(0, 8))):
        place = chance.randrange(len(after)) if after else 0
        match draw(st.sampled_from(["remove", "insert", "move", "edit"])) if after else "insert":
            case "remove":
                del after[place]
            case "insert":
                after.insert(place, (None, unlike(before, chance)))
            case "move":
                after.insert(chance.randrange(len(after)), after.pop(place))
            case _:
                number, text = after[place]
                words = text.split()
                words[chance.randrange(len(words))] = chance.choice(WORDS)
                after[place] = (number, " ".join(words))
    return before, after


def document(sentences: Iterable[str]) -> str:
    return "## Rules\n\n" + "\n".join(f"- {sentence.capitalize()}." for sentence in sentences)


@given(edits())
@settings(max_examples=150, deadline=None)
def test_whatever_is_edited_ids_stay_with_their_clauses(made: tuple[list[str], list[tuple[int | None, str]]]) -> None:
    before, after = made
    first = edition(document(before))
    second = edition(document(text for _, text in after), first) if after else []
    names = {number: clause.id for number, clause in enumerate(first)}
    for (number, _), clause in zip(after, second, strict=True):
        if number is None:
            assert clause.id not in names.values()
        else:
            assert clause.id == names[number]
    assert len({clause.id for clause in second}) == len(second)


@given(edits())
@settings(max_examples=50, deadline=None)
def test_every_clause_of_both_editions_is_in_one_pair(made: tuple[list[str], list[tuple[int | None, str]]]) -> None:
    old, new = edition(document(made[0])), edition(document(text for _, text in made[1]))
    pairs = match(old, new)
    assert [after for _, after in pairs if after] == new
    assert sorted((before.start for before, _ in pairs if before)) == [clause.start for clause in old]
    assert match(old, new) == pairs
