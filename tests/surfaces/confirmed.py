"""What a colleague is told has been sent or recorded: letters to the line manager and signatures, on each surface."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx

from bot import messages
from bot.onboarding.model import PageKind
from bot.teams import render
from tests.surfaces.slack_person import Person, every
from tests.surfaces.teams_server import Tenant, buttons


def held_in(shown: str) -> dict[str, str]:
    """What a form on the page carries."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))


def sent_on_page(client: httpx.Client, question: str, note: str = "") -> httpx.Response:
    """Previewed, previewed again with the note, and sent as it was seen."""
    shown = client.post("/manager", data={"question": question}).text
    chosen = {"words": question, "note": note, "answer": "true", "edited": "true"}
    chosen["quotes"] = re.findall(r'name="quotes" value="(\d+)" checked', shown)
    again = client.post("/manager", data={**held_in(shown), **chosen}).text
    return client.post("/manager/send", data={**held_in(again), **chosen})


def walked_on_page(client: httpx.Client) -> str:
    """Through a policy to where it is signed, or to the receipt where it has been."""
    shown = client.get("/sign").text
    while 'name="typed"' not in shown and "/sign/receipt/" not in shown:
        held = held_in(shown)
        turned = {name: held[name] for name in ("document", "place")}
        options = re.findall(r'name="option" value="(\d)"', shown)
        for option in options or [""]:
            address = "/sign/answer" if options else "/sign/next"
            shown = client.post(address, data=turned | ({"option": option} if options else {})).text
            if messages.CHECK_WRONG not in shown:
                break
    return shown


def signed_on_page(client: httpx.Client, name: str, shown: str) -> str:
    """The page after the name has been typed, and confirmed."""
    held = held_in(shown)
    signature = {"document": held["document"], "seal": held["seal"], "typed": name, "sure": "true"}
    return client.post("/sign/name", data=signature).text


def sent_on_slack(person: Person, question: str) -> bool:
    """By the command: asked, shown, sent off."""
    person.command("escalate", person.who, trigger_id=person.workspace.trigger())
    person.submit(question=question)
    person.submit(question=question, note="", with_answer=["yes"])
    return _said(person.front, messages.SENT)


def signed_on_slack(person: Person, name: str) -> bool:
    """By the command: through a policy to its end."""
    person.command("sign", person.who, trigger_id=person.workspace.trigger())
    while (page := person.held)["k"] != PageKind.SIGN:
        if page["k"] != PageKind.CHECK:
            person.submit()
            continue
        options = next(one["options"] for one in every(person.front["blocks"]) if one.get("type") == "radio_buttons")
        for number in range(len(options)):
            person.submit(**{f"choice{page['p']}": number})
            if person.held["p"] != page["p"]:
                break
    person.submit(name=name, sure=["yes"])
    return _said(person.front, messages.SIGNED_TITLE)


def sent_in_teams(tenant: Tenant, who: str, question: str) -> bool:
    """From an answer's button: shown, and sent."""
    preview = pressed(tenant, who, render.MANAGER, render.carried(question, ()))
    return _said(tenant.press(preview, messages.SEND, who, question=question), messages.SENT)


def walked_in_teams(tenant: Tenant, page: dict[str, Any], who: str = "asha") -> dict[str, Any]:
    """Through a policy to where it is signed."""
    while messages.TEAMS_SIGN not in (titles := [one["title"] for one in buttons(page)]):
        if messages.TEAMS_ANSWER_THIS in titles:
            page = _checked(tenant, page, who)
        else:
            forth = messages.TEAMS_NEXT if messages.TEAMS_NEXT in titles else messages.PRESSES["begin"]
            page = tenant.press(page, forth, who)
    return page


def signed_in_teams(tenant: Tenant, who: str, name: str) -> bool:
    """From the button that a welcome has to the end."""
    page = walked_in_teams(tenant, pressed(tenant, who, render.WALK, {"do": "begin"}), who)
    asked = tenant.press(page, messages.TEAMS_SIGN, who, name=name)
    return _said(tenant.press(asked, messages.TEAMS_SURE.format(name=name), who), messages.SIGNED_TITLE)


def pressed(tenant: Tenant, who: str, verb: str, data: dict[str, Any]) -> dict[str, Any]:
    """The card after a button's press."""
    action = {"action": {"type": "Action.Execute", "verb": verb, "data": data}}
    return dict(tenant.invoke("adaptiveCard/action", action, who)["value"])


def _checked(tenant: Tenant, page: dict[str, Any], who: str) -> dict[str, Any]:
    (choice,) = [part for part in page["body"] if part["type"] == "Input.ChoiceSet"]
    for option in choice["choices"]:
        after = tenant.press(page, messages.TEAMS_ANSWER_THIS, who, option=option["value"])
        if messages.CHECK_WRONG not in json.dumps(after, ensure_ascii=False):
            return after
    raise AssertionError("no answer was right")


def _said(shown: dict[str, Any], message: str) -> bool:
    """Whether a message is there, up to the first thing that is filled in."""
    return message.partition("{")[0] in json.dumps(shown, ensure_ascii=False)
