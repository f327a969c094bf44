"""`clausewise serve` with all its surfaces: Slack and Teams played on loopback, the page behind a sign-in."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.slack import asgi as slack_asgi
from bot.teams import asgi as teams_asgi
from tests.surfaces import slack_processes, teams_server
from tests.surfaces.slack_methods import BOT, TEAM
from tests.surfaces.slack_peer import free
from tests.surfaces.slack_person import Person
from tests.surfaces.slack_workspace import Workspace, workspace
from tests.surfaces.teams_server import Tenant

ADDRESS, SIGN_IN_SECRET = "http://policies.example.org", "known-to-the-proxy-alone"
BEN, DINA = "1", "2"
"""Line managers: of those on the page and on Slack, who is there too, and of those in Teams, who is there alone."""
PROXYS = ("host", "origin", "x-email", "x-clausewise-secret")
"""Headers that the proxy vouches with."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Everywhere:
    """A home, the two platforms, and the port that a process serves at, again and again if need be."""

    home: Path
    slack: Workspace
    tenant: Tenant
    port: int

    def __post_init__(self) -> None:
        self.took: dict[str, list[float]] = {"page": [], "slack": [], "teams": self.tenant.took}

    def start(self, **more: str) -> subprocess.Popen[bytes]:
        """A process over the home; back once it listens."""
        told = {f"CLAUSEWISE_TEAMS__{name.upper()}": _told(value) for name, value in self._teams().items()}
        told |= {
            "CLAUSEWISE_WEB__ADDRESS": ADDRESS,
            "CLAUSEWISE_WEB__SIGN_IN_HEADER": "X-Email",
            "CLAUSEWISE_WEB__SIGN_IN_SECRET": SIGN_IN_SECRET,
        }
        return slack_processes.start(self.home, self.slack, self.port, **told, **more)

    @contextmanager
    def served(self, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process, killed at the end where it still is."""
        process = self.start(**more)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def page(self, number: int) -> httpx.Client:
        """The page, as the proxy passes on what this colleague's browser sends."""
        headers = {"Host": ADDRESS.removeprefix("http://"), "Origin": ADDRESS, "X-Email": email(number)}
        headers["X-Clausewise-Secret"] = SIGN_IN_SECRET
        hooks = {"request": [_began], "response": [self._ended]}
        address = f"http://127.0.0.1:{self.port}"
        return httpx.Client(base_url=address, headers=headers, event_hooks=hooks, timeout=60, verify=False)

    def _ended(self, response: httpx.Response) -> None:
        self.took["page"].append(time.monotonic() - response.request.extensions["began"])

    def person(self, number: int) -> Person:
        """A colleague with Slack on their screen."""
        ids = {"team": TEAM, "bot": BOT, account(number): account(number), "ben": "UBEN"}
        events = f"http://127.0.0.1:{self.port}{slack_asgi.PATH}"
        return Person(events, self.slack, account(number), ids=ids, took=self.took["slack"])

    def _teams(self) -> dict[str, Any]:
        return teams_server.chosen_for(self.tenant)


@contextmanager
def everywhere(home: Path, colleagues: int) -> Iterator[Everywhere]:
    """Colleagues 0, 3, 6 … are on the page, 1, 4, 7 … on Slack, 2, 5, 8 … in Teams."""
    with workspace() as slack, teams_server.microsoft() as tenant:
        rows = ["id,name,email,manager,teams", f"{BEN},Ben Manager,ben@example.com,,"]
        rows.append(f"{DINA},Dina Manager,dina@example.com,,dina-object-id")
        slack.people = {"UBEN": "ben@example.com"}
        for number in range(colleagues):
            manager = DINA if number % 3 == 2 else BEN
            rows.append(f"{account(number)},{name(number)},{email(number)},{manager},")
            if number % 3 == 1:
                slack.people[account(number)] = email(number)
            if number % 3 == 2:
                tenant.joined(account(number))
        (home / "people.csv").write_text("\n".join(rows) + "\n")
        port = free()
        tenant.url = f"http://127.0.0.1:{port}{teams_asgi.PATH}"
        yield Everywhere(home, slack, tenant, port)


def account(number: int) -> str:
    """What a colleague is called in the directory and on both platforms."""
    return f"u{number}"


def email(number: int) -> str:
    return f"{account(number)}@example.com"


def name(number: int) -> str:
    """Without digits, as names are."""
    return f"Pat {''.join(LETTERS[int(digit)] for digit in str(number)).title()}o"


def _began(request: httpx.Request) -> None:
    request.extensions["began"] = time.monotonic()


def _told(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
