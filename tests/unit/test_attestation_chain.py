"""The log of signatures proves itself: whatever is done to it shows."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.onboarding import attestation
from bot.onboarding.attestation import Attestation, Passed, Record

MUTATIONS = 10_000


def signature(name: str) -> Attestation:
    return Attestation(
        person=name, name=f"{name} Łącki", typed=f"{name} Łącki", document="WP", title="Workshop Policy",
        edition="0a1b", version="2026", begins="", source_sha256="5" * 64, text_sha256="7" * 64,
        statement="I have read it.", checks=(Passed("WP:1", "Run?", "No."),), surface="test",
        at="2026-03-02T10:00:00.000+00:00", salt=name * 4,
    )  # fmt: skip


def chain(*names: str, erased: int | None = None) -> list[Record]:
    records: list[Record] = []
    for name in names:
        records.append(attestation.signed(signature(name), records[-1].entry if records else None))
    if erased:
        records.append(attestation.erased(erased, "2032-01-01T00:00:00.000+00:00", records[-1].entry))
        records[erased - 1] = Record(records[erased - 1].entry, None)
    return records


def text(records: list[Record]) -> str:
    return "".join(f"{line}\n" for line in attestation.exported(records))


WHOLE = text(chain("ann", "bob", "cat", erased=2))


def change_a_byte(chance: random.Random, log: str) -> str:
    raw = bytearray(log.encode())
    place = chance.randrange(len(raw))
    raw[place] = chance.choice([byte for byte in range(256) if byte != raw[place]])
    return raw.decode(errors="replace")


def drop_a_byte(chance: random.Random, log: str) -> str:
    place = chance.randrange(len(log))
    return log[:place] + log[place + 1 :]


def add_a_byte(chance: random.Random, log: str) -> str:
    place = chance.randrange(len(log) + 1)
    return log[:place] + chance.choice(' \n\t0a"}{é') + log[place:]


def cut_the_end(chance: random.Random, log: str) -> str:
    return log[: chance.randrange(len(log))]


def remove_lines(chance: random.Random, log: str) -> str:
    lines = log.splitlines(keepends=True)
    first = chance.randrange(len(lines))
    return "".join(lines[:first] + lines[first + chance.randint(1, len(lines) - first) :])


def move_a_line(chance: random.Random, log: str) -> str:
    lines = log.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines.insert(other, lines.pop(one))
    return "".join(lines)


def repeat_a_line(chance: random.Random, log: str) -> str:
    lines = log.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return "".join(lines)


def cut_and_close(chance: random.Random, log: str) -> str:
    """Records gone from the end, and the old last line kept."""
    lines = log.splitlines(keepends=True)
    return "".join([*lines[: chance.randrange(len(lines) - 1)], lines[-1]])


MUTATE: list[Callable[[random.Random, str], str]] = [
    change_a_byte, drop_a_byte, add_a_byte, cut_the_end, remove_lines, move_a_line, repeat_a_line, cut_and_close,
]  # fmt: skip


def test_a_whole_log_is_whole() -> None:
    found = attestation.verify(WHOLE)
    assert found.faults == ()
    assert (found.entries, found.erased) == (4, 1)


def test_an_empty_log_is_whole() -> None:
    assert attestation.verify(text([])).faults == ()


def test_ten_thousand_mutations_are_all_found() -> None:
    chance = random.Random(8)
    missed = []
    for number in range(MUTATIONS):
        mutated = MUTATE[number % len(MUTATE)](chance, WHOLE)
        if mutated != WHOLE and not attestation.verify(mutated).faults:
            missed.append(mutated)
    assert missed == []


def test_every_single_byte_counts() -> None:
    for place in range(0, len(WHOLE), 3):
        changed = "x" if WHOLE[place] != "x" else "y"
        assert attestation.verify(WHOLE[:place] + changed + WHOLE[place + 1 :]).faults, place


@given(st.text(max_size=300))
def test_anything_at_all_is_judged_and_never_falls_over(anything: str) -> None:
    assert attestation.verify(anything).faults
    assert attestation.verify(f"{anything}\n{anything}\n").faults


@pytest.mark.parametrize("line", ["[" * 100_000, '{"body":null,"entry":{}}', '{"body":1,"entry":[]}', "null", "1e999"])
def test_odd_lines_are_judged(line: str) -> None:
    assert attestation.verify(f"{line}\n{line}\n").faults


def test_what_was_erased_proves_itself_without_its_words() -> None:
    records = chain("ann", "bob", erased=1)
    assert records[0].body is None
    assert attestation.verify(text(records)).faults == ()


def test_words_that_are_gone_without_a_record_of_it_show() -> None:
    records = chain("ann", "bob")
    records[0] = Record(records[0].entry, None)
    assert attestation.verify(text(records)).faults == ("Record 1 has lost what was signed, and no record says why.",)


def test_words_that_came_back_after_they_were_erased_show() -> None:
    records = chain("ann", "bob", erased=1)
    records[0] = chain("ann")[0]
    assert "Record 1 was erased, and yet it is here." in attestation.verify(text(records)).faults


def test_a_forged_signature_put_in_the_middle_shows() -> None:
    records = chain("ann", "bob", "cat")
    forged = attestation.signed(signature("eve"), records[0].entry)
    assert attestation.verify(text([records[0], forged, *records[1:]])).faults


def test_a_receipt_gives_back_the_very_record() -> None:
    for record in chain("ann", "bob", erased=1):
        assert Record.of_line(record.line) == record
