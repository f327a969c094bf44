"""What each event makes of an escalation. Pure: the same escalation and event, the same change.

An event that no longer fits (a second press, a letter that crossed with another) changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot import messages
from bot.escalation import letters, recipients
from bot.escalation.model import Change, Content, Escalation, State, Why
from bot.letters import Letter, Post, Press
from bot.people import People
from bot.working_time import WorkingTime

REMINDERS = 1
"""How often a recipient is reminded before somebody else is proposed."""


@dataclass(frozen=True, slots=True)
class Office:
    """All that a step needs to know: who works here and when, how long what waits, whom to name at the end, the time.

    `remind_after_h` and `give_up_after_h` are working hours without an answer; `owner` is the policy owner's id.
    """

    people: People
    owner: str | None
    contacts: str
    working: WorkingTime
    remind_after_h: float
    give_up_after_h: float
    now: datetime

    def name(self, person: str | None) -> str:
        """As colleagues know them."""
        found = self.people.get(person) if person else None
        return found.name if found else messages.SOMEBODY


def opened(escalation: Escalation, office: Office) -> Change:
    """It is on its way to its recipient."""
    if escalation.content is None or escalation.recipient is None:
        return Change(escalation)
    sent = replace(
        escalation,
        state=State.SENT,
        next=None,
        why=None,
        reminded=0,
        changed=office.now,
        due=office.working.after(office.now, office.remind_after_h),
    )
    return Change(sent, ("sent",), _requested(sent, escalation.recipient, escalation.content, office))


def brought_together(escalation: Escalation, recipient: str, office: Office) -> Change:
    """Both are in one conversation: it is between them now, so the bot's part is done."""
    if escalation.state is not State.SENT or recipient != escalation.recipient:
        return delivered(escalation, recipient, office)
    closed = _closed(escalation, State.RESOLVED, office)
    letter = letters.news(closed, messages.TOGETHER.format(recipient=office.name(recipient)))
    return Change(closed, ("together",), (_post(closed, f"gathered:{recipient}", closed.asker, letter),))


def apart(escalation: Escalation, recipient: str, office: Office) -> Change:
    """They can't be brought together, so the request goes to the recipient alone and replies come through the bot."""
    if escalation.state is not State.SENT or recipient != escalation.recipient or escalation.content is None:
        return Change(escalation)
    content = replace(escalation.content, together=False)
    still = replace(escalation, content=content, changed=office.now)
    told = letters.news(still, messages.APART.format(recipient=office.name(recipient)), presses=(Press.WITHDRAW,))
    posts = (*_requested(still, recipient, content, office), _post(still, f"apart:{recipient}", still.asker, told))
    return Change(still, ("apart",), posts)


def delivered(escalation: Escalation, recipient: str, office: Office) -> Change:
    """The platform has it in front of this recipient; one that was taken back meanwhile is called off."""
    if escalation.state is State.WITHDRAWN and recipient == escalation.recipient:
        return Change(escalation, (), (_called_off(escalation, recipient, office),))
    if escalation.state is not State.SENT or recipient != escalation.recipient:
        return Change(escalation)
    return Change(replace(escalation, state=State.DELIVERED, changed=office.now), ("delivered",))


def unreachable(escalation: Escalation, recipient: str, office: Office) -> Change:
    """Nothing reaches this recipient, so somebody else is proposed."""
    if escalation.closed or recipient != escalation.recipient or escalation.next:
        return Change(escalation)
    return _stalled(escalation, Why.UNREACHABLE, office)


def seen(escalation: Escalation, office: Office) -> Change:
    """The recipient has opened it."""
    if escalation.state not in (State.SENT, State.DELIVERED):
        return Change(escalation)
    return Change(replace(escalation, state=State.SEEN, changed=office.now), ("seen",))


def replied(escalation: Escalation, text: str, key: str, office: Office) -> Change:
    """The recipient answers. The words go to the asker and are not kept with the escalation."""
    title = messages.REPLIED.format(recipient=office.name(escalation.recipient))
    return _answered(escalation, letters.news(escalation, title, text, presses=(Press.RESOLVE,)), key, office)


def talk(escalation: Escalation, office: Office) -> Change:
    """The recipient would rather talk it over."""
    title = messages.TALK.format(recipient=office.name(escalation.recipient))
    return _answered(escalation, letters.news(escalation, title, presses=(Press.RESOLVE,)), "talk", office)


def wrong_person(escalation: Escalation, office: Office) -> Change:
    """The recipient isn't the one to ask."""
    return Change(escalation) if _settled(escalation) else _stalled(escalation, Why.WRONG_PERSON, office)


def resolved(escalation: Escalation, by: str, office: Office) -> Change:
    """Either side calls it settled; the other is told."""
    if escalation.closed:
        return Change(escalation)
    other = escalation.recipient if by == escalation.asker else escalation.asker
    closed = _closed(escalation, State.RESOLVED, office)
    if other is None:
        return Change(closed, ("resolved",))
    letter = letters.news(closed, messages.RESOLVED.format(who=office.name(by)))
    return Change(closed, ("resolved",), (_post(closed, "resolved", other, letter),))


def withdrawn(escalation: Escalation, office: Office) -> Change:
    """The asker takes it back; whoever has it is told that nothing more is needed."""
    if escalation.closed:
        return Change(escalation)
    closed = _closed(escalation, State.WITHDRAWN, office)
    if escalation.recipient is None or escalation.state is State.SENT:
        return Change(closed, ("withdrawn",))
    return Change(closed, ("withdrawn",), (_called_off(closed, escalation.recipient, office),))


