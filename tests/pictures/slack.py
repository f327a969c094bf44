"""Pictures of everything that Clausewise shows on Slack, from the real app: `make pictures`.

Somebody goes through it all against a workspace on loopback; what the app sent is drawn and photographed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot import messages
from bot.letters import Press
from bot.settings import DirectorySettings
from bot.slack import asgi, journey, manifest, render
from tests.pictures import block_kit
from tests.pictures.camera import photograph
from tests.surfaces.slack_methods import BOT, TEAM
from tests.surfaces.slack_peer import free, running, settings
from tests.surfaces.slack_person import Insider, every, text
from tests.surfaces.slack_requests import SECRET
from tests.surfaces.slack_workspace import until, workspace

FOLDER = Path(__file__).parents[2] / "docs/pictures"
US, ASHA, BEN = "Clausewise", "Asha Colleague", "Ben Manager"
QUESTION = "can I post our sales figures on LinkedIn?"
DRAFT = "Best week ever at the shop! Ring me on 07700 900123 and I'll tell you the takings, 41k this week"
PEOPLE = "id,name,email,manager\n1,Ben Manager,ben@example.com,\n2,Asha Colleague,asha@example.com,1\n"
Scene = tuple[str, str]


def scenes(home: Path) -> Iterator[Scene]:
    """Each picture's name and its page."""
    people, port = home / "people.csv", free()
    people.write_text(PEOPLE)
    with workspace() as slack:
        chosen = settings(home, people, slack.url, signing_secret=SECRET)
        only_file = chosen.model_copy(update={"directory": DirectorySettings(file=people, sources=("file",))})
        with running(only_file, port) as core:
            ids = {"team": TEAM, "bot": BOT, "asha": "U1", "ben": "U2"}
            asha = Insider(f"http://127.0.0.1:{port}{asgi.PATH}", slack, core=core, ids=ids)
            yield from asking(asha)
            yield from checking(asha)
            yield from onboarding(asha)
            yield from escalating(asha)
            asha.event({"type": "app_home_opened", "user": "U1", "channel": "DU1", "tab": "home"})
            yield "home", block_kit.home(slack.homes["U1"])


def asking(asha: Insider) -> Iterator[Scene]:
    yield "answer", block_kit.message(ASHA, QUESTION) + block_kit.message(US, answered(asha)["blocks"])
    found = asha.command(QUESTION, channel_id="C1")
    yield "channel", block_kit.message(US, found["blocks"], whisper=True)


def answered(asha: Insider) -> dict[str, Any]:
    event = asha.workspace.say("U1", QUESTION)
    asha.event(event)
    there = until(lambda: [one for one in asha.workspace.thread(event["channel"], event["ts"]) if one.get("metadata")])
    return dict(there[0])


def checking(asha: Insider) -> Iterator[Scene]:
    message = {"type": "message", "text": DRAFT}
    callback = {"type": "message_action", "callback_id": manifest.CHECK_MESSAGE, "message": message}
    asha.interact({**callback, "trigger_id": asha.workspace.trigger()})
    yield "check", block_kit.window(asha.front)


def onboarding(asha: Insider) -> Iterator[Scene]:
    asha.event({"type": "team_join", "user": {"id": "U1", "team_id": TEAM}})
    until(lambda: asha.core.intake.open() == [])
    asha.core.runner.look()
    (invitation,) = until(lambda: asha.workspace.letters("U1"))
    yield "invitation", block_kit.message(US, invitation["blocks"])
    asha.press(f"{render.PRESS}{Press.BEGIN.value}", invitation["blocks"])
    yield "onboarding-welcome", block_kit.window(asha.front)
    asha.submit()
    yield "onboarding-read", block_kit.window(asha.front)
    asha.press_in_window(journey.ASK)
    asha.submit(question0="May I say where I work?")
    yield "onboarding-question", block_kit.window(asha.front)
    asha.workspace.windows.pop()
    yield from checks(asha)
    typed = {"name": ASHA, "sure": ["yes"]}
    yield "onboarding-sign", block_kit.window(asha.front, typed)
    asha.submit(**typed)
    channel = asha.workspace.direct("U1")
    file = until(lambda: [one for one in asha.workspace.messages[channel] if one.get("files")])[0]
    letter = asha.workspace.letters("U1")[-1]
    yield "receipt", block_kit.message(US, letter["blocks"], file=f"{file['files'][0]['title']}.pdf")


def checks(asha: Insider) -> Iterator[Scene]:
    """The first check answered wrong, so that its picture shows what that teaches."""
    taught = False
    while (page := asha.held)["k"] != "sign":
        if page["k"] != "check":
            asha.submit()
            continue
        options = next(one["options"] for one in every(asha.front["blocks"]) if one.get("type") == "radio_buttons")
        for number in range(len(options)):
            block = f"{journey.CHOICE}{page['p']}"
            asha.submit(**{block: number})
            if asha.held["p"] != page["p"]:
                break
            if not taught and messages.CHECK_WRONG in text(asha.front["blocks"]):
                taught = True
                yield "onboarding-check", block_kit.window(asha.front, {block: [str(number)]})


def escalating(asha: Insider) -> Iterator[Scene]:
    asha.press(render.MANAGER, answered(asha)["blocks"])
    note = "It's for the staff group, and they know the numbers anyway."
    yield "escalate", block_kit.window(asha.front, {"note": note})
    before = len(asha.workspace.letters("U2"))
    asha.submit(question=QUESTION, note=note, with_answer=["yes"])
    (letter,) = until(lambda: asha.workspace.letters("U2")[before:])
    yield "manager", block_kit.message(US, letter["blocks"])
    asha.press(f"{render.PRESS}{Press.REPLY.value}", letter["blocks"], "ben")
    mine = len(asha.workspace.letters("U1"))
    asha.submit("ben", reply="Please don't, even there. Say it was a great week, and leave the numbers out.")
    (heard,) = until(lambda: asha.workspace.letters("U1")[mine:])
    yield "reply", block_kit.message(US, heard["blocks"])


def main(published: Path) -> None:
    """Photograph everything, with what `published`, a home, has in it; it stays as it is."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        home = Path(work) / "home"
        shutil.copytree(published, home)
        for name, inner in scenes(home):
            photograph(block_kit.page(inner), FOLDER / f"slack-{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
