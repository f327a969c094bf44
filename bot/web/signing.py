"""Through a policy to its signature. Who signs is who is there; nobody can name anybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from bot import messages
from bot.errors import NotAColleague, NothingToSign
from bot.model import Answer
from bot.onboarding.model import Page
from bot.people import Person
from bot.web import asking, render
from bot.web.house import SURFACE, House
from bot.web.translate import Answered, AskedOnTheWay, Signed, Turned

_Step = Callable[[str], Page]


def routes(house: House) -> APIRouter:
    """The addresses, over what is behind them."""
    found = APIRouter()
    desk = _Desk(house)
    found.add_api_route("/sign", desk.begin, methods=["GET"])
    found.add_api_route("/sign/next", desk.next, methods=["POST"])
    found.add_api_route("/sign/back", desk.back, methods=["POST"])
    found.add_api_route("/sign/answer", desk.answer, methods=["POST"])
    found.add_api_route("/sign/name", desk.sign, methods=["POST"])
    found.add_api_route("/sign/ask", desk.ask, methods=["POST"])
    found.add_api_route("/sign/receipt/{number}", desk.receipt, methods=["GET"])
    return found


class _Desk:
    """One method for each thing that somebody can do on their way."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._journeys = house.onboarding

    async def begin(self, request: Request, document: str | None = None) -> Response:
        return await self._step(request, partial(self._journeys.begin, document=document))

    async def next(self, request: Request, turned: Annotated[Turned, Form()]) -> Response:
        return await self._step(request, partial(self._journeys.next, document=turned.document, place=turned.place))

    async def back(self, request: Request, turned: Annotated[Turned, Form()]) -> Response:
        return await self._step(request, partial(self._journeys.back, document=turned.document, place=turned.place))

    async def answer(self, request: Request, given: Annotated[Answered, Form()]) -> Response:
        step = partial(self._journeys.answer_check, document=given.document, place=given.place, option=given.option)
        return await self._step(request, step)

    async def sign(self, request: Request, signed: Annotated[Signed, Form()]) -> Response:
        """Signed with the name that was typed; what is shown then has been recorded."""
        step = partial(
            self._journeys.sign,
            document=signed.document,
            seal=signed.seal,
            typed=signed.typed,
            surface=SURFACE,
            sure=signed.sure,
        )
        return await self._step(request, step, typed=signed.typed)

    async def ask(self, request: Request, asked: Annotated[AskedOnTheWay, Form()]) -> Response:
        """A question on the way: its answer, and the page they were on."""
        who = self._house.who(request)
        if who is None:
            return asking.to("/me?then=/sign")
        answer = await self._house.lane.take(partial(self._journeys.ask, who.id, asked.question))
        step = partial(self._journeys.begin, document=asked.document)
        return await self._step(request, step, answer=answer)

    async def receipt(self, request: Request, number: int) -> Response:
        """The receipt of a signature, for the one whose it is."""
        who = self._house.who(request)
        drawn = await asyncio.to_thread(self._house.receipt, number, who.id) if who else None
        if drawn is None:
            return render.page("told", who, status=404, title=messages.ONBOARD_NO_RECEIPT, lines=())
        return Response(
            drawn,
            media_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="receipt-{number}.pdf"'},
        )

    async def _step(self, request: Request, step: _Step, *, answer: Answer | None = None, typed: str = "") -> Response:
        who = self._house.who(request)
        if who is None:
            return asking.to("/me?then=/sign")
        try:
            page = await asyncio.to_thread(step, who.id)
        except (NotAColleague, NothingToSign) as refused:
            return render.page("told", who, title=str(refused), lines=())
        return _shown(who, page, answer, typed)


def _shown(who: Person, page: Page, answer: Answer | None, typed: str) -> HTMLResponse:
    return render.page("sign", who, page=page, answer=answer, typed=typed)
