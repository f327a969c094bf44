"""The Slack app: what comes in and who sees to it. Thin; nothing is decided here.

Requests have been verified before they come here (`bot.slack.asgi`), or came over a socket that we opened ourselves.
Listeners run to their end before Slack is answered, so that what was acknowledged is on disk.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages
from bot.letters import Press
from bot.slack import journey, manifest, posting, render, views
from bot.slack.asking import Asking, Window
from bot.slack.escalating import Escalating
from bot.slack.house import House
from bot.slack.signing import Signing
from bot.slack.soon import Soon

_LOG = logging.getLogger(__name__)
_SAID = ("message", "app_mention")
"""Events that are only written down as they come in; who may have an answer is asked before one is given."""


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
    app.error(_failed)
    app.use(_guard(house))
    soon = Soon(client)
    escalating, signing = Escalating(house, client), Signing(house, client, soon)
    windows: dict[str, Window] = {"onboard": signing.window, "sign": signing.window, "escalate": escalating.window}
    _listen(app, Asking(house, client, soon, windows), escalating)
    _listen_to_journeys(app, signing)
    return app


async def _failed(error: Exception) -> BoltResponse | None:
    """What Slack itself turns down (a window that has gone, an account it doesn't know) it needn't send again.

    Of all else Slack hears that it wasn't seen to, and sends it once more.
    """
    if isinstance(error, SlackApiError) and (told := posting.turned_down(error)):
        _LOG.warning("Slack turned down what was to be shown (%s).", told)
        return BoltResponse(status=200, body="")
    _LOG.error("What Slack sent couldn't be seen to.", exc_info=error)
    return None


def _guard(house: House) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Lets nobody past who may not come in, whatever they press."""

    async def guard(body: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        said = (body.get("event") or {}).get("type") in _SAID
        if said or await asyncio.to_thread(house.admits, body):
            await next_()
            return None
        return BoltResponse(status=200, body=messages.SLACK_NOT_FOR_YOU if body.get("command") else "")

    return guard


def _listen(app: AsyncApp, asking: Asking, escalating: Escalating) -> None:
    app.event("message")(asking.said)
    app.event("app_mention")(asking.said)
    app.event("app_home_opened")(asking.home_opened)
    app.command(manifest.COMMAND)(asking.command)
    app.shortcut(manifest.CHECK_DRAFT)(asking.check_draft)
    app.shortcut(manifest.CHECK_MESSAGE)(asking.check_message)
    app.action(views.OPEN_CHECK)(asking.check_draft)
    app.view(views.CHECK)(asking.draft_given)
    app.action(render.WHOLE)(asking.whole)
    app.action(render.SHARE)(asking.share)
    app.action(render.FEEDBACK)(asking.feedback)
    app.action(render.MANAGER)(escalating.from_answer)
    app.action(views.OPEN_ESCALATE)(escalating.from_home)
    app.view(views.ASK_MANAGER)(escalating.asked)
    app.view(views.ESCALATE)(escalating.sent)
    app.view(views.ANSWER)(escalating.replied)
    for press in Press:
        if press is not Press.BEGIN:
            app.action(f"{render.PRESS}{press.value}")(escalating.pressed)


def _listen_to_journeys(app: AsyncApp, signing: Signing) -> None:
    app.event("team_join")(signing.joined)
    app.action(f"{render.PRESS}{Press.BEGIN.value}")(signing.begin)
    app.action(journey.BEGIN)(signing.begin)
    app.action(journey.BACK)(signing.back)
    app.action(journey.ASK)(signing.ask)
    app.view(journey.GO_ON)(signing.go_on)
    app.view(journey.ASKED)(signing.asked)
