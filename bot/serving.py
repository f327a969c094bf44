"""One process that serves: what is published, the desk, and the surfaces that are configured, put together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import wiring
from bot.answering.service import AnsweringService
from bot.delivery.clerk import Clerk
from bot.delivery.durable import Durable
from bot.desk import MESSAGE, Desk, desk, durable, now, records
from bot.errors import WrongSettings
from bot.model import Check
from bot.records.feedback import Feedback
from bot.records.intake import Intake
from bot.settings import Settings
from bot.slack import app as slack_app
from bot.slack import asgi, replying
from bot.slack.house import House
from bot.slack.posting import SURFACE, SlackSender
from bot.slack.replying import Door, SlackResponder
from bot.slack.translate import Said
from bot.wiring import Opened
from knowledge.catalogue import Catalogue

TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class SlackSurface:
    """Slack, ready to take messages once `runner` has started."""

    app: AsyncApp
    runner: Durable
    desk: Desk


def slack(
    settings: Settings, opened: Opened, answering: AnsweringService, check: Callable[[str], Check]
) -> SlackSurface:
    """Everything that Slack needs; raises `BotError` where it is half configured or Slack doesn't know us."""
    chosen = settings.slack
    if chosen.bot_token is None:
        raise WrongSettings("Slack isn't configured. Set slack.bot_token; docs/slack.md says how.")
    token = chosen.bot_token.get_secret_value()
    client = WebClient(token=token, base_url=chosen.api, timeout=TIMEOUT_S)
    bot = _introduced(client)
    door = Door(client, frozenset(chosen.teams or (bot["team_id"],)), guests=chosen.guests)
    opened_desk = desk(settings, answering.concern, [SlackSender(client)])
    intake = Intake(records(settings))
    clerk = Clerk(intake, [SlackResponder(client, answering.answer, door)], now)
    runner = durable(settings, opened_desk, clerk=clerk)

    def note(said: Said) -> None:
        if intake.note(said.key, SURFACE, replying.noted(said), now()):
            runner.post(MESSAGE, said.key)

    def catalogue() -> Catalogue:
        return opened.catalogue

    house = House(
        client=client,
        door=door,
        note=note,
        answer=answering.answer,
        check=check,
        catalogue=catalogue,
        people=opened_desk.people,
        escalations=opened_desk.escalations,
        notebook=Feedback(records(settings), now),
    )
    spoken = AsyncWebClient(token=token, base_url=chosen.api, timeout=TIMEOUT_S)
    return SlackSurface(slack_app.build(house, token, spoken, bot), runner, opened_desk)


async def serve_slack(settings: Settings, opened: Opened, host: str, port: int) -> None:
    """Run till stopped. What is half done then is taken up at the next start."""
    answers = wiring.answering(settings, opened)
    running = slack(settings, opened, answers, wiring.sharing(settings, opened).check)
    await asyncio.to_thread(running.runner.start)
    try:
        if settings.slack.app_token:
            await _over_socket(running, settings.slack.app_token.get_secret_value())
        elif settings.slack.signing_secret:
            await _over_http(running, settings.slack.signing_secret.get_secret_value(), host, port)
    finally:
        await asyncio.to_thread(running.runner.stop)


async def _over_socket(running: SlackSurface, token: str) -> None:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

    await AsyncSocketModeHandler(running.app, token).start_async()  # type: ignore[no-untyped-call]


async def _over_http(running: SlackSurface, secret: str, host: str, port: int) -> None:
    import uvicorn
    from starlette.applications import Starlette

    app = Starlette(routes=[asgi.route(running.app, secret, time.time)])
    await uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False)).serve()


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
