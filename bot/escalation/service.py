"""From an answer to the line manager: preview, consent, sending, and everything that either side does afterwards.

The same for every surface. What may be a concern about a manager, wrongdoing or harassment never goes this way: it is
met with the policy's other routes, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot import messages
from bot.escalation import letters, recipients, steps
from bot.escalation.model import Change, Content, Escalation, State, Why
from bot.escalation.steps import Office
from bot.letters import Letter, Post, Press
from bot.model import Route
from bot.people import Person

Step = Callable[[Escalation], Change]
CERTAIN, PERHAPS = "certain", "perhaps"
LONGEST = 4000
"""Characters of a note or a reply."""


class Book(Protocol):
    """Where escalations are kept. `bot.records.escalations.Book` is one."""

    def open(self, change: Change) -> Escalation: ...
    def change(self, escalation_id: str, step: Step) -> Escalation | None: ...
    def get(self, escalation_id: str) -> Escalation | None: ...
    def of(self, person: str) -> list[Escalation]: ...
    def due(self, now: datetime) -> list[str]: ...
    def forgettable(self, before: datetime) -> list[str]: ...


class NotYours(Exception):
    """Somebody tried what only the other side may do, or there is no such escalation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be sent to whom, for the colleague to see before anything leaves.

    `to` is None where it can't go this way; `told` then says whom to turn to instead. `passed_over` says why somebody
    nearer isn't asked. `ask` is a question to be answered with yes before it is sent, "" where there is none.
    """

    to: Person | None
    letter: Letter | None
    told: str = ""
    passed_over: tuple[str, ...] = ()
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """How words are read, and for how long they are kept once a matter is closed.

    `concern` gives the route that a message calls for and whether that is certain, None for an ordinary one.
    """

    concern: Callable[[str], tuple[Route, bool] | None]
    keep_for: timedelta


class EscalationService:
    """Stateless but for the book; `office` gives the directory and the time as they are now."""

    def __init__(self, book: Book, office: Callable[[], Office], rules: Rules) -> None:
        self._book = book
        self._office = office
        self._rules = rules

    def preview(self, asker: str, content: Content, excluded: Sequence[str] = (), about: str = "") -> Preview:
        """Who it would go to, and the very letter they would read."""
        office = self._office()
        concern = self._concern(content)
        if concern == CERTAIN:
            return Preview(to=None, letter=None, told=messages.NOT_THIS_WAY.format(contacts=office.contacts))
        found = recipients.way(office.people, asker, office.owner, office.now.date(), excluded)
        passed = tuple(_told(one, why) for one, why in found.passed_over if why is not Why.EXCLUDED)
        if found.to is None:
            told = messages.NOBODY_TO_ASK.format(contacts=office.contacts)
            return Preview(to=None, letter=None, told=told, passed_over=passed)
        named = recipients.named(f"{content.question} {content.note}", found.to)
        ask = messages.ABOUT_THEM if concern else messages.NAMES_THEM if named else ""
        return Preview(
            to=found.to,
            letter=letters.request(office.name(asker), content, about, beside=asker if content.together else ""),
            passed_over=passed,
            ask=ask.format(recipient=found.to.name, contacts=office.contacts),
        )

    def send(
        self,
        asker: str,
        content: Content,
        to: str,
        key: str,
        excluded: Sequence[str] = (),
        *,
        sure: bool = False,
    ) -> Escalation | Preview:
        """Send what was previewed to the person it was previewed for.

        Where that person has changed, or the preview's question isn't answered with `sure`, nothing is sent and there
        is another preview. `key` names this sending: said twice, it is sent once.
        """
        known = self._book.get(key)
        if known and known.asker == asker:
            return known
        shown = self.preview(asker, content, excluded, key)
        if shown.to is None or shown.to.id != to or (shown.ask and not sure):
            return shown
        office = self._office()
        escalation = Escalation(
            id=key,
            asker=asker,
            recipient=to,
            state=State.SENT,
            opened=office.now,
            changed=office.now,
            content=content,
            excluded=tuple(excluded),
        )
        return self._book.open(steps.opened(escalation, office))

    def press(self, escalation_id: str, by: str, press: Press, words: str = "", key: str = "") -> Escalation:
        """What a press of a letter's button does, on whatever surface; raises `NotYours`."""
        match press:
            case Press.REPLY:
                return self.reply(escalation_id, by, words, key)
            case Press.TALK:
                return self.talk(escalation_id, by)
            case Press.WRONG_PERSON:
                return self.wrong_person(escalation_id, by)
            case Press.RESOLVE:
                return self.resolve(escalation_id, by)
            case Press.SEND_ON:
                return self.send_on(escalation_id, by)
            case Press.WITHDRAW | Press.LEAVE_IT:
                return self.withdraw(escalation_id, by)
            case Press.BEGIN:
                raise NotYours(messages.NOT_YOURS)

    def reply(self, escalation_id: str, by: str, text: str, key: str) -> Escalation:
        """The recipient answers; their words go to the asker and are kept nowhere else."""
        step = partial(steps.replied, text=text[:LONGEST], key=key, office=self._office())
        return self._as_recipient(escalation_id, by, step)

    def talk(self, escalation_id: str, by: str) -> Escalation:
        """The recipient suggests a talk."""
        return self._as_recipient(escalation_id, by, partial(steps.talk, office=self._office()))

    def wrong_person(self, escalation_id: str, by: str) -> Escalation:
        """The recipient isn't the one to ask."""
        return self._as_recipient(escalation_id, by, partial(steps.wrong_person, office=self._office()))

    def seen(self, escalation_id: str, by: str) -> Escalation:
        """The recipient has opened it."""
        return self._as_recipient(escalation_id, by, partial(steps.seen, office=self._office()))

    def resolve(self, escalation_id: str, by: str) -> Escalation:
        """Either side calls it settled."""
        return self._changed(escalation_id, partial(steps.resolved, by=by, office=self._office()), _either, by)

    def withdraw(self, escalation_id: str, by: str) -> Escalation:
        """The asker takes it back."""
        return self._as_asker(escalation_id, by, partial(steps.withdrawn, office=self._office()))

    def send_on(self, escalation_id: str, by: str) -> Escalation:
        """The asker agrees to the person proposed."""
        return self._as_asker(escalation_id, by, partial(steps.sent_on, office=self._office()))

    def of(self, person: str) -> list[Escalation]:
        """All that somebody asked, oldest first."""
        return [one for one in self._book.of(person) if one.asker == person]

    def sweep(self) -> None:
        """Do what is due: reminders, proposals, and forgetting what has been kept long enough."""
        office = self._office()
        for escalation_id in self._book.due(office.now):
            self._book.change(escalation_id, partial(steps.tick, office=office))
        for escalation_id in self._book.forgettable(office.now - self._rules.keep_for):
            self._book.change(escalation_id, steps.erased)

    def _concern(self, content: Content) -> str | None:
        """Whether the colleague's own words are, or may be, a concern that must not go to the line manager.

        Each is read alone, so that none hides behind the other; what only may be one, as they stand together.
        """
        together = f"{content.question} {content.note}".strip()
        read = {text: self._rules.concern(text) for text in (content.question, content.note, together) if text.strip()}
        if any(found and found[1] and found[0] in _NOT_THIS_WAY for found in read.values()):
            return CERTAIN
        perhaps = read.get(together)
        return PERHAPS if perhaps and perhaps[0] in (Route.NOT_MANAGER, Route.REPORT) else None

    def _as_recipient(self, escalation_id: str, by: str, step: Step) -> Escalation:
        return self._changed(escalation_id, step, _recipient, by)

    def _as_asker(self, escalation_id: str, by: str, step: Step) -> Escalation:
        return self._changed(escalation_id, step, _asker, by)

    def _changed(self, escalation_id: str, step: Step, may: Callable[[Escalation, str], bool], by: str) -> Escalation:
        def checked(escalation: Escalation) -> Change:
            if not may(escalation, by):
                raise NotYours(messages.NOT_YOURS)
            return step(escalation)

        changed = self._book.change(escalation_id, checked)
        if changed is None:
            raise NotYours(messages.NOT_YOURS)
        return changed


