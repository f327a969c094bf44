"""Pages of onboarding as cards, and what a press on one does. The service does the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import messages
from bot.onboarding.model import Page, PageKind, Told
from bot.onboarding.service import LONGEST_NAME, OnboardingService
from bot.teams import cards, render
from bot.teams.cards import Part

SURFACE = "teams"
OPTION, NAME = "option", "name"


def walk(service: OnboardingService, person: str, data: Mapping[str, Any]) -> Part:
    """The card after a press; raises `NotAColleague` and `NothingToSign`."""
    do, document, place = str(data.get("do")), str(data.get("document")), render.number(data.get("place"))
    typed = str(data.get(NAME) or "")
    match do:
        case "next":
            found = service.next(person, document, place)
        case "back":
            found = service.back(person, document, place)
        case "check":
            found = service.answer_check(person, document, place, render.number(data.get(OPTION)))
        case "sign" | "sure":
            seal = str(data.get("seal"))
            found = service.sign(person, document, seal, typed, SURFACE, sure=do == "sure")
        case _:
            found = service.begin(person)
    return page(found, typed if found.note == messages.SIGN_SURE else "")


def page(found: Page, signing: str = "") -> Part:
    """A page; with the name that is `signing` it, the question whether they are sure."""
    lines = [messages.TEAMS_SIGNED] if found.record else found.lines
    body = [_progress(found), *_note(found), cards.heading(found.title), *map(cards.line, lines)]
    for told in found.told:
        body += _told(told)
    if found.statement:
        body.append(cards.box([cards.line(f"“{found.statement}”", weight="Bolder")], "accent"))
    if found.options:
        body.append(cards.choice(OPTION, messages.TEAMS_CHOOSE, found.options))
    if found.kind is PageKind.SIGN and not signing:
        body.append(cards.entry(NAME, messages.TEAMS_NAME, longest=LONGEST_NAME, lines=False))
    return cards.card([part for part in body if part], _buttons(found, signing))


def _progress(found: Page) -> Part:
    """How far along, in small print."""
    told = messages.PLACE.format(place=found.place + 1, places=found.places)
    return cards.aside(told) if found.places > 1 else {}


def _note(found: Page) -> list[Part]:
    if not found.note:
        return []
    style = "good" if found.note == messages.CHECK_RIGHT else "warning"
    return [cards.box([cards.line(found.note)], style, bleed=True)]


def _told(told: Told) -> list[Part]:
    """Plain words beside the clause's own."""
    was = [cards.words(cards.run(messages.ONBOARD_BEFORE.format(was=told.was), strikethrough=True, isSubtle=True))]
    return [
        *(cards.line(text, weight="Bolder") for text in told.plain),
        *(was if told.was else []),
        *render.cited([told.quote]),
    ]


def _buttons(found: Page, signing: str) -> list[Part]:
    held = {"document": found.document, "place": found.place}
    back = cards.execute(messages.TEAMS_GO_BACK, render.WALK, {"do": "back", **held})
    match found.kind:
        case PageKind.WELCOME:
            return [_forth(messages.PRESSES["begin"], {"do": "next", **held})]
        case PageKind.READ:
            return [_forth(messages.TEAMS_NEXT, {"do": "next", **held}), back]
        case PageKind.CHECK:
            return [_forth(messages.TEAMS_ANSWER_THIS, {"do": "check", **held}), back]
        case PageKind.SIGN:
            seal = {**held, "seal": found.seal}
            if signing:
                return [_forth(messages.TEAMS_SURE.format(name=signing), {"do": "sure", NAME: signing, **seal}), back]
            return [_forth(messages.TEAMS_SIGN, {"do": "sign", **seal}), back]
        case PageKind.DONE:
            return []


def _forth(title: str, data: Mapping[str, Any]) -> Part:
    return cards.execute(title, render.WALK, data, style="positive")
