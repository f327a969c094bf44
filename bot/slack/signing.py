"""Onboarding on Slack: through a policy to its signature in one window, and a welcome for those who join."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages
from bot.errors import BotError
from bot.onboarding.model import Page, PageKind
from bot.onboarding.service import LONGEST_NAME, OnboardingService
from bot.slack import carried, journey, translate, views
from bot.slack.blocks import Block
from bot.slack.house import House
from bot.slack.posting import SURFACE
from bot.slack.soon import Soon

Body = dict[str, Any]
Turn = Callable[[OnboardingService, str], Page]


class Signing:
    """Who is there is whom Slack signed for; where they are the service keeps, so any window goes on from there."""

    def __init__(self, house: House, client: AsyncWebClient, soon: Soon) -> None:
        self._house = house
        self._client = client
        self._soon = soon

    def window(self, user: str, about: str = "") -> Block:
        """The page they are on, of what a letter is about, or else of what waits first."""
        return self._turned(user, lambda service, person: service.resume(person, about))

    async def begin(self, ack: AsyncAck, body: Body) -> None:
        """From an invitation, or from the app's own tab."""
        await ack()
        view = await asyncio.to_thread(self.window, carried.user(body), carried.value(body))
        await self._client.views_open(trigger_id=body["trigger_id"], view=view)

    async def go_on(self, ack: AsyncAck, body: Body) -> None:
        """On to the next page, an answer to a check, or the signature."""
        view = await asyncio.to_thread(self._turned, carried.user(body), lambda *known: _go_on(body, *known))
        await ack(response_action="update", view=view)

    async def back(self, ack: AsyncAck, body: Body) -> None:
        """To the page before."""
        await ack()
        document, place, _, _ = _held(body)
        view = await asyncio.to_thread(
            self._turned, carried.user(body), lambda service, person: service.back(person, document, place)
        )
        await self._client.views_update(view_id=str(body["view"]["id"]), view=view)

    async def ask(self, ack: AsyncAck, body: Body) -> None:
        """Room for a question, over the page."""
        await ack()
        await self._client.views_push(trigger_id=body["trigger_id"], view=journey.question())

    async def asked(self, ack: AsyncAck, body: Body) -> None:
        """The answer, over the page."""
        answer = partial(self._answered, carried.user(body), body)
        await self._soon.turned(ack, str(body["view"]["id"]), messages.SLACK_ASK, answer)

    async def joined(self, body: Body) -> None:
        """Somebody has come: on disk before Slack is told that we know, and welcomed from there."""
        said = translate.joined(body)
        if said:
            await asyncio.to_thread(self._house.note, said)

    def _turned(self, user: str, turn: Turn) -> Block:
        person = self._house.person(user)
        if person is None:
            return views.told(messages.SLACK_JOURNEY, messages.NOT_A_COLLEAGUE)
        try:
            page = turn(self._house.onboarding, person.id)
        except BotError as error:
            return views.told(messages.SLACK_JOURNEY, str(error))
        if page.record is not None:
            self._house.hurry()
        return journey.page(page)

    def _answered(self, user: str, body: Body) -> Block:
        held, person = carried.read(carried.metadata(body)), self._house.person(user)
        if person is None:
            return views.told(messages.SLACK_JOURNEY, messages.NOT_A_COLLEAGUE)
        number, before = int(held.get("n") or 0), tuple(map(str, held.get("e") or ()))
        text = carried.typed(body, f"{journey.QUESTION}{number}", journey.LONGEST_QUESTION)
        try:
            found = self._house.onboarding.ask(person.id, text, before)
        except BotError as error:
            return views.told(messages.SLACK_JOURNEY, str(error))
        return journey.question(number + 1, (*before, text), found)


def _go_on(body: Body, service: OnboardingService, person: str) -> Page:
    document, place, kind, seal = _held(body)
    if kind == PageKind.CHECK:
        option = "".join(carried.chosen(body, f"{journey.CHOICE}{place}"))
        return service.answer_check(person, document, place, int(option) if option.isdecimal() else -1)
    if kind == PageKind.SIGN:
        name = carried.typed(body, journey.NAME, LONGEST_NAME)
        sure = bool(carried.chosen(body, journey.SURE))
        return service.sign(person, document, seal, name, SURFACE, sure=sure)
    return service.next(person, document, place)


def _held(body: Body) -> tuple[str, int, str, str]:
    """Document, place, kind of page and seal that the window was showing."""
    held = carried.read(carried.metadata(body))
    return str(held.get("d")), int(held.get("p", -1)), str(held.get("k")), str(held.get("s"))
