"""Slack, driven over HTTP: messages in, replies out, once each."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.desk import now
from bot.records.feedback import Feedback
from bot.records.intake import Intake
from bot.slack import posting, render, views
from bot.slack.carried import Asked
from tests.surfaces.slack_peer import PATIENCE_S, Slack, slack

QUESTION = "can I post our sales figures on LinkedIn?"


@pytest.fixture(scope="module")
def workspace(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slack]:
    home = tmp_path_factory.mktemp("slack") / "home"
    shutil.copytree(shipped_home, home)
    people = home / "people.csv"
    people.write_text("id,name,email,manager\n1,Ben Manager,ben@example.com,\n2,Asha Colleague,asha@example.com,1\n")
    with slack(home, people) as running:
        yield running


def test_a_direct_message_is_answered_in_its_thread(workspace: Slack) -> None:
    channel = workspace.direct()
    ts = workspace.asha.chat_postMessage(channel=channel, text=QUESTION)["ts"]
    (reply,) = workspace.replies(channel, ts)
    assert "Do not share business information" in json.dumps(reply["blocks"], ensure_ascii=False)
    assert "Use of Social Networks Policy (PSG-SM-001)" in reply["text"]


def test_a_follow_up_keeps_its_context(workspace: Slack) -> None:
    channel = workspace.direct()
    ts = workspace.asha.chat_postMessage(channel=channel, text="can I share a photo of a customer?")["ts"]
    workspace.replies(channel, ts)
    workspace.asha.chat_postMessage(channel=channel, text="and in a closed chat?", thread_ts=ts)
    follow_up = workspace.replies(channel, ts, 2)[1]
    assert "won't guess" not in follow_up["text"]


def test_one_message_in_many_events_gets_one_reply(workspace: Slack) -> None:
    channel = workspace.direct()
    ts = workspace.asha.chat_postMessage(channel=channel, text="may I swear in a private group?")["ts"]
    again = {"type": "message", "channel": channel, "user": workspace.ids["asha"], "text": "may I swear?", "ts": ts}
    with ThreadPoolExecutor(8) as several:
        statuses = list(several.map(lambda n: workspace.event(again, f"Ev{n}"), range(24)))
    assert statuses == [200] * 24
    assert len(workspace.replies(channel, ts)) == 1


def test_in_a_channel_only_the_one_who_asked_sees_it(workspace: Slack) -> None:
    channel = next(one["id"] for one in workspace.bot.conversations_list()["channels"] if one["name"] == "general")
    text = f"<@{workspace.ids['bot']}> {QUESTION}"
    event = {"type": "app_mention", "channel": channel, "user": workspace.ids["asha"], "text": text, "ts": "1700.1"}
    assert workspace.event(event) == 200
    intake = Intake(workspace.core.desk.engine)
    until = time.monotonic() + PATIENCE_S
    while intake.open() and time.monotonic() < until:
        time.sleep(0.1)
    assert intake.open() == []
    seen = workspace.bot.conversations_history(channel=channel)["messages"]
    assert all(one.get("user") != workspace.ids["bot"] for one in seen)


def test_a_command_is_answered_in_its_acknowledgement(workspace: Slack) -> None:
    found = workspace.command(QUESTION)
    assert found["response_type"] == "ephemeral"
    assert "Do not share business information" in json.dumps(found["blocks"], ensure_ascii=False)
    assert "Ask me anything" in workspace.command("help")["text"]
    assert "What I keep about you" in workspace.command("privacy")["text"]


def submitted(callback: str, values: dict[str, str], metadata: str = "") -> dict[str, Any]:
    state = {"values": {block: {"text": {"value": value}} for block, value in values.items()}}
    return {
        "type": "view_submission",
        "view": {"type": "modal", "id": "V1", "callback_id": callback, "state": state, "private_metadata": metadata},
    }


def test_a_draft_is_checked_in_its_window(workspace: Slack) -> None:
    draft = "Ring me on 07700 900123 and I'll tell you the takings, 41k this week"
    found = workspace.interact(submitted(views.CHECK, {views.DRAFT: draft}))
    assert found["response_action"] == "update"
    shown = json.dumps(found["view"], ensure_ascii=False)
    assert "07700 900123" in shown
    assert '"strike": true' in shown


def test_asking_the_manager_shows_every_word_and_sends_on_consent_alone(workspace: Slack) -> None:
    held = json.dumps({"a": Asked(QUESTION).as_value(), "to": "1", "key": "trigger-1", "sure": False})
    assert workspace.core.desk.book.get("trigger-1") is None
    found = workspace.interact(submitted(views.ESCALATE, {views.NOTE: "It's for the staff group."}, held))
    assert "On its way to Ben Manager" in json.dumps(found["view"])
    kept = workspace.core.desk.book.get("trigger-1")
    assert kept is not None
    assert (kept.asker, kept.recipient) == ("2", "1")


def test_both_are_in_one_conversation_where_the_colleague_wants_it(workspace: Slack) -> None:
    held = json.dumps({"a": Asked(QUESTION).as_value(), "to": "1", "key": "trigger-3", "sure": False})
    body = submitted(views.ESCALATE, {views.NOTE: "Could we talk?"}, held)
    body["view"]["state"]["values"][views.HOW] = {"text": {"selected_option": {"value": views.TOGETHER}}}
    workspace.interact(body)
    book, until = workspace.core.desk.book, time.monotonic() + PATIENCE_S
    while (kept := book.get("trigger-3")) and not kept.closed and time.monotonic() < until:
        workspace.core.runner.look()
        time.sleep(0.1)
    assert kept
    assert kept.closed
    people = {workspace.ids["asha"], workspace.ids["bot"]}
    found = workspace.bot.conversations_list(types="mpim")["channels"]
    groups = [{*workspace.bot.conversations_members(channel=one["id"])["members"]} for one in found]
    assert [group > people and len(group) == 3 for group in groups] == [True]


def test_a_concern_in_the_note_goes_to_nobody(workspace: Slack) -> None:
    held = json.dumps({"a": Asked(QUESTION).as_value(), "to": "1", "key": "trigger-2", "sure": True})
    note = "my manager keeps bullying me about it"
    found = workspace.interact(submitted(views.ESCALATE, {views.NOTE: note}, held))
    assert "won't send this to your line manager" in json.dumps(found["view"])
    assert workspace.core.desk.book.get("trigger-2") is None


def test_feedback_is_counted_without_whose_it_is(workspace: Slack) -> None:
    thumb = {"action_id": render.FEEDBACK, "type": "feedback_buttons", "block_id": "b", "value": "good:g7"}
    workspace.interact({"type": "block_actions", "actions": [thumb], "channel": {"id": "C1"}})
    workspace.interact({"type": "block_actions", "actions": [{**thumb, "value": "bad:g7"}], "channel": {"id": "C1"}})
    assert Feedback(workspace.core.desk.engine, now).counts() == {"g7": (1, 1)}


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"type":"event_callback"}', b"payload=%7B"]
)
def test_what_slack_signed_and_nobody_can_read_is_never_an_error_of_ours(workspace: Slack, body: bytes) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        status, _ = workspace.send(body, kind)
        assert status < 500


def test_what_slack_did_not_sign_gets_401_and_nothing_else(workspace: Slack) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    assert workspace.send(body, secret="another") == (401, b"")
    status, answer = workspace.send(body)
    assert (status, b"c" in answer) == (200, True)


def test_strangers_get_nothing(workspace: Slack) -> None:
    channel = workspace.direct()
    event = {"type": "message", "channel": channel, "user": workspace.ids["asha"], "text": QUESTION, "ts": "1800.1"}
    assert workspace.event({**event, "user_team": "T_OTHER"}) == 200
    body = {"type": "event_callback", "team_id": "T_OTHER", "event_id": "E", "event": {**event, "ts": "1800.2"}}
    assert workspace.send(json.dumps(body).encode())[0] == 200
    until, intake = time.monotonic() + PATIENCE_S, Intake(workspace.core.desk.engine)
    while intake.open() and time.monotonic() < until:
        time.sleep(0.1)
    assert intake.open() == []
    assert [posting.thread(workspace.bot, channel, ts) for ts in ("1800.1", "1800.2")] == [[], []]
