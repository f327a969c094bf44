"""What events make of an escalation, over directories of every shape."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.escalation import recipients, steps
from bot.escalation.model import CLOSED, Change, Content, Escalation, Post, State, Why
from bot.escalation.steps import Office
from bot.letters import Letter, Press
from bot.people import People, Person
from bot.working_time import WorkingTime

NOW = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
CONTENT = Content(question="May I post the rota?", answer="Best not.", note="It's for the group.")


def person(name: str, manager: str = "", **told: object) -> Person:
    return Person(id=name, name=f"{name.title()} Smith", manager=manager, **told)  # type: ignore[arg-type]


FIRM = (person("asha"), person("ben", "asha"), person("cara", "ben"), person("olu"))


def office(*people: Person, now: datetime = NOW, owner: str | None = "olu") -> Office:
    return Office(
        people=People(people or FIRM),
        owner=owner,
        contacts="PSG on extension 12.",
        working=WorkingTime(ZoneInfo("Europe/London")),
        remind_after_h=8,
        give_up_after_h=16,
        now=now,
    )


def sent(recipient: str = "ben", **told: object) -> Escalation:
    plain = Escalation(
        id="e1", asker="cara", recipient=recipient, state=State.SENT, opened=NOW, changed=NOW, content=CONTENT
    )
    return replace(steps.opened(plain, office()).escalation, **told)  # type: ignore[arg-type]


def test_it_goes_to_the_recipient_in_the_words_of_the_preview() -> None:
    plain = Escalation(
        id="e1", asker="cara", recipient="ben", state=State.SENT, opened=NOW, changed=NOW, content=CONTENT
    )
    (post,) = steps.opened(plain, office()).posts
    assert post.person == "ben"
    assert "Cara Smith" in post.letter.title
    assert CONTENT.question in post.letter.text
    assert CONTENT.note in post.letter.text
    assert post.letter.presses == (Press.REPLY, Press.TALK, Press.WRONG_PERSON, Press.RESOLVE)


def test_states_go_forward_and_never_back() -> None:
    escalation = steps.delivered(sent(), "ben", office()).escalation
    assert escalation.state is State.DELIVERED
    escalation = steps.seen(escalation, office()).escalation
    assert escalation.state is State.SEEN
    assert steps.delivered(escalation, "ben", office()).escalation is escalation
    answered = steps.replied(escalation, "Yes, go on.", "k1", office())
    assert answered.escalation.state is State.ANSWERED
    assert [post.person for post in answered.posts] == ["cara"]
    assert "Yes, go on." in answered.posts[0].letter.text
    closed = steps.resolved(answered.escalation, "cara", office())
    assert closed.escalation.state is State.RESOLVED
    assert [post.person for post in closed.posts] == ["ben"]


AFTERWARDS: list[Callable[[Escalation], Change]] = [
    lambda e: steps.delivered(e, "ben", office()),
    lambda e: steps.unreachable(e, "ben", office()),
    lambda e: steps.seen(e, office()),
    lambda e: steps.replied(e, "late", "k", office()),
    lambda e: steps.talk(e, office()),
    lambda e: steps.wrong_person(e, office()),
    lambda e: steps.resolved(e, "ben", office()),
    lambda e: steps.withdrawn(e, office()),
    lambda e: steps.sent_on(e, office()),
    lambda e: steps.tick(e, office(now=NOW + timedelta(days=30))),
]


@pytest.mark.parametrize("step", AFTERWARDS)
def test_nothing_moves_an_escalation_that_is_settled(step: Callable[[Escalation], Change]) -> None:
    closed = steps.resolved(sent(), "cara", office()).escalation
    assert step(closed) == Change(closed)


def test_a_manager_is_reminded_once_then_the_next_is_proposed_and_asked_only_with_consent() -> None:
    first = sent()
    early = steps.tick(first, office(now=NOW + timedelta(hours=2)))
    assert early == Change(first)
    reminded = steps.tick(first, office(now=first.due or NOW))
    assert [post.person for post in reminded.posts] == ["ben", "cara"]
    stalled = steps.tick(reminded.escalation, office(now=reminded.escalation.due or NOW))
    assert (stalled.escalation.next, stalled.escalation.why) == ("asha", Why.NO_ANSWER)
    assert [post.person for post in stalled.posts] == ["cara"]
    assert stalled.posts[0].letter.presses == (Press.SEND_ON, Press.LEAVE_IT)
    onward = steps.sent_on(stalled.escalation, office())
    assert (onward.escalation.recipient, onward.escalation.state) == ("asha", State.SENT)
    assert [post.person for post in onward.posts] == ["asha"]


def test_nobody_is_reminded_at_night() -> None:
    first = sent()
    night = datetime(2026, 3, 7, 2, 0, tzinfo=UTC)
    waiting = steps.tick(first, office(now=night))
    assert not waiting.posts
    assert waiting.escalation.due == datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def test_with_nobody_left_it_is_closed_and_other_ways_are_named() -> None:
    last = sent("olu", tried=("ben", "asha"))
    done = steps.wrong_person(last, office())
    assert done.escalation.state is State.WITHDRAWN
    assert "PSG on extension 12." in done.posts[0].letter.text


def test_a_reply_after_somebody_else_was_proposed_still_reaches_the_asker() -> None:
    stalled = steps.wrong_person(sent(), office()).escalation
    late = steps.replied(stalled, "I can help after all.", "k", office())
    assert late.escalation.state is State.ANSWERED
    assert late.escalation.next is None


def test_what_was_taken_back_on_its_way_is_called_off_when_it_arrives() -> None:
    taken_back = steps.withdrawn(sent(), office())
    assert not taken_back.posts
    arrived = steps.delivered(taken_back.escalation, "ben", office())
    assert [post.person for post in arrived.posts] == ["ben"]
    assert not arrived.posts[0].letter.presses


def test_somebody_whom_the_note_names_is_not_proposed_without_saying_so() -> None:
    named = sent(content=replace(CONTENT, note="Asha and I fell out over this."))
    (post,) = steps.wrong_person(named, office()).posts
    assert "Your note speaks of Asha Smith" in post.letter.text


@pytest.mark.parametrize(("text", "found"), [("Ben said no", True), ("BEN'S idea", True), ("a benign joke", False)])
def test_names_are_found_whole(text: str, found: bool) -> None:  # noqa: FBT001
    assert recipients.named(text, person("ben")) is found


def _organisation(chance: random.Random) -> list[Person]:
    """Up to a dozen people with vacancies, circles, self-managers, leavers, absences and doubles."""
    ids = [f"p{number}" for number in range(chance.randint(1, 12))]
    people = []
    for name in ids:
        manager = chance.choice([*ids, *ids, "", "gone", name])
        leaves = date(2026, 1, 1) if chance.random() < 0.15 else None
        away = date(2026, 3, 1) if chance.random() < 0.2 else None
        people.append(person(name, manager, leaves=leaves, away_from=away))
        if chance.random() < 0.05:
            people.append(person(name, chance.choice(ids)))
    return people


def _walk(chance: random.Random, escalation: Escalation, desk: Office) -> tuple[Escalation, list[Post]]:
    """Events in an order that nobody would choose, till it is closed or nothing more can happen."""
    posts: list[Post] = []
    for _ in range(60):
        if escalation.closed:
            break
        change = chance.choice(
            [
                steps.wrong_person,
                lambda e, d: steps.unreachable(e, e.recipient or "", d),
                steps.sent_on,
                steps.sent_on,
                lambda e, d: steps.tick(replace(e, due=d.now if e.due else None), d),
            ]
        )(escalation, desk)
        posts += change.posts
        escalation = change.escalation
    return escalation, posts


def test_in_ten_thousand_organisations_nobody_excluded_is_reached_and_every_case_ends_in_a_named_way() -> None:
    chance = random.Random(20260304)
    went, ended = 0, 0
    for _ in range(10_000):
        people = _organisation(chance)
        ids = [one.id for one in people]
        asker, owner = chance.choice(ids), chance.choice([*ids, None])
        excluded = tuple(chance.sample(ids, chance.randint(0, min(3, len(ids)))))
        desk = office(*people, owner=owner)
        way = recipients.way(desk.people, asker, owner, NOW.date(), excluded)
        if way.to is None:
            continue
        assert way.to.id not in {*excluded, asker}
        assert way.to.employed(NOW.date())
        went += 1
        plain = Escalation(
            id="e", asker=asker, recipient=way.to.id, state=State.SENT, opened=NOW, changed=NOW, content=CONTENT,
            excluded=excluded,
        )  # fmt: skip
        opened = steps.opened(plain, desk)
        escalation, posts = _walk(chance, opened.escalation, desk)
        requests = [post for post in (*opened.posts, *posts) if Press.REPLY in post.letter.presses]
        assert not {post.person for post in requests} & {*excluded, asker}
        assert len({post.person for post in requests if ":request:" in post.key}) == sum(
            ":request:" in p.key for p in requests
        )
        if escalation.state in CLOSED:
            ended += 1
            assert desk.contacts in posts[-1].letter.text
        else:
            assert escalation.next or escalation.due
    assert went > 4_000
    assert ended > 1_000


def test_a_conversation_holds_the_asker_and_who_was_chosen_and_nobody_else() -> None:
    chance = random.Random(5)
    together = 0
    for _ in range(2_000):
        people = _organisation(chance)
        ids = [one.id for one in people]
        asker, owner = chance.choice(ids), chance.choice([*ids, None])
        excluded = tuple(chance.sample(ids, chance.randint(0, min(3, len(ids)))))
        desk = office(*people, owner=owner)
        way = recipients.way(desk.people, asker, owner, NOW.date(), excluded)
        if way.to is None:
            continue
        plain = Escalation(
            id="e", asker=asker, recipient=way.to.id, state=State.SENT, opened=NOW, changed=NOW, excluded=excluded,
            content=replace(CONTENT, together=True),
        )  # fmt: skip
        opened = steps.opened(plain, desk)
        came = chance.choice([steps.brought_together, steps.apart])(opened.escalation, way.to.id, desk)
        _, after = _walk(chance, came.escalation, desk)
        gathered = [post for post in (*opened.posts, *came.posts, *after) if post.letter.beside]
        assert {post.letter.beside for post in gathered} == {asker}
        assert [post.person for post in gathered] == [way.to.id]
        assert not {post.person for post in gathered} & {*excluded, asker}
        together += 1
    assert together > 800


def test_letters_survive_being_written_down() -> None:
    (post,) = steps.opened(sent(), office()).posts
    assert Letter.of_json(post.letter.as_json()) == post.letter
