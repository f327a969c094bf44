"""Who one is, what goes to the line manager, and the letters of both sides."""

from __future__ import annotations

import asyncio
import uuid
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from bot import messages
from bot.delivery.inbox import Waiting
from bot.escalation import letters
from bot.escalation.model import Content, Escalation
from bot.escalation.service import NotYours, Preview
from bot.letters import Press
from bot.model import Answer
from bot.people import Person
from bot.web import asking, render
from bot.web.house import House
from bot.web.translate import Chosen, Pressed, ToManager
from bot.web.visitors import COOKIE


def routes(house: House) -> APIRouter:
    """The addresses, over what is behind them."""
    found = APIRouter()
    desk = _Desk(house)
    found.add_api_route("/me", desk.choices, methods=["GET"])
    found.add_api_route("/me", desk.choose, methods=["POST"])
    found.add_api_route("/manager", desk.preview, methods=["POST"])
    found.add_api_route("/manager/send", desk.send, methods=["POST"])
    found.add_api_route("/messages", desk.messages, methods=["GET"])
    found.add_api_route("/messages/letter", desk.letter, methods=["GET"])
    found.add_api_route("/messages/press", desk.press, methods=["POST"])
    return found


class _Desk:
    """One method for each thing that somebody can do."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._escalations = house.escalations

    async def choices(self, request: Request, then: str = "/") -> HTMLResponse:
        """Whom one can be; or why one can't be anybody here."""
        who, choices = self._house.who(request), list(self._house.visitors.choices())
        if not choices:
            told = messages.WEB_YOU_ARE.format(name=who.name) if who else self._house.visitors.unknown
            return render.page("told", who, title=messages.WEB_WHO, lines=(told,))
        return render.page("me", who, choices=choices, then=then)

    async def choose(self, chosen: Annotated[Chosen, Form()]) -> Response:
        badge = self._house.visitors.badge(chosen.person)
        if badge is None:
            return render.page("told", None, status=403, title=messages.NOT_YOURS, lines=())
        on = asking.to(chosen.then)
        on.set_cookie(COOKIE, badge, httponly=True, samesite="strict")
        return on

    async def preview(self, request: Request, wanted: Annotated[ToManager, Form()]) -> Response:
        """Who would get it and every word of it. Nothing is sent."""
        who = self._house.who(request)
        if who is None:
            return asking.to("/me")
        answer, content = await self._content(wanted)
        shown = await asyncio.to_thread(self._escalations.preview, who.id, content)
        return self._previewed(who, shown, content, answer, wanted)

    async def send(self, request: Request, wanted: Annotated[ToManager, Form()]) -> Response:
        """Sent as it was shown last; shown again where it reads otherwise now, or something has to be asked."""
        who = self._house.who(request)
        if who is None:
            return asking.to("/me")
        answer, content = await self._content(wanted)
        shown = await asyncio.to_thread(self._escalations.preview, who.id, content)
        if shown.letter is None or render.seal(shown.letter) != wanted.seen:
            return self._previewed(who, shown, content, answer, wanted)
        send = partial(self._escalations.send, who.id, content, wanted.to, wanted.key, sure=wanted.sure)
        sent = await asyncio.to_thread(send)
        if isinstance(sent, Preview):
            return self._previewed(who, sent, content, answer, wanted)
        await asyncio.to_thread(self._house.hurry)
        return asking.to("/messages")

    async def messages(self, request: Request) -> Response:
        """Letters to somebody, and what became of what they asked."""
        who = self._house.who(request)
        if who is None:
            return asking.to("/me?then=/messages")
        both = await asyncio.to_thread(self._both_sides, who)
        return render.page(
            "messages",
            who,
            letters=both[0],
            mine=both[1],
            choosing=any(self._house.visitors.choices()),
            elsewhere=self._house.elsewhere,
        )

    async def letter(self, request: Request, key: str = "") -> Response:
        """A letter, which whoever sent it is told has been seen."""
        who = self._house.who(request)
        if who is None:
            return asking.to("/me?then=/messages")
        waiting = await asyncio.to_thread(self._opened, who, key)
        if waiting is None:
            return render.page("told", who, status=404, title=messages.NOT_YOURS, lines=())
        return render.page("letter", who, waiting=waiting, press_key=str(uuid.uuid4()))

    async def press(self, request: Request, pressed: Annotated[Pressed, Form()]) -> Response:
        """A button of a letter."""
        who = self._house.who(request)
        if who is None:
            return asking.to("/me?then=/messages")
        if pressed.press is Press.REPLY and not pressed.words.strip():
            return render.page("told", who, status=400, title=messages.WEB_NO_REPLY, lines=())
        press = partial(self._escalations.press, pressed.about, who.id, pressed.press, pressed.words, pressed.key)
        try:
            await asyncio.to_thread(press)
        except NotYours as refused:
            return render.page("told", who, status=403, title=str(refused), lines=())
        await asyncio.to_thread(self._house.hurry)
        return asking.to("/messages")

    async def _content(self, wanted: ToManager) -> tuple[Answer, Content]:
        """The answer once more, from what is published: nothing that is quoted comes back from a browser."""
        answer = await asyncio.to_thread(self._house.again, wanted.as_question(self._house.audiences))
        return answer, wanted.content(answer, letters.shown(answer))

    def _both_sides(self, who: Person) -> tuple[list[Waiting], list[tuple[Escalation, str]]]:
        """Somebody's letters, and what they asked with the name of whoever has it, newest first."""
        people = self._house.people()

        def name(one: Escalation) -> str:
            found = people.get(one.recipient or "")
            return found.name if found else messages.SOMEBODY

        mine = [(one, name(one)) for one in reversed(self._escalations.of(who.id))]
        return self._house.inbox.letters(who.id), mine

    def _opened(self, who: Person, key: str) -> Waiting | None:
        found = next((one for one in self._house.inbox.letters(who.id) if one.key == key), None)
        if found is None:
            return None
        self._house.inbox.read(who.id, key)
        if Press.REPLY in found.letter.presses:
            try:
                self._escalations.seen(found.letter.about, who.id)
            except NotYours:  # it has gone to somebody else since
                return found
        return found

    def _previewed(
        self, who: Person, shown: Preview, content: Content, answer: Answer, wanted: ToManager
    ) -> HTMLResponse:
        return render.page(
            "manager",
            who,
            shown=shown,
            content=content,
            whole=letters.shown(answer),
            wanted=wanted,
            key=wanted.key or str(uuid.uuid4()),
            seen=render.seal(shown.letter) if shown.letter else "",
            meeting=self._house.elsewhere,
        )
