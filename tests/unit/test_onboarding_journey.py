"""A colleague's way through a policy: paused, gone back on, taken on two devices, and signed as it was shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import messages
from bot.errors import NotAColleague, NothingToSign
from bot.onboarding.model import PageKind
from bot.onboarding.service import OnboardingService
from bot.records.onboarding import Book
from knowledge.model import Check, Signing
from tests import offices
from tests.offices import START, Firm, person

CHECK = Check(clause="WP:1.2", ask="May you run?", right="No.", wrong=("Yes.",), why="Somebody could fall.")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    library = offices.library(tmp_path, (offices.FIRST, ""), (offices.SECOND, "2026-04-01"))
    return Firm(library, [person("boss"), person("ann", "boss", team="Lathes"), person("bob", "boss")])


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return offices.records(tmp_path / "home")[2]


@pytest.fixture
def onboarding(firm: Firm, book: Book) -> OnboardingService:
    return offices.service(firm, book)


def test_the_pages_come_in_order_and_end_with_the_statement(firm: Firm, onboarding: OnboardingService) -> None:
    page, seen = onboarding.begin("ann"), []
    while page.kind is not PageKind.CHECK:
        seen.append(page)
        page = onboarding.next("ann", "WP", page.place)
    assert [one.title for one in seen[1:]] == ["Safety", "Leaving"]
    assert seen[1].told[0].quote.quote == "You must wear goggles at the lathe."
    assert offices.to_the_end(firm, onboarding, "ann").statement == messages.STATEMENT.format(title="Workshop Policy")


def test_the_owners_plain_words_stand_beside_the_clause_where_it_reads_as_the_newest(
    onboarding: OnboardingService,
) -> None:
    page = onboarding.next("ann", "WP", onboarding.begin("ann").place)
    plain = {one.quote.quote: one.plain for one in page.told}
    assert plain["You must not run in the workshop."] == ("Don't run.",)
    assert plain["You must wear goggles at the lathe."] == ()


def test_the_place_is_kept_for_days_and_for_any_device(firm: Firm, onboarding: OnboardingService, book: Book) -> None:
    page = onboarding.next("ann", "WP", onboarding.begin("ann").place)
    firm.now += timedelta(days=12)
    elsewhere = offices.service(firm, book)
    assert elsewhere.begin("ann") == page
    assert elsewhere.back("ann", "WP", page.place).kind is PageKind.WELCOME


def test_a_question_on_the_way_loses_no_place(onboarding: OnboardingService) -> None:
    page = onboarding.next("ann", "WP", onboarding.begin("ann").place)
    assert onboarding.ask("ann", "May I run?").text == "It is in the policy."
    assert onboarding.begin("ann") == page


def test_a_press_on_a_page_that_was_left_changes_nothing(onboarding: OnboardingService) -> None:
    first = onboarding.begin("ann")
    second = onboarding.next("ann", "WP", first.place)
    again = onboarding.next("ann", "WP", first.place)
    assert (again.place, again.note) == (second.place, messages.NOT_HERE)
    assert onboarding.back("ann", "WP", 99).place == second.place


def test_a_wrong_choice_teaches_and_does_not_fail(firm: Firm, onboarding: OnboardingService) -> None:
    firm.signing = {"WP": Signing(checks=(CHECK,))}
    page = onboarding.begin("ann")
    while page.kind is not PageKind.CHECK:
        page = onboarding.next("ann", "WP", page.place)
    assert onboarding.next("ann", "WP", page.place).note == messages.CHECK_FIRST
    for option in (page.options.index("Yes."), 7, -1):
        taught = onboarding.answer_check("ann", "WP", page.place, option)
        assert (taught.place, taught.note) == (page.place, messages.CHECK_WRONG)
        assert taught.told[0].plain == ("Somebody could fall.",)
        assert taught.told[0].quote.quote == "You must not run in the workshop."
    right = onboarding.answer_check("ann", "WP", page.place, page.options.index("No."))
    assert (right.kind, right.note) == (PageKind.SIGN, messages.CHECK_RIGHT)


def test_a_check_of_the_owners_on_a_clause_that_reads_differently_is_not_asked(
    firm: Firm, onboarding: OnboardingService
) -> None:
    stale = replace(CHECK, clause="WP:1.1", ask="Gloves?")
    firm.signing = {"WP": Signing(checks=(stale, CHECK))}
    page = onboarding.begin("ann")
    while page.kind is not PageKind.CHECK:
        page = onboarding.next("ann", "WP", page.place)
    assert page.title == messages.CHECK_TITLE.format(place=1, places=1)


@pytest.mark.parametrize(
    ("typed", "sure", "told"),
    [
        ("", True, messages.SIGN_NAME),
        (" \u200b\x00 ", True, messages.SIGN_NAME),
        ("Bob Jones", True, messages.SIGN_OTHER_NAME.format(name="Ann Smith")),
        ("Ann Smith", False, messages.SIGN_SURE),
    ],
)
def test_nothing_is_signed_without_the_name_and_a_yes(
    firm: Firm,
    onboarding: OnboardingService,
    book: Book,
    typed: str,
    sure: bool,  # noqa: FBT001
    told: str,
) -> None:
    page = offices.to_the_end(firm, onboarding, "ann")
    assert onboarding.sign("ann", "WP", page.seal, typed, "test", sure=sure).note == told
    assert book.signatures() == []


def test_nothing_is_signed_before_the_checks_are_answered(onboarding: OnboardingService, book: Book) -> None:
    onboarding.begin("ann")
    assert onboarding.sign("ann", "WP", "whatever", "Ann Smith", "test", sure=True).note == messages.CHECK_FIRST
    assert book.signatures() == []


def test_what_is_signed_is_what_was_shown(firm: Firm, onboarding: OnboardingService, book: Book) -> None:
    page = offices.to_the_end(firm, onboarding, "ann")
    done = onboarding.sign("ann", "WP", page.seal, "  ann  SMITH ", "web", sure=True)
    (record,) = book.signatures()
    signed = record.attestation
    document = firm.library.documents[0]
    assert (signed.statement, signed.edition, signed.typed) == (page.statement, page.edition, "ann SMITH")
    assert (signed.source_sha256, signed.surface) == (document.source_sha256, "web")
    assert signed.text_sha256 in " ".join(page.lines)
    assert done.record == record.entry.number
    assert done == onboarding.begin("ann", "WP") == onboarding.sign("ann", "WP", "", "", "web")


def change_statement(firm: Firm) -> None:
    firm.signing = {"WP": replace(firm.signing["WP"], statement="I agree to everything.")}


def change_edition(firm: Firm) -> None:
    firm.now = firm.now.replace(month=4, day=1)


@pytest.mark.parametrize("change", [change_statement, change_edition])
def test_what_changed_since_it_was_shown_is_shown_again_and_not_signed(
    firm: Firm, onboarding: OnboardingService, book: Book, change: Callable[[Firm], None]
) -> None:
    page = offices.to_the_end(firm, onboarding, "ann")
    change(firm)
    shown = onboarding.sign("ann", "WP", page.seal, "Ann Smith", "test", sure=True)
    assert shown.note in (messages.SIGN_ANEW, messages.CHECK_FIRST)
    assert book.signatures() == []


def test_a_material_change_is_read_checked_and_signed_alone(firm: Firm, onboarding: OnboardingService) -> None:
    offices.sign(firm, onboarding, "ann")
    firm.signing = {"WP": Signing(again_since="2026-04-01")}
    change_edition(firm)
    page = onboarding.begin("ann")
    assert page.title == messages.CHANGES_TITLE.format(name="Ann Smith", title="Workshop Policy")
    changed = onboarding.next("ann", "WP", page.place)
    assert changed.title == messages.CHANGED_CLAUSES
    assert [(one.was, one.quote.quote) for one in changed.told] == [
        ("You must wear goggles at the lathe.", "You must wear goggles and gloves at the lathe.")
    ]
    gone = onboarding.next("ann", "WP", changed.place)
    assert [one.quote.quote for one in gone.told] == ["You may listen to the radio."]
    check = onboarding.next("ann", "WP", gone.place)
    assert "goggles and gloves" in check.lines[0] or check.lines[0] == messages.CHECK_NEW
    assert offices.sign(firm, onboarding, "ann").record == 2


def test_a_change_that_is_not_material_is_only_told(firm: Firm, onboarding: OnboardingService, book: Book) -> None:
    offices.sign(firm, onboarding, "ann")
    change_edition(firm)
    page = onboarding.begin("ann")
    assert page.lines[-1] == messages.CHANGES_TOLD
    last = offices.to_the_end(firm, onboarding, "ann")
    assert last.title == messages.NOTHING_TO_SIGN
    assert onboarding.sign("ann", "WP", last.seal, "Ann Smith", "test", sure=True).record is None
    assert len(book.signatures()) == 1


def test_nobody_is_let_in_who_does_not_work_here(firm: Firm, onboarding: OnboardingService) -> None:
    firm.people += [person("gone", leaves=date(2026, 1, 1)), person("soon", starts=date(2026, 9, 1))]
    for who in ("gone", "soon", "nobody", ""):
        with pytest.raises(NotAColleague):
            onboarding.begin(who)
        with pytest.raises(NotAColleague):
            onboarding.sign(who, "WP", "", "Ann", "test", sure=True)


def test_a_document_that_is_not_to_be_signed_has_no_journey(onboarding: OnboardingService) -> None:
    assert onboarding.begin("ann", "OTHER").title == messages.NOTHING_TO_SIGN
    with pytest.raises(NothingToSign):
        onboarding.next("ann", "OTHER", 0)


def test_a_document_for_one_team_is_signed_by_that_team_alone(tmp_path: Path, book: Book) -> None:
    text = offices.FIRST.replace("reference: WP", "reference: WP\naudience: lathes")
    people = [person("ann", team="Lathes"), person("bob", team="Saws")]
    onboarding = offices.service(Firm(offices.library(tmp_path, (text, "")), people), book)
    assert onboarding.begin("ann").document == "WP"
    assert onboarding.begin("bob").title == messages.NOTHING_TO_SIGN


def test_managers_see_their_own_people_and_the_owner_everybody(firm: Firm, onboarding: OnboardingService) -> None:
    firm.owner = "bob"
    offices.sign(firm, onboarding, "ann")
    assert {one.person for one in onboarding.standing("boss")} == {"ann", "bob"}
    assert onboarding.standing("ann") == []
    assert {one.person for one in onboarding.standing("bob")} == {"boss", "ann", "bob"}
    with pytest.raises(NotAColleague):
        onboarding.standing("nobody")


def test_what_time_it_is_where_they_are_decides_on_the_first_day(firm: Firm, onboarding: OnboardingService) -> None:
    firm.people = [person("kiri", starts=date(2026, 3, 3), time_zone="Pacific/Auckland")]
    firm.now = START.replace(hour=12)
    assert onboarding.begin("kiri").kind is PageKind.WELCOME


def test_who_comes_is_invited_once_and_goes_on_where_a_letter_leads(
    firm: Firm, book: Book, onboarding: OnboardingService
) -> None:
    assert [one.reference for one in onboarding.waiting("ann")] == ["WP"]
    onboarding.welcome("ann")
    onboarding.welcome("ann")
    (journey,) = book.every("ann")
    assert len(book.posted("onboarding:")) == 1
    onboarding.next("ann", "WP", 0)
    assert onboarding.resume("ann", journey.id).place == 1
    assert onboarding.resume("bob", journey.id).place == 0
    offices.sign(firm, onboarding, "ann")
    assert onboarding.waiting("ann") == []
    assert [one.attestation.person for one in onboarding.signed("ann")] == ["ann"]
    with pytest.raises(NotAColleague):
        onboarding.welcome("nobody")
