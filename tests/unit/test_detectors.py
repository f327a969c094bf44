"""Detectors of what has a form: spans in the draft's own characters, whatever tricks it plays."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.gb import nhs

from bot.detectors.names import Names
from bot.detectors.suite import detectors


def found(draft: str, **known: tuple[str, ...]) -> list[tuple[str, str]]:
    """What is found, as its name and the draft's own words."""
    spotted = [s for detector in detectors(**known) for s in detector.detect(draft)]
    return [(s.what, draft[s.start : s.end]) for s in sorted(spotted, key=lambda s: s.start)]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("ring 07700 900318 😀", "07700 900318"),
        ("👨‍👩‍👧 ring 07700 900318", "07700 900318"),
        ("ring ０７７００ ９００ ３１８ now", "０７７００ ９００ ３１８"),
        ("ring 0️⃣7️⃣7️⃣0️⃣0️⃣ 9️⃣0️⃣0️⃣3️⃣1️⃣8️⃣!", "0️⃣7️⃣7️⃣0️⃣0️⃣ 9️⃣0️⃣0️⃣3️⃣1️⃣8️⃣"),
        ("ring 077\u00ad00 90\u200b0318 now", "077\u00ad00 90\u200b0318"),
        ("\u202ering 07700 900318\u202c now", "07700 900318"),
        ("ring ٠٧٧٠٠ ٩٠٠٣١٨", "٠٧٧٠٠ ٩٠٠٣١٨"),
        ("ring zero double seven double oh nine double oh three one eight", None),
    ],
)
def test_a_number_is_found_however_it_is_written(draft: str, expected: str | None) -> None:
    assert found(draft) == [("phone_number", expected or draft.removeprefix("ring "))]


def test_a_helpline_a_shop_and_a_service_are_no_findings() -> None:
    draft = "Samaritans 116 123, Childline 0800 1111, NHS 111, the shop's on 01632 960114, or dial 999."
    assert found(draft) == []


def test_the_employers_own_contacts_are_no_findings_however_they_are_spaced() -> None:
    assert found("call 01632960999 or mail jo@coop.example", contacts=("01632 960 999", "jo@coop.example")) == []


def test_a_quoted_clause_is_no_finding() -> None:
    clause = "The password is Winter99 in this example of what must never be shared with anybody."
    assert found(f"Policy says: {clause}", clauses=(clause,)) == []
    assert found("The password is Winter99, lads", clauses=(clause,)) == [("password", "Winter99")]


def test_a_colleague_is_found_by_the_directory_and_anybody_by_title_or_by_what_is_told_of_them() -> None:
    assert found("so proud of oluchi eze today", names=lambda: ("Oluchi Eze",)) == [("person", "oluchi eze")]
    assert found("served Mrs E. Fairbrother at the till") == [("person", "Mrs E. Fairbrother")]
    assert found("Marlon in transport is off having his bowel op") == [
        ("circumstances", "Marlon in transport is off having his bowel op")
    ]


def test_a_first_name_alone_and_a_credited_one_are_no_findings() -> None:
    assert found("Well done Chloe, lovely cake!\nPhoto by Priya Lanham, with her permission.") == []


@pytest.mark.parametrize(
    "draft",
    [
        "Sunset pic nicked off a photographer's page",
        "Scanned all 60 pages, PDF in the comments",
        "The full chapter's below, typed up from the book",
        "Cropped the watermark off so it fits",
        "Using this song, no idea about the rights",
    ],
)
def test_work_taken_without_credit_is_found(draft: str) -> None:
    assert [what for what, _ in found(draft)][:1] == ["uncredited"]


def test_work_with_a_credit_or_of_ones_own_is_no_finding() -> None:
    assert found("Photo from the Heighley archive page, courtesy of the society") == []
    assert found("Recipe from my own book, I wrote it, pics are mine") == []


def test_speaking_for_the_employer_is_found_disclaimer_or_not() -> None:
    draft = "On behalf of the Society I promise a refund. Views my own."
    assert found(draft) == [("claim", "On behalf of the Society I promise a refund")]


def test_an_insiders_opinion_wants_a_disclaimer() -> None:
    draft = "I work there and our deals are the best in town."
    assert found(draft) == [("no_disclaimer", draft)]
    assert found(f"{draft} All views my own.") == []


