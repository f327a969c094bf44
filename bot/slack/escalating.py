"""From an answer on Slack to the line manager, and what both sides press."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages
from bot.escalation import letters
from bot.escalation.model import Content
from bot.escalation.service import LONGEST, NotYours, Preview
from bot.letters import Press
from bot.slack import carried, render, views
from bot.slack.blocks import Block
from bot.slack.carried import LONGEST_QUESTION, Asked
from bot.slack.house import House

Body = dict[str, Any]


class Escalating:
    """Each window shows what would be sent; only sending it off sends it."""

    def __init__(self, house: House, client: AsyncWebClient) -> None:
        self._house = house
        self._client = client

    def window(self, _user: str) -> Block:
        """Room for a question."""
        return views.to_ask()

    async def from_answer(self, ack: AsyncAck, body: Body) -> None:
        """Who would get it and every word of it; nothing is sent yet."""
        await ack()
        asked = Asked.of_value(carried.value(body))
        view = await asyncio.to_thread(self._preview, carried.user(body), asked, str(body["trigger_id"]))
        await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def from_home(self, ack: AsyncAck, body: Body) -> None:
        """A question first."""
        await ack()
        await self._client.views_open(trigger_id=body["trigger_id"], view=self.window(carried.user(body)))

    async def asked(self, ack: AsyncAck, body: Body) -> None:
        """The question in the window, with the answer that there is to it, as it would be sent."""
        asked = Asked(carried.typed(body, views.QUESTION, LONGEST_QUESTION))
        view = await asyncio.to_thread(self._preview, carried.user(body), asked, str(body["view"]["id"]))
        await ack(response_action="update", view=view)

    async def sent(self, ack: AsyncAck, body: Body) -> None:
        """Sent as previewed, or shown again where something has changed or has to be asked."""
        await ack(response_action="update", view=await asyncio.to_thread(self._sent, carried.user(body), body))

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """A button of a letter: which one, its action id says."""
        await ack()
        press, about = render.pressed(carried.action(body)), carried.value(body)
        job = self._room_to_reply if press is Press.REPLY else partial(self._press, press=press)
        view = await asyncio.to_thread(job, carried.user(body), about)
        await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def replied(self, ack: AsyncAck, body: Body) -> None:
        """A manager's reply."""
        words, key = carried.typed(body, views.REPLY, LONGEST), str(body["view"]["id"])
        view = await asyncio.to_thread(self._press, carried.user(body), carried.metadata(body), Press.REPLY, words, key)
        await ack(response_action="update", view=view)

    def _preview(self, user: str, asked: Asked, key: str) -> Block:
        person = self._house.person(user)
        if person is None:
            return views.told(messages.ASK_MANAGER, messages.NOT_IN_DIRECTORY)
        content = self._content(asked)
        return views.escalate(self._house.escalations.preview(person.id, content), content, asked, key)

    def _content(self, asked: Asked) -> Content:
        return letters.shown(self._house.again(asked.question))

    def _sent(self, user: str, body: Body) -> Block:
        held, person = carried.read(carried.metadata(body)), self._house.person(user)
        if person is None:
            return views.told(messages.ASK_MANAGER, messages.NOT_IN_DIRECTORY)
        asked, to, key = Asked.of_value(str(held["a"])), str(held["to"]), str(held["key"])
        question = carried.typed(body, views.QUESTION, LONGEST_QUESTION) or asked.text
        note = carried.typed(body, views.NOTE, LONGEST)
        together = views.TOGETHER in carried.chosen(body, views.HOW)
        whole = replace(self._content(asked), question=question, note=note, together=together)
        along = bool(carried.chosen(body, views.WITH_ANSWER))
        content = whole if along else replace(whole, answer="", cited=())
        sent = self._house.escalations.send(person.id, content, to, key, sure=bool(held["sure"]))
        if isinstance(sent, Preview):
            return views.escalate(sent, whole, asked, key, answer=along)
        self._house.hurry()
        recipient = self._house.people().get(to)
        return views.told(messages.ASK_MANAGER, messages.SENT.format(recipient=recipient.name if recipient else ""))

    def _room_to_reply(self, user: str, about: str) -> Block:
        """For its recipient alone, who has seen it by now."""
        title, person = messages.PRESSES[Press.REPLY.value], self._house.person(user)
        try:
            if person:
                self._house.escalations.seen(about, person.id)
                return views.reply(about)
        except NotYours:
            pass
        return views.told(title, messages.NOT_YOURS)

    def _press(self, user: str, about: str, press: Press, words: str = "", key: str = "") -> Block:
        title, person = messages.PRESSES[press.value], self._house.person(user)
        if person is None:
            return views.told(title, messages.NOT_YOURS)
        try:
            self._house.escalations.press(about, person.id, press, words, key)
        except NotYours as refused:
            return views.told(title, str(refused))
        self._house.hurry()
        return views.told(title, messages.DONE)
