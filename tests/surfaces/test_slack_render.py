"""What Slack is sent: nothing in it comes alive, nothing is larger than Slack takes."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.escalation.model import Content
from bot.escalation.service import Preview
from bot.letters import Cited, Letter, Press
from bot.model import Answer, AnswerStatus, Route, Verdict
from bot.onboarding.model import Page, PageKind, Told
from bot.people import Person
from bot.slack import blocks, journey, render, translate, views
from bot.slack.carried import Asked
from bot.slack.manifest import manifest
from knowledge.catalogue import Quote
from knowledge.model import Status
from tests.surfaces.slack_person import every

HOSTILE = [
    *"<!channel> <!here> <@U123> <#C123> <!subteam^S1> <https://evil.example|click> https://evil.example".split(),
    *"*bold* `x` :smile: &lt;!channel&gt; @channel @here < > &".split(),
    *("\u202e", "\x00", "\n\n\n", "🙂" * 30, "x" * 4000),
]


ALIVE = "mrkdwn markdown link user usergroup broadcast channel image".split()


def text(chance: random.Random) -> str:
    return "".join(chance.choice(HOSTILE) for _ in range(chance.randrange(1, 12)))


def quote(label: str, words: str, status: Status = Status.OFFICIAL) -> Quote:
    return Quote(clause_id="A:1", label=label, text=words, status=status, version="1", start=0, end=1)


def answer(chance: random.Random) -> Answer:
    return Answer(
        question=text(chance),
        status=chance.choice(list(AnswerStatus)),
        text=text(chance),
        plain=text(chance),
        verdict=chance.choice([None, Verdict.NO]),
        verdict_line=text(chance),
        quotes=tuple(
            quote(text(chance), text(chance), chance.choice(list(Status))) for _ in range(chance.randrange(4))
        ),
        pointer=text(chance),
        route=chance.choice([None, *Route]),
        generation="g1",
    )


def letter(chance: random.Random) -> Letter:
    lines = tuple(text(chance) for _ in range(chance.randrange(4)))
    return Letter(
        title=text(chance), lines=lines, cited=(Cited(text(chance), text(chance)),), presses=tuple(Press), about="e1"
    )


def hold(made: list[dict[str, Any]]) -> None:
    """Slack's own limits, and nothing in it that Slack would read as markup."""
    assert len(made) <= 50
    for block in made:
        parsed = Block.parse(block)
        assert parsed is not None, block["type"]
        parsed.validate_json()
    for node in every(made):
        assert node.get("type") not in (
            "mrkdwn",
            "markdown",
            "link",
            "user",
            "usergroup",
            "broadcast",
            "channel",
            "image",
        )
        assert "url" not in node
        if node.get("type") == "text":
            assert 0 < len(node["text"]) <= 3000
        if node.get("type") == "plain_text":
            assert node["emoji"] is False
            assert len(node["text"]) <= 3000


def inert(told: str) -> None:
    assert not re.search(r"[<>]", told)
    assert not re.search(r"&(?!amp;|lt;|gt;)", told)
    assert len(told) <= blocks.LONGEST_NOTIFICATION


def test_a_hundred_thousand_texts_never_come_alive_and_fit() -> None:
    chance = random.Random(11)
    for _ in range(3_500):
        found = answer(chance)
        for message in (
            render.answer(found, in_channel=chance.random() < 0.5),
            render.shared(found),
            render.letter(letter(chance)),
        ):
            hold(message.blocks)
            inert(message.text)


def test_windows_fit_too() -> None:
    chance = random.Random(12)
    for _ in range(500):
        person = Person(id="b", name=text(chance))
        content = Content(question=text(chance), answer=text(chance), note=text(chance))
        asked = Asked(text(chance), (text(chance), text(chance)))
        for view in (
            views.draft(text(chance)),
            views.told("Title", text(chance)),
            views.reply("e1"),
            views.to_ask(),
            views.escalate(Preview(to=person, letter=letter(chance), ask=text(chance)), content, asked, "key"),
            views.escalate(Preview(to=None, letter=None, told=text(chance)), content, asked, "key"),
            views.home(views.Mine(waiting=(text(chance),))),
            journey.page(page(chance)),
            journey.question(1, (text(chance), text(chance)), answer(chance)),
        ):
            View(**view).validate_json()
            hold(view["blocks"])
            json.loads(view["private_metadata"]) if view.get("private_metadata", "").startswith("{") else None
            assert len(view.get("private_metadata", "")) <= 3000


def page(chance: random.Random) -> Page:
    told = tuple(
        Told((text(chance),), Cited(text(chance), text(chance)), chance.choice(["", text(chance)]))
        for _ in range(chance.randrange(4))
    )
    return Page(
        kind=chance.choice(list(PageKind)), document="D", edition="1", title=text(chance), place=3, places=9,
        lines=(text(chance),), told=told, options=tuple(text(chance) for _ in range(chance.randrange(1, 4))),
        statement=text(chance), seal="0" * 64, note=text(chance),
    )  # fmt: skip