def sent_on(escalation: Escalation, office: Office) -> Change:
    """The asker agrees to the person proposed, if that person can still be asked."""
    if escalation.closed or escalation.next is None:
        return Change(escalation)
    tried = _tried(escalation)
    still = recipients.way(
        office.people, escalation.asker, office.owner, office.now.date(), escalation.excluded, tried
    ).to
    if still is None or still.id != escalation.next:
        return _proposed(replace(escalation, tried=tried), escalation.why or Why.UNREACHABLE, office)
    return opened(replace(escalation, recipient=escalation.next, tried=tried), office)


def tick(escalation: Escalation, office: Office) -> Change:
    """Time has gone by: the recipient is reminded once, then somebody else is proposed to the asker."""
    waits = escalation.due is not None and escalation.due <= office.now and not _settled(escalation)
    if not waits or escalation.recipient is None or escalation.content is None:
        return Change(escalation)
    if not office.working.within(office.now):
        return Change(replace(escalation, due=office.working.after(office.now, 0)))
    recipient = office.people.get(escalation.recipient)
    if recipient is None or not recipient.employed(office.now.date()):
        return _stalled(escalation, Why.LEFT, office)
    if escalation.reminded >= REMINDERS:
        return _stalled(escalation, Why.NO_ANSWER, office)
    again = replace(
        escalation,
        reminded=escalation.reminded + 1,
        changed=office.now,
        due=office.working.after(office.now, office.give_up_after_h),
    )
    letter = letters.reminder(office.name(escalation.asker), escalation.content, escalation.id)
    told = letters.news(again, messages.REMINDED_NEWS.format(recipient=recipient.name), presses=(Press.WITHDRAW,))
    key = f"reminder:{escalation.recipient}:{again.reminded}"
    posts = (_post(again, key, escalation.recipient, letter), _post(again, f"{key}:news", escalation.asker, told))
    return Change(again, ("reminded",), posts)


def erased(escalation: Escalation) -> Change:
    """What was sent is forgotten; that it was sent is not."""
    return Change(replace(escalation, content=None))


def erased_at(escalation: Escalation, now: datetime) -> Change:
    """The same while it may be open still: then it ends here, and nobody is written to."""
    if escalation.closed:
        return erased(escalation)
    ended = replace(escalation, state=State.WITHDRAWN, next=None, due=None, changed=now, content=None)
    return Change(ended, ("erased",))


def _answered(escalation: Escalation, letter: Letter, key: str, office: Office) -> Change:
    if escalation.closed:
        return Change(escalation)
    answered = replace(escalation, state=State.ANSWERED, next=None, why=None, due=None, changed=office.now)
    return Change(answered, ("answered",), (_post(answered, f"answer:{key}", escalation.asker, letter),))


def _stalled(escalation: Escalation, why: Why, office: Office) -> Change:
    return _proposed(replace(escalation, tried=_tried(escalation)), why, office)


def _proposed(escalation: Escalation, why: Why, office: Office) -> Change:
    """Somebody further up is proposed to the asker, who decides; with nobody left it is closed and other ways named."""
    following = recipients.way(
        office.people, escalation.asker, office.owner, office.now.date(), escalation.excluded, escalation.tried
    ).to
    asked = office.name(escalation.recipient)
    named = following and escalation.content and recipients.named(escalation.content.note, following)
    told = messages.SEND_ON_TO_NAMED if named else messages.SEND_ON_TO
    letter = letters.proposal(
        escalation, asked, why, told.format(following=following.name) if following else "", office.contacts
    )
    waiting = replace(escalation, next=following.id if following else None, why=why, due=None, changed=office.now)
    held = waiting if following else _closed(waiting, State.WITHDRAWN, office)
    key = f"proposal:{len(escalation.tried)}:{following.id if following else 'nobody'}"
    return Change(held, (why.value,), (_post(held, key, escalation.asker, letter),))


def _requested(escalation: Escalation, recipient: str, content: Content, office: Office) -> tuple[Post]:
    """The request, to the recipient alone or to both in one conversation, as the asker chose."""
    beside = escalation.asker if content.together else ""
    passed_on = any(one != escalation.asker for one in escalation.tried)
    letter = letters.request(office.name(escalation.asker), content, escalation.id, passed_on=passed_on, beside=beside)
    return (_post(escalation, f"{'together' if beside else 'request'}:{recipient}", recipient, letter),)


def _called_off(escalation: Escalation, recipient: str, office: Office) -> Post:
    letter = letters.news(escalation, messages.WITHDRAWN.format(asker=office.name(escalation.asker)))
    return _post(escalation, f"withdrawn:{recipient}", recipient, letter)


def _tried(escalation: Escalation) -> tuple[str, ...]:
    known = escalation.recipient is None or escalation.recipient in escalation.tried
    return escalation.tried if known else (*escalation.tried, str(escalation.recipient))


def _settled(escalation: Escalation) -> bool:
    """Whether nothing waits for the recipient: it is closed or answered, or the asker has to decide."""
    return escalation.closed or escalation.state is State.ANSWERED or escalation.next is not None


def _closed(escalation: Escalation, state: State, office: Office) -> Escalation:
    return replace(escalation, state=state, next=None, due=None, changed=office.now)


def _post(escalation: Escalation, key: str, person: str, letter: Letter) -> Post:
    return Post(f"{escalation.id}:{key}", person, letter)
