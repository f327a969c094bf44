"""Slack as far as a test needs it: emulate's Web API over HTTP, and what it lacks as signed requests of our own."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from slack_sdk import WebClient

from bot import wiring
from bot.serving import process
from bot.serving.core import Core, assembled
from bot.serving.policies import Policies
from bot.settings import DirectorySettings, Settings, SlackSettings
from bot.slack import asgi
from knowledge.generation import Home
from tests.surfaces.slack_requests import SECRET, Requests

PEERS = Path(__file__).parents[1] / "peers"
BOT_TOKEN, ASHA_TOKEN = "xoxb-local-test", "xoxp-asha"
PATIENCE_S = 20.0


@dataclass
class Slack(Requests):
    """A workspace with Asha, her manager Ben, and the app in it."""

    core: Core
    bot: WebClient
    asha: WebClient

    def direct(self) -> str:
        """Asha's conversation with the app."""
        return str(self.asha.conversations_open(users=[self.ids["bot"]])["channel"]["id"])

    def thread(self, channel: str, ts: str) -> list[dict[str, Any]]:
        return list(self.bot.conversations_replies(channel=channel, ts=ts)["messages"])

    def replies(self, channel: str, ts: str, count: int = 1) -> list[dict[str, Any]]:
        """The app's replies to a message, waited for."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            found = [one for one in self.thread(channel, ts) if one.get("user") != self.ids["asha"]]
            if len(found) >= count:
                return found
            time.sleep(0.1)
        pytest.fail(f"no {count} replies to {ts}")


@contextmanager
def slack(home: Path, people: Path | None = None) -> Iterator[Slack]:
    """Start the peer and the app over a home that has policies in it."""
    node = shutil.which("node")
    if not node or not (PEERS / "node_modules/emulate").exists():
        pytest.skip("the Slack peer isn't installed here: make test installs it where there is npm")
    ports = free(), free()
    events = f"http://127.0.0.1:{ports[1]}{asgi.PATH}"
    command = [node, "slack-peer.mjs", str(ports[0]), events, "slack-seed.json"]
    with subprocess.Popen(command, cwd=PEERS, stdout=subprocess.PIPE, text=True) as peer:
        try:
            assert peer.stdout is not None
            url = f"{json.loads(peer.stdout.readline())['url']}/api/"
            with running(settings(home, people, url, signing_secret=SECRET), ports[1]) as core:
                bot, asha = WebClient(BOT_TOKEN, base_url=url), WebClient(ASHA_TOKEN, base_url=url)
                us, them = bot.auth_test(), asha.auth_test()
                ids = {"team": us["team_id"], "bot": us["user_id"], "asha": them["user_id"]}
                yield Slack(events, core, bot, asha, ids=ids)
        finally:
            peer.kill()


def settings(home: Path, people: Path | None, url: str, **secrets: str) -> Settings:
    """Slack at a peer, by `signing_secret` or `app_token`."""
    chosen = SlackSettings(bot_token=BOT_TOKEN, api=url, **secrets)  # type: ignore[arg-type]
    return Settings(home=home, slack=chosen, directory=DirectorySettings(file=people))


@contextmanager
def running(chosen: Settings, port: int) -> Iterator[Core]:
    """The app, served on a port, over a home that has policies in it."""
    opened = wiring.open_generation(Home(chosen.home))
    connections = process.connections(chosen)
    core = assembled(chosen, Policies(chosen, opened), connections)
    app = process.application(core, [connection.surface(core) for connection in connections])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield core
    finally:
        server.should_exit = True
        thread.join(10)


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
