"""Socket Mode: the same handlers over a connection that we open, and nothing acknowledged before it is on disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.records.tables import INTAKE
from bot.serving.core import Core
from bot.slack import journey, translate
from tests.surfaces.slack_methods import APP_TOKEN, TEAM
from tests.surfaces.slack_peer import free, running, settings
from tests.surfaces.slack_workspace import Workspace, until, wait, workspace

QUESTION = "can I post our sales figures on LinkedIn?"
Place = tuple[Workspace, Core]


@pytest.fixture(scope="module")
def place(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("socket") / "home"
    shutil.copytree(shipped_home, home)
    people = home / "people.csv"
    people.write_text("id,name,email,manager\n1,Ben Manager,ben@example.com,\n2,Asha Colleague,asha@example.com,1\n")
    with workspace() as slack, running(settings(home, people, slack.url, app_token=APP_TOKEN), free()) as core:
        until(lambda: slack.connections)
        yield slack, core


def sent(slack: Workspace, kind: str, payload: dict[str, Any], envelope: str) -> dict[str, Any]:
    """Send an envelope; its acknowledgement."""
    wait(slack, slack.deliver(kind, payload, envelope))
    acknowledged = wait(slack, slack.acknowledged.get())
    assert acknowledged["envelope_id"] == envelope
    return dict(acknowledged)


def test_a_message_is_on_disk_when_it_is_acknowledged_and_answered_after_that(place: Place) -> None:
    slack, core = place
    event = slack.say("U1", QUESTION)
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
    said = translate.said(body)
    assert said
    sent(slack, "events_api", body, "E1")
    with core.desk.engine.connect() as connection:
        assert connection.execute(select(INTAKE.c.key).where(INTAKE.c.key == said.key)).first()
    sent(slack, "events_api", body, "E2")
    until(lambda: slack.thread(event["channel"], event["ts"]))
    assert len(slack.thread(event["channel"], event["ts"])) == 1


def test_commands_and_windows_answer_in_the_acknowledgement(place: Place) -> None:
    slack, _ = place
    told = {"command": "/policy", "user_id": "U1", "team_id": TEAM, "channel_id": "C1"}
    found = sent(slack, "slash_commands", {**told, "text": QUESTION, "trigger_id": "1"}, "E3")
    assert "Do not share business information" in json.dumps(found["payload"]["blocks"], ensure_ascii=False)
    sent(slack, "slash_commands", {**told, "text": "onboard", "trigger_id": slack.trigger()}, "E4")
    view = {**slack.windows[-1], "state": {"values": {}}}
    body = {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": TEAM}, "view": view}
    turned = sent(slack, "interactive", body, "E5")["payload"]
    assert turned["response_action"] == "update"
    assert turned["view"]["callback_id"] == journey.GO_ON


def test_a_connection_that_slack_closes_is_opened_again(place: Place) -> None:
    slack, _ = place
    before = slack.connections
    wait(slack, slack.close_sockets())
    until(lambda: slack.connections > before)
    event = slack.say("U1", "may I swear in a private group?")
    sent(slack, "events_api", {"type": "event_callback", "team_id": TEAM, "event_id": "Ev2", "event": event}, "E6")
    until(lambda: slack.thread(event["channel"], event["ts"]))
