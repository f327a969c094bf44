"""What a press on a card does, and the card in its place. What a card carries is taken for a stranger's word."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import messages
from bot.errors import BotError
from bot.escalation import letters
from bot.escalation.model import Escalation
from bot.escalation.service import NotYours, Preview
from bot.letters import Press
from bot.model import Question
from bot.people import Person
from bot.teams import asking, render, walking
from bot.teams.cards import Part
from bot.teams.colleagues import Colleague
from bot.teams.house import House
from bot.teams.translate import Came, Way

_AGAIN = (Press.REPLY, Press.TALK, Press.RESOLVE)
"""What a recipient can still do once they have answered."""


def pressed(house: House, colleague: Colleague, came: Came, verb: str, data: Mapping[str, Any]) -> Part:
    """The next card. `came` is the press itself."""
    question = render.asked(data)
    if verb == render.ANSWER:
        return render.answer_card(house.again(question), question.earlier)
    if verb == render.WHOLE:
        named = data.get("clauses")
        clauses = [str(one) for one in named] if isinstance(named, list) else []
        return render.whole_clauses(clauses, question, house.catalogue())
    person = house.colleagues.person(colleague)
    if person is None:
        title = messages.ASK_MANAGER if verb in (render.MANAGER, render.SEND) else messages.TEAMS_ONBOARD
        return render.told(title, messages.NOT_IN_DIRECTORY)
    match verb:
        case render.MANAGER:
            return _previewed(house, person, question)
        case render.SEND:
            return _sent(house, person, question, data)
        case render.PRESS:
            return _letter(house, person, data)
        case render.WALK:
            return _walked(house, person, data)
        case render.FILE:
            return _filed(house, person, came, render.number(data.get("receipt")))
        case _:
            return render.told(messages.CLAUSE_GONE)


def _previewed(house: House, person: Person, question: Question) -> Part:
    key = str(uuid.uuid4())
    content = letters.shown(house.again(question))
    return asking.preview(house.escalations.preview(person.id, content), question, content, key)


def _sent(house: House, person: Person, question: Question, data: Mapping[str, Any]) -> Part:
    """Sent as previewed, or shown again where something has changed or has to be asked."""
    content = asking.chosen(letters.shown(house.again(question)), data)
    key, to = str(data.get("sending")), str(data.get("to"))
    sent = house.escalations.send(person.id, content, to, _own(person, key), sure=data.get("sure") == "yes")
    if isinstance(sent, Preview):
        return asking.preview(sent, question, content, key)
    house.hurry()
    return render.told(messages.ASK_MANAGER, messages.SENT.format(recipient=_name(house, to)))


def _letter(house: House, person: Person, data: Mapping[str, Any]) -> Part:
    about, words = str(data.get("about")), str(data.get(render.REPLY) or "")[: render.LONGEST_REPLY].strip()
    if data.get("press") == Press.REPLY.value and not words:
        return render.told(messages.EMPTY_REPLY)
    try:
        press = Press(str(data.get("press")))
        # the same words about the same thing are one reply, however often they are sent
        key = hashlib.sha256(f"{about}\n{person.id}\n{words}".encode()).hexdigest()[:32]
        escalation = house.escalations.press(about, person.id, press, words, key)
    except (NotYours, ValueError) as refused:
        return render.told(str(refused) if isinstance(refused, NotYours) else messages.NOT_YOURS)
    house.hurry()
    return _after(house, person, press, escalation)


def _after(house: House, person: Person, press: Press, escalation: Escalation) -> Part:
    """The letter with what can still be done, where it is still this person's to do."""
    done = messages.TEAMS_PRESSED[press.value]
    content = escalation.content
    if escalation.closed or escalation.recipient != person.id or content is None:
        return render.told(done)
    request = letters.request(_name(house, escalation.asker), content, escalation.id)
    kept = tuple(one for one in request.presses if one in _AGAIN)
    return render.letter_card(replace(request, presses=kept), done)


def _walked(house: House, person: Person, data: Mapping[str, Any]) -> Part:
    try:
        card = walking.walk(house.onboarding, person.id, data)
    except BotError as error:
        return render.told(messages.TEAMS_ONBOARD, str(error))
    house.hurry()  # a signature has a receipt
    return card


def _filed(house: House, person: Person, came: Came, number: int) -> Part:
    """A receipt is on its way to its signer as a file; the receipt itself stays where it is."""
    letter = house.onboarding.receipt(person.id, number)
    if letter is None or not came.alone:
        return render.told(messages.NOT_YOURS)
    house.note(replace(came, way=Way.RECEIPT, file={"receipt": str(number)}))
    return render.letter_card(letter, messages.TEAMS_PDF_COMING)


def _own(person: Person, key: str) -> str:
    """A card's key for somebody's message to their manager, such that nobody can name another's."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{person.id}\n{key}"))


def _name(house: House, person: str) -> str:
    found = house.people().get(person)
    return found.name if found else messages.SOMEBODY
