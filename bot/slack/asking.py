"""Questions, drafts and answers on Slack: one method for each thing that somebody can do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages
from bot.errors import BotError
from bot.model import Question
from bot.slack import blocks, carried, render, translate, views
from bot.slack.blocks import Block
from bot.slack.carried import Asked
from bot.slack.house import House
from bot.slack.soon import Soon

Body = dict[str, Any]
Window = Callable[[str], Block]
"""What opens for somebody, by their account."""
_PROMPTS = [{"title": title, "message": question} for title, question in messages.PROMPTS]


class Asking:
    """`windows` are those that a word after `/policy` opens."""

    def __init__(self, house: House, client: AsyncWebClient, soon: Soon, windows: Mapping[str, Window]) -> None:
        self._house = house
        self._client = client
        self._windows = windows
        self._soon = soon

    async def said(self, body: Body) -> None:
        """A direct message or a mention: on disk before Slack is told that we have it, answered from there."""
        said = translate.said(body)
        if said:
            await asyncio.to_thread(self._house.note, said)

    async def home_opened(self, event: Body) -> None:
        """The app's own tab, or questions to begin a conversation with."""
        user = str(event.get("user"))
        if event.get("tab") == "home":
            view = await asyncio.to_thread(self._home, user)
            await self._client.views_publish(user_id=user, view=view)
        elif event.get("tab") == "messages":
            await self._client.assistant_threads_setSuggestedPrompts(
                channel_id=str(event.get("channel")), prompts=_PROMPTS, title=messages.SLACK_PROMPTS_TITLE
            )

    async def command(self, ack: AsyncAck, body: Body) -> None:
        """`/policy …`: a window, or an answer that is the acknowledgement itself, so there is exactly one."""
        text = translate.plain(str(body.get("text") or ""))
        window = self._window(text)
        if window is None:
            reply = await self._answered(body, text)
            await ack(response_type="ephemeral", text=reply.text, blocks=reply.blocks)
            return
        view = await asyncio.to_thread(window, str(body["user_id"]))
        try:
            await self._client.views_open(trigger_id=str(body["trigger_id"]), view=view)
        except SlackApiError:
            await ack(response_type="ephemeral", text=messages.SLACK_WINDOW_GONE)
        else:
            await ack()

    async def check_draft(self, ack: AsyncAck, body: Body) -> None:
        """Room for a draft."""
        await ack()
        await self._client.views_open(trigger_id=body["trigger_id"], view=views.draft())

    async def check_message(self, ack: AsyncAck, body: Body) -> None:
        """A message that somebody else wrote, or that is already out."""
        await ack()
        text = translate.plain(str((body.get("message") or {}).get("text") or ""))
        check = partial(self._checked, text) if text else views.draft
        await self._soon.opened(str(body["trigger_id"]), messages.CAN_I_SHARE, check)

    async def draft_given(self, ack: AsyncAck, body: Body) -> None:
        """The draft in the window is checked, and the window says what was found."""
        text = carried.typed(body, views.DRAFT, views.LONGEST_DRAFT)
        check = partial(self._checked, text)
        await self._soon.turned(ack, str(body["view"]["id"]), messages.CAN_I_SHARE, check)

    async def whole(self, ack: AsyncAck, body: Body) -> None:
        """Clauses in full."""
        await ack()
        view = render.whole_clauses(json.loads(carried.value(body)), self._house.catalogue())
        await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def share(self, ack: AsyncAck, respond: AsyncRespond, body: Body) -> None:
        """The one who asked lets the channel see the answer; what they alone saw can't be shared again."""
        await ack()
        asked = Asked.of_value(carried.value(body))
        answer = await asyncio.to_thread(self._house.again, asked.question)
        own, everyones = render.answer(answer, asked.earlier), render.shared(answer)
        told = [*own.blocks, blocks.aside(messages.SLACK_SHARED)]
        await respond(text=own.text, blocks=told, replace_original=True)
        thread = (body.get("container") or {}).get("thread_ts")
        await respond(response_type="in_channel", replace_original=False, thread_ts=thread, **everyones.as_arguments())

    async def feedback(self, ack: AsyncAck, body: Body) -> None:
        """Kept for the owner, without whose it is."""
        await ack()
        kind, _, generation = carried.value(body).partition(":")
        await asyncio.to_thread(self._house.notebook.helped, generation, helpful=kind == "good")

    async def _answered(self, body: Body, text: str) -> render.Message:
        """The answer, or where it takes too long that it is on its way: then it is on disk, and comes from there."""
        in_channel = translate.in_channel(str(body.get("channel_id") or ""))
        answering = await self._soon.begun(partial(self._commanded, text, in_channel=in_channel))
        said = None if answering.done() else translate.commanded(body, text)
        if said is None:
            return await answering
        answering.cancel()
        await asyncio.to_thread(self._house.note, said)
        return render.said(messages.SLACK_LOOKING_LONG)

    def _window(self, text: str) -> Window | None:
        return self._windows.get(text.casefold().strip())

    def _commanded(self, text: str, *, in_channel: bool) -> render.Message:
        word = text.casefold().strip()
        if word in ("", "help"):
            return render.said(messages.HELP)
        if word == "privacy":
            return render.said(messages.KEPT)
        return render.answer(self._house.answer(Question(text)), in_channel=in_channel)

    def _checked(self, text: str) -> Block:
        try:
            return views.checked(self._house.check(text))
        except BotError as error:
            return views.told(messages.CAN_I_SHARE, str(error))

    def _home(self, user: str) -> Block:
        person, people = self._house.person(user), self._house.people()
        if person is None:
            return views.home(views.Mine())
        found = [(one, people.get(one.recipient or "")) for one in self._house.escalations.of(person.id)]
        return views.home(
            views.Mine(
                escalations=[(one, who.name if who else messages.SOMEBODY) for one, who in found if not one.closed],
                signed=self._house.onboarding.signed(person.id),
                waiting=[document.title for document in self._house.onboarding.waiting(person.id)],
            )
        )
