"""Slack as far as a test needs it: emulate's Web API over HTTP, and what it lacks as signed requests of our own."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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
from bot.slack import asgi, verifying
from knowledge.generation import Home

PEERS = Path(__file__).parents[1] / "peers"
SECRET, BOT_TOKEN, ASHA_TOKEN = "local-signing-secret", "xoxb-local-test", "xoxp-asha"
PATIENCE_S = 20.0


@dataclass
class Slack:
    """A workspace with Asha, her manager Ben, and the app in it."""

    url: str
    events: str
    core: Core
    bot: WebClient
    asha: WebClient
    ids: dict[str, str] = field(default_factory=dict)

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

    def send(self, body: bytes, kind: str = "application/json", secret: str = SECRET) -> tuple[int, bytes]:
        """A request as Slack signs it."""
        now = int(time.time())
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": str(now),
            "X-Slack-Signature": verifying.sign(body, now, secret),
        }
        try:
            with urllib.request.urlopen(urllib.request.Request(self.events, body, headers), timeout=30) as found:
                return found.status, found.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def event(self, event: dict[str, Any], event_id: str = "Ev1") -> int:
        body = {"type": "event_callback", "team_id": self.ids["team"], "event_id": event_id, "event": event}
        return self.send(json.dumps(body).encode())[0]

    def command(self, text: str) -> dict[str, Any]:
        fields = {"command": "/policy", "text": text, "user_id": self.ids["asha"], "team_id": self.ids["team"]}
        form = urllib.parse.urlencode({**fields, "channel_id": "C1", "trigger_id": "1.1"}).encode()
        status, answer = self.send(form, "application/x-www-form-urlencoded")
        assert status == 200
        return dict(json.loads(answer))

    def interact(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A press, a shortcut, or a window sent off."""
        whole = {"user": {"id": self.ids["asha"]}, "team": {"id": self.ids["team"]}, "trigger_id": "1.1", **payload}
        form = urllib.parse.urlencode({"payload": json.dumps(whole)}).encode()
        status, answer = self.send(form, "application/x-www-form-urlencoded")
        assert status == 200, answer
        return dict(json.loads(answer)) if answer else {}


@contextmanager
def slack(home: Path, people: Path | None = None) -> Iterator[Slack]:
    """Start the peer and the app over a home that has policies in it."""
    node = shutil.which("node")
    if not node or not (PEERS / "node_modules/emulate").exists():
        pytest.skip("the Slack peer isn't installed here: make test installs it where there is npm")
    ports = _free(), _free()
    events = f"http://127.0.0.1:{ports[1]}{asgi.PATH}"
    command = [node, "slack-peer.mjs", str(ports[0]), events, "slack-seed.json"]
    peer = subprocess.Popen(command, cwd=PEERS, stdout=subprocess.PIPE, text=True)
    assert peer.stdout is not None
    url = f"{json.loads(peer.stdout.readline())['url']}/api/"
    settings = Settings(
        home=home,
        slack=SlackSettings(bot_token=BOT_TOKEN, signing_secret=SECRET, api=url),  # type: ignore[arg-type]
        directory=DirectorySettings(file=people),
    )
    opened = wiring.open_generation(Home(home))
    connections = process.connections(settings)
    core = assembled(settings, Policies(settings, opened), connections)
    app = process.application(core, [connection.surface(core) for connection in connections])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=ports[1], log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    bot, asha = WebClient(BOT_TOKEN, base_url=url), WebClient(ASHA_TOKEN, base_url=url)
    us, them = bot.auth_test(), asha.auth_test()
    ids = {"team": us["team_id"], "bot": us["user_id"], "asha": them["user_id"]}
    try:
        yield Slack(url, events, core, bot, asha, ids)
    finally:
        server.should_exit = True
        thread.join(10)
        peer.kill()
        peer.wait()


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
