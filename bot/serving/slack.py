"""Slack, connected and put together with what is behind it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotAColleague, WrongSettings
from bot.model import Answer, Question
from bot.ports import Later, Receipts, Refused, Responder, Sender, Sent
from bot.serving.core import Core, Surface
from bot.serving.policies import Policies
from bot.serving.watch import Watch
from bot.settings import SlackSettings
from bot.slack import app as slack_app
from bot.slack import asgi, replying
from bot.slack.colleagues import Colleagues
from bot.slack.house import House
from bot.slack.posting import SURFACE, SlackSender
from bot.slack.replying import Door, SlackResponder
from bot.slack.streaming import Streams
from bot.slack.translate import Said

if TYPE_CHECKING:
    from slack_sdk.socket_mode.aiohttp import SocketModeClient

TIMEOUT_S = 10
AT_A_TIME = 2
NOT_KNOWN_YET_S = 300.0
"""Seconds till it is looked again whether the directory knows somebody who has come."""


@dataclass(frozen=True, slots=True)
class SlackConnection:
    """A workspace that knows us. A `bot.serving.core.Connection`."""

    chosen: SlackSettings
    token: str
    client: WebClient
    bot: dict[str, str]
    door: Door
    _core: list[Core] = field(default_factory=list)
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_A_TIME))

    def senders(self, receipts: Receipts) -> Sequence[Sender]:
        return (SlackSender(self.client, receipts),)

    def responders(self, policies: Policies) -> Sequence[Responder]:
        answer = self._in_turn(self._ours(policies.answering(SURFACE)))
        return (SlackResponder(self.client, answer, self.door, Streams(self.client), self._welcome),)

    def app(self, core: Core) -> AsyncApp:
        """The app with all its listeners."""

        def note(said: Said) -> None:
            core.note(SURFACE, said.key, replying.noted(said))

        self._core.append(core)
        house = House(
            colleagues=Colleagues(self.client, core.desk.people),
            door=self.door,
            note=note,
            answer=self._in_turn(self._ours(core.policies.answering(SURFACE))),
            again=self._ours(core.policies.again),
            check=core.policies.checking(SURFACE),
            catalogue=lambda: core.policies.view(core.settings.audiences),
            escalations=core.desk.escalations,
            onboarding=core.onboarding,
            hurry=core.hurry,
            notebook=core.notebook,
        )
        spoken = AsyncWebClient(token=self.token, base_url=self.chosen.api, timeout=TIMEOUT_S)
        return slack_app.build(house, self.token, spoken, self.bot)

    def _ours(self, answer: Callable[[Question], Answer]) -> Callable[[Question], Answer]:
        """Answers for the audiences that everybody here belongs to."""

        def asked(question: Question) -> Answer:
            (core,) = self._core
            return answer(replace(question, audiences=core.settings.audiences))

        return asked

    def _in_turn(self, answer: Callable[[Question], Answer]) -> Callable[[Question], Answer]:
        """Two questions at a time: with more, one interpreter would keep Slack waiting for its acknowledgements."""

        def asked(question: Question) -> Answer:
            with self._turns:
                return answer(question)

        return asked

    def _welcome(self, user: str) -> Sent | Refused | Later:
        """Invite somebody who has just come; the directory may not know them yet."""
        (core,) = self._core
        person = Colleagues(self.client, core.desk.people).person(user)
        if person is None:
            return Later(NOT_KNOWN_YET_S)
        try:
            core.onboarding.welcome(person.id)
        except NotAColleague:  # who starts later is invited on their first day
            return Refused("not_here_yet")
        return Sent("welcomed")

    def surface(self, core: Core) -> Surface:
        app = self.app(core)
        if self.chosen.app_token:
            token = self.chosen.app_token.get_secret_value()
            socket = _Socket(app, token)
            return Surface(name=SURFACE, socket=socket.hold, watch=Watch(socket.looked))
        assert self.chosen.signing_secret is not None, "settings have one or the other"
        secret = self.chosen.signing_secret.get_secret_value()
        route = asgi.route(app, secret, time.time, lambda: core.policies.metrics.turned_away(SURFACE))
        return Surface(name=SURFACE, routes=(route,), watch=Watch(self._looked))

    async def _looked(self) -> str:
        """What keeps messages away over HTTP, "" where nothing does."""
        return await asyncio.to_thread(_accepted, self.client)


def connect(chosen: SlackSettings) -> SlackConnection:
    """A connection with Slack; raises `WrongSettings` where Slack doesn't know us.

    The client tries nothing again by itself: what a lost connection may have brought is looked up first.
    """
    assert chosen.bot_token is not None, "Slack is configured"
    token = chosen.bot_token.get_secret_value()
    client = WebClient(token=token, base_url=chosen.api, timeout=TIMEOUT_S, retry_handlers=[])
    bot = _introduced(client)
    door = Door(client, frozenset(chosen.teams or (bot["team_id"],)), guests=chosen.guests)
    return SlackConnection(chosen, token, client, bot, door)


class _Socket:
    """The connection of Socket Mode; Bolt opens another where Slack closes it."""

    def __init__(self, app: AsyncApp, token: str) -> None:
        self._app = app
        self._token = token
        self._client: SocketModeClient | None = None

    async def hold(self) -> None:
        """Hold it till cancelled."""
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

        handler = AsyncSocketModeHandler(self._app, self._token)
        self._client = handler.client
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            await asyncio.Event().wait()
        finally:
            self._client = None
            await handler.close_async()  # type: ignore[no-untyped-call]

    async def looked(self) -> str:
        """What keeps messages away, "" where nothing does."""
        session = self._client.current_session if self._client else None
        connected = session is not None and not session.closed
        return "" if connected else "The connection to Slack (Socket Mode) isn't open."


def _accepted(client: WebClient) -> str:
    """What Slack has against us, "" where it knows us."""
    try:
        client.auth_test()
    except (SlackClientError, OSError):
        return "Slack can't be reached, or doesn't accept slack.bot_token any more."
    return ""


def _introduced(client: WebClient) -> dict[str, str]:
    """Who we are on Slack; raises `WrongSettings` where the token isn't good."""
    for _ in range(3):
        try:
            found = client.auth_test()
        except SlackClientError as error:
            told = getattr(getattr(error, "response", None), "data", {}).get("error", "no answer")
        except OSError:
            told = "no answer"
        else:
            return {name: str(found[name]) for name in ("team_id", "user_id", "bot_id") if found.get(name)}
        time.sleep(1)
    raise WrongSettings(f"Slack doesn't accept slack.bot_token ({told}). Check it, and that Slack can be reached.")
