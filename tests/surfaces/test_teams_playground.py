"""Two people in Microsoft's own client, end to end. Its pictures stay in the test's folder, to be looked at."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import messages
from tests.surfaces.playground import Playground, Window, playground

PEOPLE = (
    "id,name,email,manager,starts\n"
    "1,Ben Manager,ben@example.com,,2020-01-06\n"
    "2,Asha Colleague,asha@example.com,1,2026-01-05\n"
)
QUESTION = "can I post our sales figures on LinkedIn?"
CHECK = "check"
ANY_OUTCOME = re.compile("|".join(messages.OUTCOMES.values()))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    home = tmp_path_factory.mktemp("playground") / "home"
    shutil.copytree(shipped_home, home)
    kept = os.environ.get("PICTURES")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("pictures")
    with playground(home, folder, PEOPLE) as running:
        yield running


@pytest.fixture(scope="module")
def asha(client: Playground) -> Iterator[Window]:
    with client.window("Asha Colleague") as window:
        yield window


@pytest.fixture(scope="module")
def ben(client: Playground) -> Iterator[Window]:
    with client.window("Ben Manager") as window:
        yield window


def test_who_comes_is_welcomed(asha: Window) -> None:
    asha.sees("Welcome, Asha")
    asha.picture("teams-welcome")


def test_an_answer_comes_with_its_clauses_and_what_to_press(asha: Window) -> None:
    asha.ask(QUESTION)
    asha.sees("Do not share business information")
    asha.button(messages.WHOLE_CLAUSE).wait_for()
    assert asha.page.get_by_text("AI generated").count() > 0
    asha.picture("teams-answer")
    asha.press(messages.WHOLE_CLAUSE)
    asha.button(messages.TEAMS_BACK).wait_for()
    asha.picture("teams-whole-clause")
    asha.press(messages.TEAMS_BACK)
    asha.button(messages.ASK_MANAGER).wait_for()


def test_a_follow_up_is_understood(asha: Window) -> None:
    asha.ask("can I share a photo of a customer?")
    asha.ask("and in a closed chat?")
    assert asha.page.get_by_text(messages.REFUSED).count() == 0


def test_a_thumb_is_taken(asha: Window) -> None:
    asha.page.get_by_role("button", name="Like", exact=True).last.click()
    asha.page.get_by_role("button", name="Submit").click()
    asha.page.get_by_role("button", name="Close", exact=True).click()


def test_a_message_is_checked_from_its_menu(asha: Window) -> None:
    asha.page.get_by_role("button", name="Show more information").nth(1).click()
    asha.page.wait_for_timeout(800)
    asha.command(CHECK)
    asha.dialog().get_by_text(ANY_OUTCOME).first.wait_for()
    asha.picture("teams-check-message")
    asha.close()


def test_a_draft_is_checked_from_beside_the_box_that_it_is_written_in(asha: Window) -> None:
    asha.page.get_by_role("button", name="Trigger Message Extension App").click()
    asha.command(CHECK)
    draft = asha.dialog().get_by_label(messages.CAN_I_SHARE_DRAFT)
    draft.fill("We took 41k this week, best ever! Ring me on 07700 900123.")
    asha.picture("teams-draft")
    asha.press(messages.CAN_I_SHARE_CHECK)
    asha.dialog().get_by_text(ANY_OUTCOME).first.wait_for()
    asha.picture("teams-draft-checked")
    asha.close()


def test_in_a_channel_everybody_reads_the_short_answer_and_one_goes_on_alone(asha: Window) -> None:
    asha.go_to("Announcements")
    asha.sees(messages.TEAMS_HELLO[:20])
    asha.post(f" {QUESTION}")
    asha.page.get_by_text(messages.TEAMS_PRIVATELY).last.wait_for()
    asha.picture("teams-channel")
    asha.go_to("Personal Chat")


def test_asking_ones_manager_goes_from_one_window_to_the_other_and_back(asha: Window, ben: Window) -> None:
    ben.sees("Welcome, Ben")
    asha.ask("may I swear in a private group?")
    asha.press(messages.ASK_MANAGER)
    asha.sees("This is what Ben Manager will read")
    asha.press(messages.TEAMS_NOT_NOW)
    asha.left(messages.TEAMS_NOT_NOW)
    asha.press(messages.ASK_MANAGER)
    asha.sees("This is what Ben Manager will read")
    asha.page.get_by_label("A few words of your own").last.fill("It's only among friends.")
    asha.picture("teams-asking")
    asha.press(messages.SEND)
    asha.sees("On its way to Ben Manager")
    ben.sees("It's only among friends.")
    ben.picture("teams-letter")
    ben.press(messages.PRESSES["reply"])
    ben.page.get_by_label(messages.YOUR_REPLY).last.fill("Best not, somebody always copies it.")
    ben.press(messages.SEND)
    ben.sees(messages.TEAMS_PRESSED["reply"])
    asha.sees("Best not, somebody always copies it.")
    asha.picture("teams-replied")
    ben.press(messages.PRESSES["talk"])
    asha.sees("suggests that you two talk it over")
    ben.press(messages.PRESSES["resolve"])
    ben.sees(messages.TEAMS_PRESSED["resolve"])
    asha.sees("has marked your question as settled")
    asha.picture("teams-settled")


def test_who_is_the_wrong_person_says_so_and_nothing_goes_further_by_itself(asha: Window, ben: Window) -> None:
    asha.ask("can I say on Facebook where I work?")
    asha.press(messages.ASK_MANAGER)
    asha.sees("This is what Ben Manager will read")
    asha.press(messages.SEND)
    ben.sees("can I say on Facebook where I work?")
    ben.press(messages.PRESSES["wrong_person"])
    ben.sees(messages.TEAMS_PRESSED["wrong_person"])
    asha.sees("Ben Manager says that somebody else is better placed to help.")
    asha.picture("teams-wrong-person")


def test_a_policy_is_read_and_signed(asha: Window) -> None:
    asha.say("onboarding")
    asha.sees("Let's go through")
    asha.picture("teams-onboarding")
    asha.turn(messages.PRESSES["begin"])
    asha.picture("teams-read")
    asha.turn(messages.TEAMS_NEXT)
    asha.ask("may I say where I work?")  # a question on the way loses nobody's place
    asha.ask("onboarding")
    while not asha.button(messages.TEAMS_SIGN).count():
        if asha.button(messages.TEAMS_ANSWER_THIS).count():
            _answer(asha)
        else:
            asha.turn(messages.TEAMS_NEXT)
    asha.page.get_by_label(messages.TEAMS_NAME).last.fill("Asha Colleague")
    asha.picture("teams-signing")
    asha.press(messages.TEAMS_SIGN)
    asha.sees(messages.SIGN_SURE)
    asha.press(messages.TEAMS_SURE.format(name="Asha Colleague"))
    asha.button(messages.TEAMS_PDF).wait_for()
    asha.picture("teams-signed")
    asha.press(messages.TEAMS_PDF)
    asha.sees(messages.TEAMS_PDF_COMING)
    asha.sees("File Consent Card")  # all that this client shows of Teams' own question
    asha.picture("teams-receipt")


def _answer(window: Window) -> None:
    """Choose till it is right."""
    options = window.page.get_by_role("radio")
    asked = options.count()
    for number in range(asked):
        options.nth(number).check()
        if number == 0:
            window.picture("teams-check")
        window.press(messages.TEAMS_ANSWER_THIS)
        window.page.wait_for_timeout(900)  # a second wrong answer leaves the card as it is
        if not window.page.get_by_text(messages.CHECK_WRONG).count():
            return
    pytest.fail("no answer was right")
