"""What the SDK gets wrong, each with what is done about it; where the SDK has been mended, the first half says so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from botbuilder.core import InvokeResponse
from botbuilder.schema import AdaptiveCardInvokeResponse, Entity

from bot.settings import TeamsSettings
from bot.teams import app, outgoing
from bot.teams.app import Reply
from bot.teams.outgoing import Message
from knowledge.catalogue import Quote
from knowledge.model import Status

QUOTE = Quote(
    clause_id="P:1", label="Policy, point 1", text="Do not.", start=0, end=7, status=Status.OFFICIAL, version="1"
)


class Anyone:
    """A house with nobody in it: what is asked of it is what matters here."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self


def turn(**activity: Any) -> Reply:
    return asyncio.run(app.build(Anyone())({"channelId": "msteams", **activity}))  # type: ignore[arg-type]


def test_1_an_entity_of_the_sdk_loses_its_fields_and_ours_does_not() -> None:
    lost = Entity(type="streaminfo", additional_properties={"streamType": "final"})
    assert lost.serialize() == {"type": "streaminfo"}
    sent = outgoing.message(Message(text="x", cited=(QUOTE,), generated=True), stream="s1")
    label, stream = sent["entities"]
    assert label["additionalType"] == ["AIGeneratedContent"]
    assert label["citation"][0]["appearance"] == {
        "@type": "DigitalDocument",
        "name": QUOTE.label,
        "abstract": QUOTE.text,
    }
    assert stream == {"type": "streaminfo", "streamType": "final", "streamId": "s1"}


def test_2_the_answer_to_an_invoke_is_written_once() -> None:
    found = turn(type="invoke", name="composeExtension/fetchTask", value={"commandId": "check"})
    assert found.status == 200
    card = found.body["task"]["value"]["card"]
    assert isinstance(card["content"], dict)


def test_3_thumbs_are_heard() -> None:
    value = {"actionName": "feedback", "actionValue": {"reaction": "like"}}
    assert turn(type="invoke", name="message/submitAction", value=value).status == 200


def test_4_the_action_of_a_card_is_read_though_the_sdk_leaves_it_a_dictionary() -> None:
    value = {"action": {"type": "Action.Execute", "verb": "whole", "data": {}}}
    found = turn(type="invoke", name="adaptiveCard/action", value=value)
    assert (found.status, found.body["statusCode"]) == (200, 200)


def test_5_what_the_sdk_refuses_is_a_number_and_not_an_error_of_ours() -> None:
    assert isinstance(app._reply(InvokeResponse(status=400, body=AdaptiveCardInvokeResponse())), Reply)
    assert turn(type="invoke", name="adaptiveCard/action").status == 400
    assert turn(type="invoke", name="nonsense").status == 501


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"app_id": "a"}, "app_secret"),
        ({"app_id": "a", "app_secret": "s"}, "tenants"),
        ({"app_secret": "s", "tenants": "t"}, "app_id"),
        ({"app_id": "a", "app_secret": "s", "tenants": "t", "development": True}, "not both"),
    ],
)
def test_6_without_an_app_id_or_set_up_by_half_nothing_starts(told: dict[str, Any], missing: str) -> None:
    chosen = TeamsSettings(**told)
    assert chosen.configured
    assert missing in chosen.missing()


def test_6_whole_or_for_development_it_starts() -> None:
    assert TeamsSettings(app_id="a", app_secret="s", tenants=("t",)).missing() == ""  # type: ignore[arg-type]
    assert TeamsSettings(development=True).missing() == ""
    assert not TeamsSettings().configured
