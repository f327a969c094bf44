"""Microsoft's own test client, Agents Playground, in a browser: one window a person, all on one served app."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "tests/peers/node_modules/@microsoft/m365agentsplayground/cli.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PATIENCE_MS = 60_000
_LAST_CARD_IS_NOT = "text => [...document.querySelectorAll('.ac-adaptiveCard')].at(-1).innerText !== text"
OTHERS = ("Dana Fields", "Ed Marsh", "Fay Stone", "Gus Hill", "Olu Another")
"""The client wants five more people in its tenant."""


@dataclass
class Window:
    """Somebody's Teams. `folder` takes pictures of it."""

    page: Page
    folder: Path

    def say(self, text: str) -> None:
        self.page.locator("[contenteditable=true]").first.fill(text)
        self.page.keyboard.press("Enter")

    def ask(self, text: str) -> None:
        """Say it, and wait for the card that comes."""
        cards = self.page.locator(".ac-adaptiveCard")
        before = cards.count()
        self.say(text)
        cards.nth(before).wait_for()

    def go_to(self, place: str) -> None:
        """To another conversation, by what the list calls it."""
        self.page.get_by_text(place, exact=True).first.click()

    def post(self, text: str) -> None:
        """In a channel, with the app mentioned."""
        self.page.locator("[contenteditable=true]").first.click()
        self.page.keyboard.type("@Cl")
        self.page.get_by_role("menuitem", name="Clausewise").click()
        self.page.keyboard.type(text)
        self.press("Post")

    def command(self, name: str) -> None:
        """One of the app's action commands, from the menu that is open."""
        self.page.get_by_text("Action Command").click()
        self.page.get_by_placeholder("Input command id").fill(name)
        self.press("Create")

    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def close(self) -> None:
        """The window that is open over the conversation."""
        self.dialog().get_by_role("button").first.click()
        self.dialog().wait_for(state="hidden")

    def button(self, name: str) -> Locator:
        """The last button with this name."""
        return self.page.get_by_role("button", name=name, exact=True).last

    def press(self, name: str) -> None:
        self.button(name).click()

    def turn(self, name: str) -> None:
        """Press, and wait till the last card is another."""
        card = self.page.locator(".ac-adaptiveCard").last
        before = card.inner_text()
        self.press(name)
        self.page.wait_for_function(_LAST_CARD_IS_NOT, arg=before)

    def left(self, name: str) -> None:
        """Wait till no button with this name is there: its card has been replaced."""
        self.button(name).wait_for(state="hidden")

    def sees(self, text: str) -> None:
        """Wait till the words are there."""
        self.page.get_by_text(text).last.wait_for()

    def picture(self, name: str) -> None:
        self.page.wait_for_timeout(400)
        self.page.screenshot(path=self.folder / f"{name}.png")


@dataclass
class Playground:
    """The app, and the windows that people open on it."""

    app: str
    browser: Browser
    folder: Path

    @contextmanager
    def window(self, whole: str) -> Iterator[Window]:
        """Start somebody's client."""
        folder = self.folder / _given(whole)
        folder.mkdir()
        (folder / ".m365agentsplayground.yml").write_text(json.dumps(_tenant(whole)))
        port = free()
        command = [str(shutil.which("node")), str(CLIENT), "start", "-e", self.app, "-c", "msteams", "-p", str(port)]
        with running([*command, "--disable-telemetry"], folder, f"http://127.0.0.1:{port}/"):
            page = self.browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(PATIENCE_MS)
            page.goto(f"http://127.0.0.1:{port}/")
            page.locator("[contenteditable=true]").first.wait_for()
            page.get_by_title("Hide log panel").click()
            yield Window(page, self.folder)


def _tenant(whole: str) -> dict[str, Any]:
    """The client's settings: who sits before it, and who else there is."""
    return {
        "version": "0.1.1",
        "tenantId": "tenant-1",
        "bot": {"id": "bot-id", "name": "Clausewise"},
        "currentUser": _person(whole),
        "users": [_person(other) for other in OTHERS],
        "personalChat": {"id": f"chat-of-{_given(whole)}"},
        "groupChat": {"id": "group", "name": "Group Chat"},
        "team": {
            "id": "team-id",
            "name": "Our team",
            "aadGroupId": "team-object-id",
            "channels": [{"id": "announcements", "name": "Announcements"}],
        },
    }


def _given(whole: str) -> str:
    return whole.partition(" ")[0].lower()


def _person(whole: str) -> dict[str, str]:
    given, surname = whole.split()
    name = given.lower()
    return {
        "id": f"{name}-id",
        "name": whole,
        "userPrincipleName": f"{name}@example.com",  # as the client spells it
        "aadObjectId": f"{name}-object-id",
        "givenName": given,
        "surname": surname,
        "email": f"{name}@example.com",
    }


@contextmanager
def playground(home: Path, folder: Path, people: str) -> Iterator[Playground]:
    """Serve over a home that has policies in it, and open a browser."""
    if not CLIENT.exists() or not shutil.which("node") or not CHROMIUM:
        pytest.skip("Agents Playground needs Node and Chromium: make test installs the client where there is npm")
    (home / "people.csv").write_text(people)
    port = free()
    environment = {
        "CLAUSEWISE_HOME": str(home),
        "CLAUSEWISE_TEAMS__DEVELOPMENT": "true",
        "CLAUSEWISE_DIRECTORY__FILE": str(home / "people.csv"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "bot.cli.main", "serve", "--port", str(port)]
    with (
        running(command, folder, f"http://127.0.0.1:{port}/", environment),
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser,
    ):
        yield Playground(f"http://127.0.0.1:{port}/teams/messages", browser, folder)


@contextmanager
def running(command: list[str], folder: Path, url: str, environment: dict[str, str] | None = None) -> Iterator[None]:
    """A process that serves an address, till the block ends."""
    with (folder / "output.txt").open("ab") as output:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=output, stderr=output
        )
        try:
            await_url(url, process)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def await_url(url: str, process: subprocess.Popen[bytes]) -> None:
    """Till something answers there."""
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"nothing came up at {url}")


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
