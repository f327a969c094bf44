"""The page, put together with what is behind it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from starlette.routing import Mount

from bot.ports import Receipts, Responder, Sender
from bot.serving.core import Core, Surface
from bot.serving.policies import Policies
from bot.settings import Settings
from bot.web import app
from bot.web.guard import HERE, Bounds
from bot.web.house import SURFACE, House
from bot.web.lane import Lane
from bot.web.visitors import Samples, SignedIn, Strangers, Visitors, key_in

THINKING, WAITING = os.cpu_count() or 1, 16
"""Questions seen to at the same time: one for each core, or more where most of it is waiting for a chat model."""


class WebConnection:
    """The page. A `bot.serving.core.Connection`: letters wait in the inbox, and every request is answered at once."""

    def senders(self, receipts: Receipts) -> Sequence[Sender]:  # noqa: ARG002 - the inbox is the desk's own
        return ()

    def responders(self, policies: Policies) -> Sequence[Responder]:  # noqa: ARG002 - nothing is noted down
        return ()

    def surface(self, core: Core) -> Surface:
        house = House(
            answer=core.policies.answering(SURFACE),
            again=core.policies.again,
            check=core.policies.checking(SURFACE),
            catalogue=lambda: core.policies.view(core.settings.audiences),
            audiences=core.settings.audiences,
            people=core.desk.people,
            escalations=core.desk.escalations,
            onboarding=core.onboarding,
            inbox=core.desk.inbox,
            receipt=core.receipts,
            notebook=core.notebook,
            hurry=core.hurry,
            elsewhere=core.desk.served,
            lane=_lane(core),
            visitors=_visitors(core),
        )
        chosen = core.settings.web
        secret = chosen.sign_in_secret.get_secret_value() if chosen.sign_in_secret else None
        return Surface(name=SURFACE, routes=(Mount("/", app.build(house, Bounds(chosen.address, secret))),))


def connect(settings: Settings, host: str) -> WebConnection | None:
    """The page; None where it is switched off, or where others could reach it without signing in."""
    private = host in HERE or settings.web.address is not None
    return WebConnection() if settings.web.enabled and private else None


def _lane(core: Core) -> Lane:
    threads = WAITING if core.settings.model.name else THINKING
    return Lane(core.settings.web.at_once, threads, partial(core.policies.metrics.turned_away, SURFACE))


def _visitors(core: Core) -> Visitors:
    if core.settings.web.sign_in_header:
        return SignedIn(core.settings.web.sign_in_header, core.desk.people)
    if core.settings.samples:
        return Samples(key_in(core.settings.home), core.desk.people)
    return Strangers()
