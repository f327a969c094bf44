"""The page's own application: its addresses, behind the guard."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot import messages
from bot.errors import BotError
from bot.web import asking, managing, render, signing
from bot.web.guard import Bounds, Guard
from bot.web.house import House
from bot.web.lane import Busy

AGAIN_AFTER_S = 2
STATIC = Path(__file__).with_name("static")


def build(house: House, bounds: Bounds) -> ASGIApp:
    """Everything at its address. Documentation pages of the interface are off."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for made in (asking, signing, managing):
        app.include_router(made.routes(house))
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(BotError, _wrong)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _nothing_here)
    return Guard(app, bounds)


async def _busy(_: Request, __: Exception) -> Response:
    """More questions than can be seen to; the browser and the colleague are told when to come back."""
    told = render.page("told", None, status=503, title=messages.WEB_BUSY, lines=())
    told.headers["Retry-After"] = str(AGAIN_AFTER_S)
    return told


async def _wrong(_: Request, error: Exception) -> Response:
    return render.page("told", None, status=400, title=str(error), lines=())


async def _unreadable(_: Request, __: Exception) -> Response:
    return render.page("told", None, status=400, title=messages.WEB_UNREADABLE, lines=())


async def _nothing_here(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "that is what it is called for"
    title = messages.WEB_NOT_HERE if error.status_code == 404 else messages.WEB_UNREADABLE
    return render.page("told", None, status=error.status_code, title=title, lines=())
