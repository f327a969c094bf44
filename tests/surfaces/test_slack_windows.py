"""Every button and window on Slack, pressed and sent off as Slack signs it, against a workspace on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.escalation.model import State
from bot.letters import Press
from bot.onboarding.model import PageKind
from bot.serving.core import Core
from bot.slack import asgi, journey, manifest, render, replying, translate, views
from tests.surfaces import slack_workspace
from tests.surfaces.slack_methods import BOT, OFFERED, TEAM
from tests.surfaces.slack_peer import free, running, settings
from tests.surfaces.slack_person import Insider, every, text
from tests.surfaces.slack_requests import SECRET
from tests.surfaces.slack_workspace import Workspace, until

QUESTION = "can I post our sales figures on LinkedIn?"
PEOPLE = (
    "id,name,email,manager,slack\n1,Ben Manager,ben@example.com,,\n2,Asha Colleague,asha@example.com,1,\n"
    "4,Cara Other,cara@example.com,1,U4\n"
)


@pytest.fixture(scope="module")
def place(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Core, str]]:
    home = tmp_path_factory.mktemp("windows") / "home"
    shutil.copytree(shipped_home, home)
    people = home / "people.csv"
    people.write_text(PEOPLE)
    port = free()
    with (
        slack_workspace.workspace() as workspace,
        running(settings(home, people, workspace.url, signing_secret=SECRET), port) as core,
    ):
        yield workspace, core, f"http://127.0.0.1:{port}{asgi.PATH}"


@pytest.fixture
def asha(place: tuple[Workspace, Core, str]) -> Insider:
    workspace, core, events = place
    workspace.offers = set(OFFERED)
    ids = {"team": TEAM, "bot": BOT, "asha": "U1", "ben": "U2", "stranger": "U3"}
    return Insider(events, workspace, core=core, ids=ids)


def asked(asha: Insider, question: str = QUESTION, thread: str = "") -> dict[str, Any]:
    """The one reply to a question in a direct message."""
    event = asha.workspace.say("U1", question, thread=thread)
    assert asha.event(event) == 200

    def replies() -> list[dict[str, Any]]:
        found = asha.workspace.thread(event["channel"], thread or event["ts"])
        return [one for one in found if one["ts"] > event["ts"] and one.get("metadata")]

    (reply,) = until(replies)
    return dict(reply)


def test_a_reply_is_streamed_plain_words_first_then_the_clauses_and_what_to_press(asha: Insider) -> None:
    before = asha.workspace.calls.copy()
    reply = asked(asha)
    made = asha.workspace.calls - before
    assert (made["chat.startStream"], made["chat.stopStream"], made["chat.postMessage"]) == (1, 1, 0)
    assert [one["type"] for one in reply["blocks"]][-2:] == ["actions", "context_actions"]
    assert "Do not share business information" in text(reply["blocks"])
    assert asha.workspace.statuses[-1] == messages.SLACK_LOOKING


def test_where_streaming_is_refused_the_reply_is_one_message(asha: Insider, place: Any) -> None:
    asha.workspace.offers -= {"streaming"}
    reply = asked(asha, "may I swear in a private group?")
    assert "streaming" not in reply
    assert reply["text"]


def test_the_whole_clause_opens_in_a_window(asha: Insider) -> None:
    asha.press(render.WHOLE, asked(asha)["blocks"])
    assert "Do not share business information" in text(asha.front["blocks"])


def test_a_follow_up_is_taken_to_the_manager_with_what_it_leaned_on(asha: Insider) -> None:
    first = asha.workspace.say("U1", "can I share a photo of a customer?")
    asha.event(first)
    until(lambda: asha.workspace.thread(first["channel"], first["ts"]))
    reply = asked(asha, "and in a closed chat?", thread=first["ts"])
    asha.press(render.MANAGER, reply["blocks"])
    cited = [one["elements"][0]["text"] for one in asha.front["blocks"] if one["type"] == "context"]
    assert cited
    assert set(cited) <= {one["elements"][0]["text"] for one in reply["blocks"] if one["type"] == "context"}


def test_the_window_of_a_command_is_open_before_slack_hears_of_it(asha: Insider) -> None:
    assert asha.command("onboard", trigger_id=asha.workspace.trigger()) == {}
    assert asha.front["title"]["text"] == messages.SLACK_JOURNEY


def test_a_command_whose_trigger_has_gone_says_so(asha: Insider) -> None:
    assert asha.command("sign", trigger_id="gone")["text"] == messages.SLACK_WINDOW_GONE


def test_a_command_that_takes_long_is_answered_at_its_address_once_it_can_be(asha: Insider) -> None:
    said = translate.commanded(
        {
            "team_id": TEAM, "channel_id": "C1", "user_id": "U1", "trigger_id": "9.9",
            "response_url": asha.workspace.url.replace("/api/", "/answer/U1"),
        },
        QUESTION,
    )  # fmt: skip
    assert said
    before = len(asha.workspace.answers)
    for _ in range(3):
        asha.core.note("slack", said.key, replying.noted(said))
    (answer,) = until(lambda: asha.workspace.answers[before:])
    assert answer["response_type"] == "ephemeral"
    assert render.SHARE in text(answer["blocks"])


def test_an_answer_is_shared_with_the_channel_by_the_one_who_asked_and_once(asha: Insider) -> None:
    found = asha.command(QUESTION, channel_id="C1")
    asha.press(render.SHARE, found["blocks"], response_url=asha.workspace.url.replace("/api/", "/answer/U1"))
    own, everyones = asha.workspace.answers[-2:]
    assert own["replace_original"] is True
    assert render.SHARE not in text(own["blocks"])
    assert everyones["response_type"] == "in_channel"
    assert "Do not share business information" in text(everyones["blocks"])
    assert "action_id" not in text(everyones["blocks"])


def test_a_message_is_checked_from_its_menu(asha: Insider) -> None:
    message = {"type": "message", "text": "Ring me on 07700 900123, takings were 41k this week"}
    callback = {"type": "message_action", "callback_id": manifest.CHECK_MESSAGE, "message": message}
    asha.interact({**callback, "trigger_id": asha.workspace.trigger()})
    assert "07700 900123" in text(asha.front["blocks"])


def test_a_draft_is_checked_from_the_shortcut(asha: Insider) -> None:
    callback = {"type": "shortcut", "callback_id": manifest.CHECK_DRAFT, "trigger_id": asha.workspace.trigger()}
    asha.interact(callback)
    asha.submit(draft="Lovely day at the seaside")
    assert messages.NOTHING_FOUND in text(asha.front["blocks"])


def test_the_manager_gets_what_was_shown_and_answers_and_nothing_before_that(asha: Insider) -> None:
    asha.press(render.MANAGER, asked(asha)["blocks"])
    before = len(asha.workspace.letters("U2"))
    assert "Ben Manager" in text(asha.front["blocks"])
    sent = "May I post the figures once they are out?"
    assert len(asha.workspace.letters("U2")) == before
    asha.submit(question=sent, note="It's for the staff group.", with_answer=["yes"])
    assert "On its way to Ben Manager" in text(asha.front)
    letter = until(lambda: asha.workspace.letters("U2")[before:])[0]
    assert sent in text(letter["blocks"])
    assert "It's for the staff group." in text(letter["blocks"])
    assert "Do not share business information" in text(letter["blocks"])
    asha.press(f"{render.PRESS}{Press.REPLY.value}", letter["blocks"], "ben")
    asha.submit("ben", reply="Yes, once they are out.")
    heard = until(lambda: [one for one in asha.workspace.letters("U1") if "once they are out." in text(one)])
    assert "Ben Manager has replied to you" in text(heard[-1])


def test_the_answer_stays_behind_where_it_is_left_out(asha: Insider) -> None:
    asha.press(render.MANAGER, asked(asha)["blocks"])
    before = len(asha.workspace.letters("U2"))
    asha.submit(question=QUESTION, note="", with_answer=[])
    letter = until(lambda: asha.workspace.letters("U2")[before:])[0]
    assert "Do not share business information" not in text(letter["blocks"])


@pytest.mark.parametrize("press", [Press.TALK, Press.WRONG_PERSON, Press.RESOLVE])
def test_each_button_of_a_letter_does_what_it_says_and_for_its_reader_alone(asha: Insider, press: Press) -> None:
    asha.press(render.MANAGER, asked(asha)["blocks"])
    before = len(asha.workspace.letters("U2"))
    asha.submit(question=QUESTION, note="", with_answer=["yes"])
    letter = until(lambda: asha.workspace.letters("U2")[before:])[0]
    action = f"{render.PRESS}{press.value}"
    if press is not Press.RESOLVE:
        asha.press(action, letter["blocks"], "asha")
        assert messages.NOT_YOURS in text(asha.front)
    asha.press(action, letter["blocks"], "ben")
    assert messages.DONE in text(asha.front)


def test_the_command_asks_for_a_question_and_shows_what_is_sent_before_it_is(asha: Insider) -> None:
    asha.command("escalate", trigger_id=asha.workspace.trigger())
    asha.submit(question=QUESTION)
    assert "Ben Manager" in text(asha.front["blocks"])
    asha.submit(question=QUESTION, note="", with_answer=["yes"])
    assert "On its way to Ben Manager" in text(asha.front)


def test_a_concern_typed_there_goes_to_nobody(asha: Insider) -> None:
    asha.command("escalate", trigger_id=asha.workspace.trigger())
    asha.submit(question="my manager keeps bullying me")
    assert "won't send this to your line manager" in text(asha.front)
    assert asha.front.get("submit") is None


def test_the_home_tab_shows_what_is_mine_and_takes_a_question_back(asha: Insider) -> None:
    asha.press(render.MANAGER, asked(asha)["blocks"])
    asha.submit(question=QUESTION, note="", with_answer=["yes"])
    asha.event({"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "home"})
    home = asha.workspace.homes["U1"]
    waiting = [one for one in asha.core.desk.book.of("2") if not one.closed]
    assert text(home["blocks"]).count("press:withdraw") == len(waiting)
    asha.press(f"{render.PRESS}{Press.WITHDRAW.value}", home["blocks"])
    assert messages.DONE in text(asha.front)
    assert sum(one.state is State.WITHDRAWN for one in asha.core.desk.book.of("2")) >= 1
    asha.press(views.OPEN_ESCALATE, home["blocks"])
    assert asha.front["callback_id"] == views.ASK_MANAGER


def test_questions_to_begin_with_are_suggested(asha: Insider) -> None:
    asha.event({"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "messages"})
    assert asha.workspace.prompts[-1]["channel_id"] == "DU1"


def test_who_joins_is_invited_once_goes_through_and_has_the_receipt(asha: Insider) -> None:
    ben = replace(asha, who="ben")
    joined = {"type": "team_join", "user": {"id": "U2", "team_id": TEAM}}
    ben.event(joined)
    until(lambda: ben.core.intake.open() == [])
    ben.core.runner.look()
    invitation = until(lambda: [one for one in ben.workspace.letters("U2") if "press:begin" in text(one)])[0]
    ben.event(joined, "Ev2")
    ben.press(f"{render.PRESS}{Press.BEGIN.value}", invitation["blocks"])
    assert "check" in walked_to_the_statement(ben)
    ben.submit(name="Somebody Else", sure=["yes"])
    assert "I know you as Ben Manager" in text(ben.front["blocks"])
    ben.submit(name="Ben Manager")
    assert messages.SIGN_SURE in text(ben.front["blocks"])
    assert ben.core.onboarding.signed("1") == []
    ben.submit(name="Ben Manager", sure=["yes"])
    (record,) = ben.core.onboarding.signed("1")
    assert record.attestation.surface == "slack"
    assert f"Record {record.entry.number}." in text(ben.front["blocks"])
    (file,) = until(lambda: [one for one in ben.workspace.messages[ben.workspace.direct("U2")] if one.get("files")])
    assert ben.workspace.files[file["files"][0]["id"]].startswith(b"%PDF")
    assert sum("press:begin" in text(one) for one in ben.workspace.letters("U2")) == 1
    ben.event({"type": "app_home_opened", "user": "U2", "channel": "DU2", "tab": "home"})
    assert f"(record {record.entry.number})" in text(ben.workspace.homes["U2"])


def walked_to_the_statement(asha: Insider) -> list[str]:
    """Back once, a question on the way, a wrong choice first: to the page with the statement, and the pages seen."""
    seen: list[str] = []
    asha.submit()
    asha.press_in_window(journey.BACK)
    assert asha.held["p"] == 0
    while (page := asha.held)["k"] != PageKind.SIGN:
        seen.append(str(page["k"]))
        if page["k"] != PageKind.CHECK:
            asha.submit()
            continue
        asked_on_the_way(asha)
        options = next(one["options"] for one in every(asha.front["blocks"]) if one.get("type") == "radio_buttons")
        for number in range(len(options)):
            asha.submit(**{f"choice{page['p']}": number})
            if asha.held["p"] != page["p"]:
                break
            assert messages.CHECK_WRONG in text(asha.front["blocks"])
    return seen


def asked_on_the_way(asha: Insider) -> None:
    page = asha.front
    asha.press_in_window(journey.ASK)
    asha.submit(question0=QUESTION)
    assert "Do not share business information" in text(asha.front["blocks"])
    asha.submit(question1="and in a closed chat?")
    asha.workspace.windows.pop()
    assert asha.front == page


def test_nobody_signs_for_another_whatever_their_window_says(asha: Insider) -> None:
    asha.command("sign", trigger_id=asha.workspace.trigger())
    asha.submit("stranger", name="Asha Colleague", sure=["yes"])
    assert messages.NOT_A_COLLEAGUE in text(asha.front)


def test_strangers_and_other_workspaces_press_in_vain(asha: Insider) -> None:
    before = asha.workspace.calls.copy()
    pressed = {"type": "block_actions", "actions": [{"action_id": journey.BEGIN, "type": "button", "value": "-"}]}
    assert asha.interact({**pressed, "team": {"id": "T_OTHER"}}) == {}
    assert asha.interact({**pressed, "user": {"id": "U1", "team_id": "T_OTHER"}}) == {}
    assert asha.workspace.calls["views.open"] == before["views.open"]
