"""Wherever it is asked, an answer is the same: the same conversations by way of Slack, of Teams and of the terminal."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from bot import messages, terminal, wiring
from bot.layout import delicate
from bot.model import Answer, Question
from bot.settings import Settings
from bot.slack import render as slack_render
from bot.slack import translate as slack
from bot.teams import cards, outgoing
from bot.teams import render as teams_render
from bot.teams import translate as teams

CONVERSATIONS = (
    ("can I post our sales figures on LinkedIn?", "and our profit?"),
    ("can I share a photo of a customer?", "what if they agree?"),
    ("may I swear in a private group?",),
    ("is it against the rules to like a post about a colleague?",),
    ("do I have to say where I work on Facebook?",),
    ("what happens if I break the policy?",),
    ("I've posted something that I shouldn't have. What do I do?",),
    ("my manager is bullying me online",),
    ("a colleague is stealing from the till & boasting about it on TikTok",),
    ("I can't cope any more",),
    ("can I use social media in my break?", "and on a work phone?"),
    ("can I tweet <b>our</b> delivery times & routes?",),
    ("Can I share my password with a colleague?",),
    ("who owns this policy?",),
    ("what's the capital of France?",),
    ("hello",),
    ("thanks!",),
    ("can I share this: Great day at the shop, call me on 07700 900123",),
    ("what does clause 4.2 say?",),
    ("can I copy somebody's picture into my post? and may I tag them?",),
)


BOT = "28:b"
DRAFTS = (
    "Great day at the shop, call me on 07700 900123",
    "We took 41k this week, best ever & more to come!",
    "Lovely sunshine at the seaside today",
    "So proud of my team <3",
    "My password is hunter2, don't tell",
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def by_slack(text: str) -> str:
    event = {"type": "message", "channel": "D1", "user": "U1", "ts": "1.1", "text": escaped(text)}
    found = slack.said({"event": event, "team_id": "T1"})
    assert found
    return found.text


def heard_in_teams(html: str, kind: str, **more: Any) -> str:
    found = teams.came({
        "type": "message", "id": "1", "text": html, "serviceUrl": "https://x.example/",
        "recipient": {"id": BOT}, "from": {"id": "29:a", "aadObjectId": "a"},
        "conversation": {"id": "c", "tenantId": "t", "conversationType": kind}, **more,
    })  # fmt: skip
    assert found
    return found.text


def by_teams(text: str) -> str:
    return heard_in_teams(escaped(text), "personal")


def by_mention(text: str) -> str:
    """In a channel, where Teams puts the mention into the text."""
    entity = {"type": "mention", "text": "<at>Clausewise</at>", "mentioned": {"id": BOT}}
    return heard_in_teams(f"<at>Clausewise</at> {escaped(text)}", "channel", entities=[entity])


def on_slack(answer: Answer) -> str:
    return json.dumps(slack_render.answer(answer).blocks, ensure_ascii=False)


def on_teams(answer: Answer) -> str:
    return json.dumps(outgoing.message(teams_render.answer(answer)), ensure_ascii=False)


def on_the_terminal(answer: Answer) -> str:
    held = io.StringIO()
    Console(file=held, width=10_000).print(terminal.render(answer))
    return json.dumps(held.getvalue(), ensure_ascii=False)


WAYS: tuple[tuple[Callable[[str], str], Callable[[Answer], str]], ...] = (
    (by_slack, on_slack),
    (by_teams, on_teams),
    (str, on_the_terminal),
)


def essence(answer: Answer) -> tuple[Any, ...]:
    told = answer.as_json("")
    return told["status"], told["verdict"], told["citations"], told["route"]


@pytest.mark.parametrize("turns", CONVERSATIONS, ids=lambda turns: turns[0][:40])
def test_a_conversation_comes_to_the_same_on_every_surface(turns: tuple[str, ...], service: Any) -> None:
    for number in range(len(turns)):
        answers = []
        for heard, _ in WAYS:
            said = [heard(text) for text in turns[: number + 1]]
            answers.append(service.answer(Question(said[-1], tuple(said[:-1]))))
        assert essence(answers[0]) == essence(answers[1]) == essence(answers[2])
        for (_, shown), answer in zip(WAYS, answers, strict=True):
            found = shown(answer)
            for quote in () if answer.check else answer.quotes:
                assert json.dumps(quote.text, ensure_ascii=False)[1:-1] in found
                assert json.dumps(quote.label, ensure_ascii=False)[1:-1] in found


@pytest.mark.parametrize("turns", CONVERSATIONS, ids=lambda turns: turns[0][:40])
def test_a_mention_in_a_channel_comes_to_the_same_as_asking_alone(turns: tuple[str, ...], service: Any) -> None:
    """What everybody reads is shorter: verdict, plain words, where it stands; of a concern and of a draft, nothing."""
    alone, mentioned = (
        service.answer(Question(said[-1], tuple(said[:-1])))
        for said in (list(map(by_teams, turns)), [*map(by_mention, turns)])
    )
    assert essence(alone) == essence(mentioned)
    found = teams_render.in_channel(mentioned, BOT)
    told = json.dumps(outgoing.message(found), ensure_ascii=False)
    if delicate(mentioned) or mentioned.check:
        assert found.summary == messages.TEAMS_NOT_HERE
        assert not any(quote.label in told for quote in mentioned.quotes)
        return
    assert cards.spoken(mentioned.verdict_line) in found.text
    assert cards.spoken(mentioned.plain) in found.text
    assert found.cited == mentioned.quotes
    for quote in mentioned.quotes:
        assert json.dumps(quote.label, ensure_ascii=False)[1:-1] in told


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_comes_to_the_same_in_a_chat_in_a_messages_menu_and_beside_the_box(
    draft: str, service: Any, shipped: Any
) -> None:
    checking = wiring.sharing(Settings(), shipped)
    content = {"contentType": "html", "content": f"<p>{escaped(draft)}</p>"}
    by_menu = checking.check(teams.shared({"messagePayload": {"body": content}}))
    by_box = checking.check(draft)
    by_chat = service.answer(Question(by_teams(f"can I share this: {draft}"))).check
    assert teams_render.check_card(by_menu) == teams_render.check_card(by_box) == teams_render.check_card(by_chat)
