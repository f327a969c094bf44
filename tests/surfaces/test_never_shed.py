"""With no room for another question anywhere, letters and signatures still go through, on every surface."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.surfaces import confirmed
from tests.surfaces.everywhere import Everywhere, account, everywhere, name
from tests.surfaces.slack_workspace import until

ASKED = "can I post our sales figures on LinkedIn?"
CROWD = 12
"""Questions to each platform: more than are seen to at a time."""


@pytest.fixture(scope="module")
def full(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everywhere]:
    """A place whose every question waits for a chat model that says nothing."""
    home = shutil.copytree(shipped_home, tmp_path_factory.mktemp("full") / "home")
    with socket.create_server(("127.0.0.1", 0)) as silent, everywhere(home, 6) as place:
        model = {
            "CLAUSEWISE_MODEL__NAME": "openai:silent",
            "CLAUSEWISE_MODEL__BASE_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/v1",
            "CLAUSEWISE_MODEL__API_KEY": "none",
            "CLAUSEWISE_MODEL__TIMEOUT_S": "120",
        }
        with place.served(CLAUSEWISE_WEB__AT_ONCE="1", **model) as process:
            waiting = threading.Thread(target=hanging, args=(place,))
            waiting.start()
            person, tenant = place.person(1), place.tenant
            assert all(person.event(place.slack.say(person.who, ASKED), f"Ev{n}") == 200 for n in range(CROWD))
            assert all(tenant.send(tenant.message(ASKED, account(2)))[0] == 200 for _ in range(CROWD))
            until(lambda: turned_away(place))
            yield place
            assert turned_away(place)  # it has been full all along
            process.kill()
            waiting.join()


def hanging(place: Everywhere) -> None:
    with place.page(0) as page, suppress(httpx.HTTPError):
        page.post("/ask", data={"question": ASKED}, timeout=120)


def turned_away(place: Everywhere) -> bool:
    with place.page(3) as page:
        try:
            return page.post("/ask", data={"question": ASKED}, timeout=2).status_code == 503
        except httpx.TimeoutException:
            return False


def test_letters_are_sent_and_reach_the_line_manager(full: Everywhere) -> None:
    with full.page(3) as page:
        assert confirmed.sent_on_page(page, "may I post this, from the page?").status_code == 303
    assert confirmed.sent_on_slack(full.person(4), "may I post this, from Slack?")
    assert confirmed.sent_in_teams(full.tenant, account(5), "may I post this, from Teams?")
    for where in ("the page", "Slack"):
        until(lambda where=where: any(f"from {where}?" in str(one) for one in full.slack.letters("UBEN")))
    assert full.tenant.said("one-to-one-dina-object-id")


def test_signatures_are_recorded(full: Everywhere) -> None:
    with full.page(3) as page:
        signed = confirmed.signed_on_page(page, name(3), confirmed.walked_on_page(page))
        assert "/sign/receipt/" in signed
    assert confirmed.signed_on_slack(full.person(4), name(4))
    assert confirmed.signed_in_teams(full.tenant, account(5), name(5))
