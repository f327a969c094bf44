"""A model that takes every request and answers none: Slack is answered all the same, and the answer comes later."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import messages
from bot.settings import ModelSettings
from bot.slack import asgi, journey, render
from tests.surfaces.slack_methods import BOT, TEAM
from tests.surfaces.slack_peer import free, running, settings
from tests.surfaces.slack_person import Insider, text
from tests.surfaces.slack_requests import SECRET
from tests.surfaces.slack_workspace import until, workspace

QUESTION = "can I post our sales figures on LinkedIn?"
CLAUSE = "Do not share business information"


@pytest.fixture
def asha(shipped_home: Path, tmp_path: Path) -> Iterator[Insider]:
    home, port = tmp_path / "home", free()
    shutil.copytree(shipped_home, home)
    people = home / "people.csv"
    people.write_text("id,name,email,manager\n1,Ben Manager,ben@example.com,\n2,Asha Colleague,asha@example.com,1\n")
    with socket.create_server(("127.0.0.1", 0)) as silent, workspace() as slack:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        model = ModelSettings(name="openai:silent", base_url=address, api_key="none", timeout_s=3)  # type: ignore[arg-type]
        chosen = settings(home, people, slack.url, signing_secret=SECRET).model_copy(update={"model": model})
        with running(chosen, port) as core:
            ids = {"team": TEAM, "bot": BOT, "asha": "U1", "ben": "U2"}
            yield Insider(f"http://127.0.0.1:{port}{asgi.PATH}", slack, core=core, ids=ids)


def test_nobody_waits_for_a_model_that_is_silent_and_everybody_gets_their_answer(asha: Insider) -> None:
    address = asha.workspace.url.replace("/api/", "/answer/U1")
    told = asha.command(QUESTION, channel_id="C1", trigger_id=asha.workspace.trigger(), response_url=address)
    assert told["text"] == messages.SLACK_LOOKING_LONG
    (answer,) = until(lambda: asha.workspace.answers)
    assert CLAUSE in text(answer["blocks"])
    asha.press(render.MANAGER, answer["blocks"])
    assert CLAUSE in text(asha.front["blocks"])
    asha.command("onboard", trigger_id=asha.workspace.trigger())
    asha.press_in_window(journey.ASK)
    asha.submit(question0=QUESTION)
    assert messages.SLACK_LOOKING_WINDOW in text(asha.front["blocks"])
    until(lambda: CLAUSE in json.dumps(asha.front["blocks"]))
