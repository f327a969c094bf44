"""The Teams surface as it is served, with Microsoft's keys and Connector played by peers over HTTP."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa

from bot import wiring
from bot.records.intake import Intake
from bot.serving import process
from bot.serving.core import Core, assembled
from bot.serving.policies import Policies
from bot.settings import DirectorySettings, Settings, TeamsSettings
from bot.teams import asgi
from knowledge.generation import Home
from tests.teams_peers import APP_ID, CHANNEL, ISSUER, TENANT, ConnectorPeer, KeyServer, jwk, new_key, served

PATIENCE_S = 30.0
BOT = f"28:{APP_ID}"
PEOPLE = (
    "id,name,email,manager,teams,starts\n"
    "1,Ben Manager,ben@example.com,,ben-object-id,2020-01-06\n"
    "2,Asha Colleague,asha@example.com,1,,2020-01-06\n"
)


@dataclass
class Tenant:
    """What Microsoft sends to the app at `url`, and what comes back to its Connector."""

    url: str
    connector: ConnectorPeer
    keys: KeyServer
    key: rsa.RSAPrivateKey
    took: list[float] = field(default_factory=list, kw_only=True)
    """Seconds that each request has taken."""

    def __post_init__(self) -> None:
        claims = {"iss": ISSUER, "aud": APP_ID, "exp": int(time.time()) + 3600, "serviceurl": self.connector.url}
        self.bearer = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k"})

    def joined(self, *names: str) -> None:
        """People of the tenant, with their addresses."""
        for name in names:
            told = {"id": f"29:{name}", "givenName": name.title(), "email": f"{name}@example.com"}
            self.connector.members[f"29:{name}"] = told

    def activity(self, who: str = "asha", conversation: str | None = None, **told: Any) -> dict[str, Any]:
        """What Teams sends when somebody does something, one to one where no conversation is named."""
        about = {"id": conversation or f"a:{who}", "conversationType": "channel" if conversation else "personal"}
        return {
            "id": str(uuid.uuid4()),
            "channelId": CHANNEL,
            "serviceUrl": self.connector.url,
            "from": {"id": f"29:{who}", "aadObjectId": f"{who}-object-id", "name": who},
            "recipient": {"id": BOT, "name": "Clausewise"},
            "conversation": {**about, "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            **told,
        }

    def message(self, text: str, who: str = "asha", **told: Any) -> dict[str, Any]:
        return self.activity(who, **{"type": "message", "text": text, **told})

    def send(self, activity: dict[str, Any] | bytes, authorization: str | None = None) -> tuple[int, Any]:
        """Over HTTP, as Microsoft signs it."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = {"Content-Type": "application/json", "Authorization": authorization or f"Bearer {self.bearer}"}
        began = time.monotonic()
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=60) as found:
                raw = found.read()
                return found.status, json.loads(raw) if raw else None
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        finally:
            self.took.append(time.monotonic() - began)

    def invoke(self, name: str, value: dict[str, Any], who: str = "asha") -> Any:
        status, answer = self.send(self.activity(who, type="invoke", name=name, value=value))
        assert status == 200, (status, answer)
        return answer

    def press(self, card: dict[str, Any], title: str, who: str = "asha", **typed: str) -> dict[str, Any]:
        """Press a button of a card; the card in its place."""
        action = next(one for one in buttons(card) if one["title"] == title)
        value = {"action": {"type": action["type"], "verb": action["verb"], "data": {**action["data"], **typed}}}
        answer = self.invoke("adaptiveCard/action", value, who)
        assert answer["statusCode"] == 200
        return dict(answer["value"])

    def said(self, conversation: str = "a:asha", count: int = 1) -> list[dict[str, Any]]:
        """What was said in a conversation, waited for."""
        return waited(lambda: self.connector.said(conversation), count)


@dataclass
class Teams(Tenant):
    """A tenant with Asha, known by her address, and her manager Ben, by his object id; the app in this process."""

    core: Core

    def settle(self) -> None:
        """Wait till all that came in has been answered, and all letters are on their way."""
        intake, until = Intake(self.core.desk.engine), time.monotonic() + PATIENCE_S
        while (intake.open() or self.core.desk.outbox.open()) and time.monotonic() < until:
            time.sleep(0.05)
        assert (intake.open(), self.core.desk.outbox.open()) == ([], [])

    def ask(self, text: str, who: str = "asha") -> dict[str, Any]:
        self.settle()
        before = len(self.connector.said(f"a:{who}"))
        assert self.send(self.message(text, who))[0] == 200
        return self.said(f"a:{who}", before + 1)[-1]


def buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    """All of a card, those in cards within it too."""
    found = []
    for action in card.get("actions", ()):
        found += buttons(action["card"]) if action["type"] == "Action.ShowCard" else [action]
    return found


def card(message: dict[str, Any]) -> dict[str, Any]:
    return dict(message["attachments"][0]["content"])


def waited(look: Callable[[], list[dict[str, Any]]], count: int) -> list[dict[str, Any]]:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = look()
        if len(found) >= count:
            return found
        time.sleep(0.05)
    pytest.fail(f"not {count} messages but {len(look())}")


@contextmanager
def teams(home: Path, **told: Any) -> Iterator[Teams]:
    """Serve over a home that has policies in it."""
    people = home / "people.csv"
    people.write_text(PEOPLE)
    with microsoft() as tenant:
        tenant.joined("asha", "ben")
        guest = {"id": "29:guest", "userRole": "guest", "email": "guest@other.example"}
        tenant.connector.members["29:guest"] = guest
        chosen = TeamsSettings(**chosen_for(tenant), **told)
        with _running(Settings(home=home, teams=chosen, directory=DirectorySettings(file=people))) as (core, url):
            yield Teams(url, tenant.connector, tenant.keys, tenant.key, core)


@contextmanager
def microsoft() -> Iterator[Tenant]:
    """A tenant whose app is nowhere yet."""
    key = new_key()
    keys, connector = KeyServer(keys=[jwk(key, "k")]), ConnectorPeer()
    with served(connector), served(keys):
        yield Tenant("", connector, keys, key)


def chosen_for(tenant: Tenant) -> dict[str, Any]:
    """Settings for Teams that lead to a tenant's peers."""
    address = tenant.connector.url
    return {
        "app_id": APP_ID, "app_secret": "local", "tenants": (TENANT,), "services": (address,), "login": address,
        "keys": f"{tenant.keys.url}/metadata", "issuer": ISSUER,
    }  # fmt: skip


@contextmanager
def _running(settings: Settings) -> Iterator[tuple[Core, str]]:
    opened = wiring.open_generation(Home(settings.home))
    connections = process.connections(settings)
    core = assembled(settings, Policies(settings, opened), connections)
    app = process.application(core, [connection.surface(core) for connection in connections])
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield core, f"http://127.0.0.1:{port}{asgi.PATH}"
    finally:
        server.should_exit = True
        thread.join(15)