def test_what_a_button_carries_comes_back_as_it_was_or_shorter() -> None:
    chance = random.Random(13)
    for _ in range(2_000):
        asked = Asked(text(chance), tuple(text(chance) for _ in range(chance.randrange(7))))
        carried = asked.as_value()
        assert len(carried) <= blocks.LONGEST_VALUE
        back = Asked.of_value(carried)
        assert back.text == blocks.cut(blocks.readable(asked.text), 800)
        assert len(back.earlier) <= len(asked.earlier)
    plain = Asked("and in a closed chat?", ("may I share a photo?",))
    assert Asked.of_value(plain.as_value()) == plain
    assert Asked.of_value("[") == Asked("")


def test_the_verdict_comes_first_and_every_quote_with_its_place() -> None:
    found = Answer(
        question="q",
        status=AnswerStatus.ANSWERED,
        text="all of it",
        verdict=Verdict.NO,
        verdict_line="No, best not.",
        plain="Keep figures in.",
        quotes=(quote("Policy, point 1", "Do not …"),),
        pointer="Ask your line manager.",
        generation="g1",
    )
    made = render.answer(found).blocks
    first = made[0]["elements"][0]["elements"]
    assert first[0] == {"type": "text", "text": "No, best not. ", "style": {"bold": True}}
    assert made[1]["elements"][0]["type"] == "rich_text_quote"
    assert made[2]["elements"][0]["text"] == "— Policy, point 1"
    assert [one["type"] for one in made[-2:]] == ["actions", "context_actions"]


def test_a_mistake_of_ones_own_leads_to_the_line_manager_and_is_not_rated() -> None:
    found = Answer(question="q", status=AnswerStatus.SENSITIVE, text="t", plain="t", route=Route.LINE_MANAGER)
    pressed = [node.get("action_id") for node in every(render.answer(found).blocks)]
    assert render.MANAGER in pressed
    assert render.FEEDBACK not in pressed


@pytest.mark.parametrize("status", [AnswerStatus.ANSWERED, AnswerStatus.SENSITIVE])
@pytest.mark.parametrize("route", [Route.NOT_MANAGER, Route.REPORT, Route.SUPPORT])
def test_no_button_of_a_concern_leads_to_the_line_manager(route: Route, status: AnswerStatus) -> None:
    found = Answer(question="q", status=status, text="t", plain="t", route=route)
    pressed = [node.get("action_id") for node in every(render.answer(found, in_channel=True).blocks)]
    assert render.MANAGER not in pressed
    assert render.SHARE not in pressed


@pytest.mark.parametrize("url", [None, "https://clausewise.example.org", "https://clausewise.example.org/"])
def test_the_manifest_is_what_slack_asks_for(url: str | None) -> None:
    schema = json.loads((Path(__file__).parent / "data/slack-manifest.schema.2.0.0.json").read_text(encoding="utf-8"))
    made = manifest(url)
    jsonschema.validators.validator_for(schema)(schema).validate(made)
    assert made["settings"]["socket_mode_enabled"] is (url is None)
    assert "https://clausewise.example.org/slack/events" in json.dumps(made) if url else "url" not in json.dumps(made)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("<@U1> hello", "hello"),
        ("<@U1|bot> can I share <https://a.example/x|this page>?", "can I share this page (https://a.example/x)?"),
        ("<@U1> ask <@U2> &amp; <!here> in <#C1|general>", "ask @someone & @here in #general"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("<" * 100, "<" * 100),
    ],
)
def test_messages_are_read_as_their_author_saw_them(written: str, seen: str) -> None:
    assert translate.plain(written, drop_first_mention=True) == seen


def event(**told: Any) -> dict[str, Any]:
    inner = {"type": "message", "channel": "D1", "user": "U1", "ts": "1.1", "text": "hi", **told}
    return {"team_id": "T1", "event": inner}


def test_one_message_has_one_key_whatever_event_brings_it() -> None:
    first, again = translate.said(event() | {"event_id": "E1"}), translate.said(event() | {"event_id": "E2"})
    assert first is not None
    assert again is not None
    assert first.key == again.key


@pytest.mark.parametrize(
    "told",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"user": None},
        {"text": ""},
        {"channel": "C1"},
        {"ts": 1},
        {"hidden": True},
    ],
)
def test_what_is_not_for_us_is_passed_over(told: dict[str, Any]) -> None:
    assert translate.said(event(**told)) is None


def test_somebody_of_another_organisation_is_marked_as_one() -> None:
    ours, theirs = translate.said(event(user_team="T1")), translate.said(event(user_team="T2"))
    assert ours is not None
    assert theirs is not None
    assert (ours.outsider, theirs.outsider) == (False, True)
