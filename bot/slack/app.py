"""The Slack app: what comes in and who sees to it. Thin; nothing is decided here.

Requests have been verified before they come here (`bot.slack.asgi`), or came over a socket that we opened ourselves.
Listeners run to their end before Slack is answered, so that what was acknowledged is on disk.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages
from bot.errors import BotError
from bot.escalation import letters
from bot.escalation.service import LONGEST, NotYours, Preview
from bot.letters import Press
from bot.model import Question
from bot.slack import blocks, manifest, render, translate, views
from bot.slack.house import House

Body = dict[str, Any]
_PROMPTS = [{"title": title, "message": question} for title, question in messages.SLACK_PROMPTS]


def build(house: House, token: str, client: AsyncWebClient, bot: Mapping[str, str]) -> AsyncApp:
    """The app with all its listeners. `bot` is what `auth.test` said of us at start."""
    authorized = AuthorizeResult(
        enterprise_id=None,
        team_id=bot["team_id"],
        bot_token=token,
        bot_id=bot.get("bot_id"),
        bot_user_id=bot.get("user_id"),
    )

    async def authorize(**_: object) -> AuthorizeResult:
        return authorized

    quiet = logging.getLogger(__name__)
    quiet.setLevel(logging.ERROR)  # Bolt tells at length of every event that nobody here waits for
    app = AsyncApp(
        logger=quiet,
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
    )
    desk = _Desk(house, client)
    app.event("message")(desk.said)
    app.event("app_mention")(desk.said)
    app.event("app_home_opened")(desk.home_opened)
    app.command(manifest.COMMAND)(desk.command)
    app.shortcut(manifest.CHECK_DRAFT)(desk.check_draft)
    app.shortcut(manifest.CHECK_MESSAGE)(desk.check_message)
    app.action("open_check")(desk.check_draft)
    app.view(views.CHECK)(desk.draft_given)
    app.action(render.WHOLE)(desk.whole)
    app.action(render.SHARE)(desk.share)
    app.action(render.FEEDBACK)(desk.feedback)
    app.action(render.MANAGER)(desk.manager)
    app.view(views.ESCALATE)(desk.escalate)
    for press in Press:
        app.action(f"{render.PRESS}{press.value}")(partial(desk.pressed, press))
    app.view(views.ANSWER)(desk.replied)
    return app


class _Desk:
    """One method for each thing that somebody can do on Slack."""

    def __init__(self, house: House, client: AsyncWebClient) -> None:
        self._house = house
        self._client = client

    async def said(self, body: Body) -> None:
        """A direct message or a mention: on disk before Slack is told that we have it, answered from there."""
        said = translate.said(body)
        if said:
            await asyncio.to_thread(self._house.note, said)

    async def home_opened(self, event: Body, body: Body) -> None:
        """The app's own tab, or questions to begin a conversation with."""
        user = str(event.get("user"))
        if not await self._admitted(body, user):
            return
        if event.get("tab") == "home":
            view = await asyncio.to_thread(self._home, user)
            await self._client.views_publish(user_id=user, view=view)
        elif event.get("tab") == "messages":
            await self._client.assistant_threads_setSuggestedPrompts(
                channel_id=str(event.get("channel")), prompts=_PROMPTS, title=messages.SLACK_PROMPTS_TITLE
            )

    async def command(self, ack: AsyncAck, body: Body) -> None:
        """`/policy …`: the answer is the acknowledgement itself, so there is exactly one."""
        if not await self._admitted(body, str(body.get("user_id"))):
            await ack(messages.SLACK_NOT_FOR_YOU)
            return
        text = translate.plain(str(body.get("text") or ""))
        reply = await asyncio.to_thread(self._commanded, text)
        await ack(response_type="ephemeral", text=reply.text, blocks=reply.blocks)

    async def check_draft(self, ack: AsyncAck, body: Body) -> None:
        """Room for a draft."""
        await ack()
        if await self._admitted(body):
            await self._client.views_open(trigger_id=body["trigger_id"], view=views.draft())

    async def check_message(self, ack: AsyncAck, body: Body) -> None:
        """A message that somebody else wrote, or that is already out."""
        await ack()
        text = translate.plain(str((body.get("message") or {}).get("text") or ""))
        if await self._admitted(body):
            view = await asyncio.to_thread(self._checked, text) if text else views.draft()
            await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def draft_given(self, ack: AsyncAck, body: Body) -> None:
        """The draft in the window is checked, and the window says what was found."""
        if await self._admitted(body):
            text = _typed(body, views.DRAFT)
            await ack(response_action="update", view=await asyncio.to_thread(self._checked, text))
        else:
            await ack()

    async def whole(self, ack: AsyncAck, body: Body) -> None:
        """Clauses in full."""
        await ack()
        if await self._admitted(body):
            view = render.whole_clauses(json.loads(_value(body)), self._house.catalogue())
            await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def share(self, ack: AsyncAck, body: Body) -> None:
        """The one who asked lets the channel see the answer."""
        await ack()
        if await self._admitted(body):
            answer = await asyncio.to_thread(self._house.answer, Question(_value(body)))
            shared = render.shared(answer)
            await self._client.chat_postMessage(channel=body["channel"]["id"], **shared.as_arguments())

    async def feedback(self, ack: AsyncAck, body: Body) -> None:
        """Kept for the owner, without whose it is."""
        await ack()
        kind, _, generation = _value(body).partition(":")
        if await self._admitted(body):
            self._house.notebook.helped(generation, helpful=kind == "good")

    async def manager(self, ack: AsyncAck, body: Body) -> None:
        """Who would get it and every word of it; nothing is sent yet."""
        await ack()
        if await self._admitted(body):
            view = await asyncio.to_thread(self._preview, _user(body), _value(body), str(body["trigger_id"]))
            await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def escalate(self, ack: AsyncAck, body: Body) -> None:
        """Sent as previewed, or shown again where something has changed or has to be asked."""
        if not await self._admitted(body):
            await ack()
            return
        view = await asyncio.to_thread(self._escalated, _user(body), body)
        await ack(response_action="update", view=view)

    async def pressed(self, press: Press, ack: AsyncAck, body: Body) -> None:
        """A button of a letter."""
        await ack()
        if not await self._admitted(body):
            return
        about = _value(body)
        if press is Press.REPLY:
            view = views.reply(about)
        else:
            view = await asyncio.to_thread(self._press, _user(body), about, press)
        await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def replied(self, ack: AsyncAck, body: Body) -> None:
        """A manager's reply."""
        if not await self._admitted(body):
            await ack()
            return
        about, words = str(body["view"]["private_metadata"]), _typed(body, views.REPLY)
        view = await asyncio.to_thread(self._press, _user(body), about, Press.REPLY, words, str(body["view"]["id"]))
        await ack(response_action="update", view=view)

    async def _admitted(self, body: Body, user: str | None = None) -> bool:
        team = body.get("team_id") or (body.get("team") or {}).get("id")
        outsider = (
            (body.get("user") or {}).get("team_id", team) != team if isinstance(body.get("user"), dict) else False
        )
        open_to = partial(self._house.door.open_to, str(team), user or _user(body), outsider=outsider)
        return await asyncio.to_thread(open_to)

    def _commanded(self, text: str) -> render.Message:
        word = text.casefold().strip()
        if word in ("", "help"):
            return render.said(messages.HELP)
        if word == "privacy":
            return render.said(messages.KEPT)
        return render.answer(self._house.answer(Question(text)))

    def _checked(self, text: str) -> Body:
        try:
            return views.checked(self._house.check(text))
        except BotError as error:
            return views.told(messages.SLACK_CHECK_NAME, str(error))

    def _home(self, user: str) -> Body:
        person, people = self._house.person(user), self._house.people()
        mine = self._house.escalations.of(person.id) if person else []
        named = [(one, people.get(one.recipient or "")) for one in mine if not one.closed]
        return views.home([(one, who.name if who else messages.SOMEBODY) for one, who in named])

    def _preview(self, user: str, question: str, key: str) -> Body:
        person = self._house.person(user)
        if person is None:
            return views.told(messages.SLACK_MANAGER, messages.NOT_IN_DIRECTORY)
        content = letters.shown(self._house.answer(Question(question)))
        return views.escalate(self._house.escalations.preview(person.id, content), content, key)

    def _escalated(self, user: str, body: Body) -> Body:
        held, person = json.loads(body["view"]["private_metadata"]), self._house.person(user)
        if person is None:
            return views.told(messages.SLACK_MANAGER, messages.NOT_IN_DIRECTORY)
        content = letters.shown(
            self._house.answer(Question(held["q"])), _typed(body, views.NOTE), together=_chosen(body)
        )
        sent = self._house.escalations.send(person.id, content, held["to"], held["key"], sure=held["sure"])
        if isinstance(sent, Preview):
            return views.escalate(sent, content, held["key"])
        recipient = self._house.people().get(held["to"])
        return views.told(messages.SLACK_MANAGER, messages.SENT.format(recipient=recipient.name if recipient else ""))

    def _press(self, user: str, about: str, press: Press, words: str = "", key: str = "") -> Body:
        title, person = messages.PRESSES[press.value], self._house.person(user)
        if person is None:
            return views.told(title, messages.NOT_YOURS)
        try:
            self._house.escalations.press(about, person.id, press, words, key)
        except NotYours as refused:
            return views.told(title, str(refused))
        return views.told(title, messages.DONE)


def _user(body: Body) -> str:
    return str(body["user"]["id"])


def _value(body: Body) -> str:
    """What the pressed button or thumb carries."""
    return str((body.get("actions") or [{}])[0].get("value") or "")


def _chosen(body: Body) -> bool:
    """Whether a conversation of the two is wished for."""
    picked = body["view"]["state"]["values"].get(views.HOW, {}).get("choice", {}).get("selected_option") or {}
    return bool(picked.get("value") == views.TOGETHER)


def _typed(body: Body, block: str) -> str:
    found = body["view"]["state"]["values"].get(block, {}).get("text", {}).get("value")
    return blocks.cut(str(found), LONGEST) if found else ""
