"""A reply that is cut short in mid-stream is finished, by whoever looks for it next, and never begun again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.model import Answer, AnswerStatus, Question
from bot.ports import Refused
from bot.slack import replying, translate
from bot.slack.replying import Door, SlackResponder
from bot.slack.streaming import Streams
from tests.surfaces.slack_methods import BOT_TOKEN, TEAM
from tests.surfaces.slack_workspace import Workspace, workspace

KEY = "slack:T1:DU1:1"


def answer(question: Question) -> Answer:
    return Answer(
        question=question.text, status=AnswerStatus.ANSWERED, text="Best not.", plain="Best not.", generation="g1"
    )


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with workspace() as made:
        yield made


def responder(slack: Workspace) -> SlackResponder:
    """One that has just been started."""
    client = WebClient(BOT_TOKEN, base_url=slack.url, retry_handlers=[])
    door = Door(client, frozenset({TEAM}))
    return SlackResponder(client, answer, door, Streams(client), lambda _: Refused("nobody"))


def asked(slack: Workspace) -> dict[str, Any]:
    """A message as it was noted."""
    said = translate.said({"team_id": TEAM, "event": slack.say("U1", "may I?")})
    assert said
    return replying.noted(said)


def replies(slack: Workspace, message: dict[str, Any]) -> list[dict[str, Any]]:
    return slack.thread(message["channel"], message["ts"])


@pytest.mark.parametrize("ended", [False, True], ids=["still streaming", "Slack has ended it"])
def test_what_was_cut_short_is_finished(slack: Workspace, ended: bool) -> None:  # noqa: FBT001
    message = asked(slack)
    slack.offers -= {"stopping"}
    with pytest.raises(SlackApiError):
        responder(slack).respond(message, KEY)
    (begun,) = replies(slack, message)
    assert begun["streaming"]
    begun["streaming"] = not ended
    slack.offers |= {"stopping"}
    again = responder(slack)
    assert again.find(message, KEY) == again.find(message, KEY) is not None
    (reply,) = replies(slack, message)
    assert reply["metadata"]["event_payload"]["key"] == KEY
    assert [one["type"] for one in reply["blocks"]] == ["rich_text", "actions", "context_actions"]
    assert slack.calls["chat.startStream"] == 1


def test_another_message_of_the_thread_is_not_taken_for_it(slack: Workspace) -> None:
    message = asked(slack)
    slack.offers -= {"stopping"}
    with pytest.raises(SlackApiError):
        responder(slack).respond(message, KEY)
    assert responder(slack).find(message, "slack:T1:DU1:2") is None


def test_where_streaming_is_refused_it_is_not_tried_with_every_reply(slack: Workspace) -> None:
    slack.offers -= {"streaming"}
    once = responder(slack)
    for number in range(3):
        message = asked(slack)
        once.respond(message, f"{KEY}:{number}")
        assert len(replies(slack, message)) == 1
    assert slack.calls["chat.startStream"] == 1
