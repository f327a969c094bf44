"""Asking and its answers, whole policies, "can I share this?", and whether it helped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from bot import messages
from bot.errors import CannotCheck
from bot.model import Answer
from bot.web import document, render
from bot.web.house import House
from bot.web.translate import Asked, Drafted, Helped

LINES = "application/x-ndjson"


def routes(house: House) -> APIRouter:
    """The addresses, over what is behind them."""
    found = APIRouter()
    desk = _Desk(house)
    found.add_api_route("/", desk.home, methods=["GET"])
    found.add_api_route("/ask", desk.ask, methods=["POST"])
    found.add_api_route("/feedback", desk.feedback, methods=["POST"])
    found.add_api_route("/share", desk.draft, methods=["GET"])
    found.add_api_route("/share", desk.check, methods=["POST"])
    found.add_api_route("/policies", desk.policies, methods=["GET"])
    found.add_api_route("/policies/{reference:path}", desk.policy, methods=["GET"])
    return found


class _Desk:
    """One method for each thing that somebody can do."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def home(self, request: Request) -> HTMLResponse:
        return self._asked(request, Asked(), None)

    async def ask(self, request: Request, asked: Annotated[Asked, Form()]) -> Response:
        """The page with the answer, or the answer piece by piece where the page asks for it itself."""
        question = asked.as_question(self._house.audiences)
        coming = self._house.lane.take(partial(self._house.answer, question))
        if request.headers.get("accept") == LINES:
            return StreamingResponse(_told(asked, coming), media_type=LINES)
        return self._asked(request, asked, await coming)

    async def feedback(self, request: Request, helped: Annotated[Helped, Form()]) -> Response:
        """Counted, without whose it is."""
        count = partial(self._house.notebook.helped, helped.generation, helpful=helped.helpful)
        await asyncio.to_thread(count)
        return render.page("told", self._house.who(request), title=messages.WEB_THANKS, lines=())

    async def draft(self, request: Request) -> HTMLResponse:
        return render.page("share", self._house.who(request), draft="", found=None, wrong="")

    async def check(self, request: Request, drafted: Annotated[Drafted, Form()]) -> HTMLResponse:
        """What is said of a draft, marked in it. It is kept nowhere."""
        who = self._house.who(request)
        try:
            found = await self._house.lane.take(partial(self._house.check, drafted.draft))
        except CannotCheck as wrong:
            return render.page("share", who, draft=drafted.draft, found=None, wrong=str(wrong))
        return render.page("share", who, draft=drafted.draft, found=found, wrong="")

    async def policies(self, request: Request) -> HTMLResponse:
        documents = self._house.catalogue().documents.values()
        return render.page("policies", self._house.who(request), documents=documents)

    async def policy(
        self, request: Request, reference: str, clause: str = "", start: int = 0, end: int = 0
    ) -> Response:
        """A whole policy, with a passage of it marked."""
        view, who = self._house.catalogue(), self._house.who(request)
        found = view.documents.get(reference)
        if found is None:
            return render.page("told", who, status=404, title=messages.WEB_NO_POLICY, lines=())
        shown = document.pieces(view, found, clause, start, end)
        return render.page("policy", who, document=found, pieces=list(shown))

    def _asked(self, request: Request, asked: Asked, answer: Answer | None) -> HTMLResponse:
        return render.page("ask", self._house.who(request), asked=asked, answer=answer)


async def _told(asked: Asked, coming: asyncio.Future[Answer]) -> AsyncIterator[str]:
    """That it is being looked up, then the words, each quote, and what can be done next; a line each."""
    yield _line("status", messages.WEB_LOOKING)
    answer = await coming
    yield _line("part", render.part("opening", answer=answer))
    for number, quote in enumerate(render.apart(answer)):
        yield _line("part", render.part("quote", quote=quote, number=number))
    yield _line("part", render.part("closing", answer=answer, asked=asked))
    yield _line("status", "")


def _line(kind: str, text: str) -> str:
    return json.dumps({kind: text}) + "\n"


def to(address: str) -> RedirectResponse:
    """On to another page once something is done."""
    return RedirectResponse(address, status_code=303)