def _told(person: Person, why: Why) -> str:
    return messages.STALLED[why.value].format(recipient=person.name)


_NOT_THIS_WAY = (Route.NOT_MANAGER, Route.REPORT, Route.SUPPORT)


def wanted(post: Post, escalation: Escalation | None) -> bool:
    """Whether a letter is still to be sent: a request not once it is taken back, a reminder not once it is answered."""
    if escalation is None:
        return not post.letter.about
    kind = post.key.removeprefix(f"{escalation.id}:").partition(":")[0]
    if kind not in ("request", "together", "reminder"):
        return True
    waits = not escalation.closed and escalation.next is None and escalation.state is not State.ANSWERED
    return waits and (post.person in (escalation.recipient, escalation.asker))


def heard(post: Post, *, sent: bool, office: Office) -> Step | None:
    """What the fate of a letter makes of the escalation that it belongs to; None where nothing."""
    kind = post.key.removeprefix(f"{post.letter.about}:").partition(":")[0]
    if kind == "together":
        return partial(steps.brought_together if sent else steps.apart, recipient=post.person, office=office)
    if kind != "request":
        return None
    return partial(steps.delivered if sent else steps.unreachable, recipient=post.person, office=office)


def _recipient(escalation: Escalation, by: str) -> bool:
    return escalation.recipient == by


def _asker(escalation: Escalation, by: str) -> bool:
    return escalation.asker == by


def _either(escalation: Escalation, by: str) -> bool:
    return by in (escalation.asker, escalation.recipient)
