"""`/readyz`: each surface says for itself whether messages can come in, to this machine alone."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import httpx

from bot.serving import slack
from bot.settings import SlackSettings
from tests.surfaces.everywhere import Everywhere, everywhere
from tests.surfaces.slack_methods import BOT_TOKEN
from tests.surfaces.slack_requests import SECRET
from tests.surfaces.slack_workspace import workspace

PATIENCE_S = 60.0


def asked(place: Everywhere, **headers: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{place.port}/readyz", headers=headers, timeout=30)


def looked_at(place: Everywhere) -> dict[str, Any]:
    """What it says once every surface has been looked at."""
    until = time.monotonic() + PATIENCE_S
    while "looked at yet" in (found := asked(place)).text and time.monotonic() < until:
        time.sleep(0.1)
    return {"status": found.status_code, **found.json()}


def test_every_surface_is_ready_once_its_platform_has_answered_and_says_so_by_name(
    shipped_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(shipped_home, tmp_path / "home")
    with everywhere(home, 3) as place, place.served():
        parts = dict.fromkeys(["policies", "records", "deliveries", "slack", "teams", "web"], True)
        assert looked_at(place) == {"status": 200, "ready": True, "parts": parts, "lacking": {}}
        assert asked(place, **{"X-Forwarded-For": "10.0.0.1"}).json() == {"ready": True}


def test_without_microsofts_keys_teams_is_not_ready_and_only_this_machine_hears_why(
    shipped_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(shipped_home, tmp_path / "home")
    with everywhere(home, 3) as place:
        place.tenant.keys.down = True
        with place.served():
            found = looked_at(place)
            assert (found["status"], found["ready"]) == (503, False)
            assert [part for part, ready in found["parts"].items() if not ready] == ["teams"]
            assert found["lacking"] == {"teams": "Microsoft's signing keys can't be fetched."}
            elsewhere = asked(place, Via="1.1 a-proxy")
            assert (elsewhere.status_code, elsewhere.json()) == (503, {"ready": False})


def test_slack_is_asked_whether_it_still_knows_us() -> None:
    with workspace() as there:
        chosen = SlackSettings(bot_token=BOT_TOKEN, signing_secret=SECRET, api=there.url)  # type: ignore[arg-type]
        client = slack.connect(chosen).client
        assert slack._accepted(client) == ""
        client.token = "revoked"
        assert slack._accepted(client) == "Slack can't be reached, or doesn't accept slack.bot_token any more."