@given(st.integers(0, 10**14 - 1), st.text("abc xyz.\n", max_size=20), st.sampled_from(["", " ", "-"]))
def test_a_card_number_is_found_wherever_it_stands(number: int, around: str, between: str) -> None:
    digits = f"4{number:014d}"
    digits += luhn.calc_check_digit(digits)
    card = between.join(digits[i : i + 4] for i in range(0, 16, 4))
    assert ("payment_card", card) in found(f"{around} {card} {around}")


@given(st.integers(100_000_000, 999_999_999), st.text("abc xyz.\n", max_size=20))
def test_a_valid_nhs_number_is_found_wherever_it_stands(number: int, around: str) -> None:
    valid = [f"{number}{check}" for check in range(10) if nhs.is_valid(f"{number}{check}")]
    assume(valid)
    assert ("nhs_number", valid[0]) in found(f"{around} {valid[0]} {around}")


@given(st.from_regex(r"07[0-9]{9}|01[0-9]{9}|02[0-9]{9}", fullmatch=True), st.data())
def test_a_british_number_is_found_however_it_is_spaced(number: str, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from(["", "", " ", "-", "."]), min_size=10, max_size=10))
    start = data.draw(st.sampled_from(["0", "(0", "+44 ", "+44 (0)", "0044 "]))
    rest = "".join(digit + gap for digit, gap in zip(number[1:], [*gaps, ""], strict=False)).rstrip(" -.")
    written = f"{start}{rest}"
    assert ("phone_number", written) in found(f"ring me on {written} 🙂 after tea")


@given(st.from_regex(r"[ABCEHJKLMPRSTWXYZ]{2}[0-9]{6}[ABCD]", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_a_national_insurance_number_is_found_in_either_case(number: str, gap: str) -> None:
    assume(not number.startswith("ZZ"))
    for written in (number, number.lower()):
        spaced = gap.join((written[:2], written[2:4], written[4:6], written[6:8], written[8:]))
        assert ("national_insurance_number", spaced) in found(f"it says {spaced} here")


@given(st.from_regex(r"[A-Z]{4}[0-9]{14}", fullmatch=True), st.sampled_from([4, 22]))
def test_an_iban_is_found_with_its_check_digits_and_not_without(account: str, group: int) -> None:
    right = f"GB{iban.calc_check_digits(f'GB00{account}')}{account}"
    written = " ".join(right[i : i + group] for i in range(0, 22, group))
    assert ("iban", written) in found(f"pay {written} please")
    wrong = f"GB{(int(right[2:4]) + 1) % 100:02}{account}"
    assert ("iban", wrong) not in found(f"pay {wrong} please")


@pytest.mark.parametrize(
    "piece",
    [
        "0",
        "1 ",
        "12-34-56 ",
        "password ",
        "the door code is ",
        "a@",
        "a.b@c.",
        "eyJaaaa.",
        "@a ",
        "12 High ",
        "sort code ",
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    """Four times the text may take four times as long, with room for noise, but not sixteen times."""

    def taken(length: int) -> float:
        draft = (piece * length)[:length]
        before = time.process_time()
        found(draft)
        return time.process_time() - before

    taken(1_000)
    assert taken(40_000) < 12 * max(taken(10_000), 0.005)


def test_names_are_found_whole_however_they_are_written_and_those_of_one_word_never() -> None:
    known = Names(["Ann-Marie O'Neil", "Rose May", "Rose May Adeyemi", "Will", "José Peña"])
    text = "ann-marie o’neil's cake, ROSE MAY ADEYEMI and josé peña; will rose may do"
    assert [text[start:end] for start, end in known.find(text, 0, len(text))] == [
        "ann-marie o’neil's",
        "ROSE MAY ADEYEMI",
        "josé peña",
        "rose may",
    ]


def test_who_comes_or_goes_is_noticed() -> None:
    staff = [("Oluchi Eze",)]
    people = next(d for d in detectors(names=lambda: staff[-1]) if d.name == "people")
    assert people.detect("oluchi eze and tove lindqvist")[0].what == "person"
    staff.append(("Tove Lindqvist",))
    (spotted,) = people.detect("oluchi eze and tove lindqvist")
    assert (spotted.start, spotted.end) == (15, 29)
