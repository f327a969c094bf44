"""Preview, consent, sending: nothing leaves before a yes, and nothing delicate leaves at all. Real records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.delivery.inbox import Inbox
from bot.delivery.matters import Escalations
from bot.delivery.postman import Postman
from bot.escalation import steps
from bot.escalation.model import Content, Escalation, State
from bot.escalation.service import EscalationService, NotYours, Preview, Rules
from bot.escalation.steps import Office
from bot.letters import Cited, Letter, Press
from bot.model import Route
from bot.people import People, Person
from bot.ports import Later, Refused, Sent, Unclear
from bot.records.database import open_records
from bot.records.escalations import Book
from bot.records.outbox import Outbox
from bot.working_time import WorkingTime

CONTENT = Content(
    question="May I post the rota?",
    answer="Best not.",
    cited=(Cited("Policy, point 2", "Do not share …"),),
    note="Thanks",
)
FIRM = (
    Person(id="asha", name="Asha Rao"),
    Person(id="ben", name="Ben Cole", manager="asha"),
    Person(id="cara", name="Cara Lim", manager="ben"),
)


class Shut:
    """A surface where nobody has installed the app, or that never says when."""

    surface = "shut"

    def __init__(self, says: Refused | Later) -> None:
        self.says = says

    def reaches(self, person: Person) -> bool:
        return bool(person.id)

    def send(self, person: Person, letter: Letter, key: str) -> Sent | Refused | Later:
        return self.says

    def find(self, person: Person, key: str) -> Sent | None:
        return None


class Firm:
    """A small employer with a clock that can be turned."""

    def __init__(self, home: Path, people: tuple[Person, ...] = FIRM, *surfaces: Shut | Meeting) -> None:
        self.now = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
        self.people = People(people)
        engine = open_records(None, home)
        self.outbox, self.inbox, self.book = Outbox(engine), Inbox(engine, lambda: self.now), Book(engine)
        self.service = EscalationService(self.book, self.office, Rules(self.concern, timedelta(days=30)))
        matter = Escalations(self.book, self.office)
        senders = [*surfaces, self.inbox] if not surfaces else list(surfaces)
        self.postman = Postman(engine, self.outbox, senders, lambda: self.people, matter, lambda: self.now)

    def office(self) -> Office:
        return Office(self.people, None, "PSG.", WorkingTime(ZoneInfo("Europe/London")), 8, 16, self.now)

    def concern(self, text: str) -> tuple[Route, bool] | None:
        return (Route.NOT_MANAGER, "certain" in text) if "bully" in text else None

    def deliver(self) -> None:
        for key in self.outbox.open():
            self.postman.deliver(key)

    def titles(self, person: str) -> list[str]:
        return [waiting.letter.title for waiting in self.inbox.letters(person)]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path)


def sent(firm: Firm, content: Content = CONTENT) -> Escalation:
    found = firm.service.send("cara", content, "ben", "e1")
    assert isinstance(found, Escalation)
    return found


def test_a_preview_shows_who_gets_it_and_every_word_and_sends_nothing(firm: Firm) -> None:
    shown = firm.service.preview("cara", CONTENT)
    assert shown.to is not None
    assert shown.to.id == "ben"
    assert shown.letter is not None
    for words in (CONTENT.question, CONTENT.answer, CONTENT.note, CONTENT.cited[0].quote):
        assert words in shown.letter.text
    assert firm.outbox.open() == []


def test_what_arrives_is_what_was_shown(firm: Firm) -> None:
    shown = firm.service.preview("cara", CONTENT, about="e1")
    sent(firm)
    firm.deliver()
    (waiting,) = firm.inbox.letters("ben")
    assert waiting.letter == shown.letter
    kept = firm.book.get("e1")
    assert kept is not None
    assert kept.state is State.DELIVERED


def test_sending_twice_sends_once(firm: Firm) -> None:
    sent(firm)
    firm.deliver()
    sent(firm)
    firm.deliver()
    assert len(firm.inbox.letters("ben")) == 1


def test_parts_that_were_left_out_stay_out(firm: Firm) -> None:
    sent(firm, replace(CONTENT, answer="", note="", cited=()))
    firm.deliver()
    (waiting,) = firm.inbox.letters("ben")
    assert waiting.letter.text.count("\n\n") == 1


@pytest.mark.parametrize("where", ["question", "note"])
def test_a_concern_goes_to_nobody_and_is_kept_nowhere(firm: Firm, where: str, tmp_path: Path) -> None:
    delicate = replace(CONTENT, **{where: "certain bullying by my manager"})
    shown = firm.service.send("cara", delicate, "ben", "e1", sure=True)
    assert isinstance(shown, Preview)
    assert shown.to is None
    assert "PSG." in shown.told
    assert "regulator" in shown.told
    assert firm.outbox.open() == []
    assert firm.book.get("e1") is None
    assert all(b"bullying" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_may_be_a_concern_and_what_names_the_manager_is_asked_about_first(firm: Firm) -> None:
    for note in ("perhaps bullying", "Ben won't like it"):
        doubtful = replace(CONTENT, note=note)
        shown = firm.service.send("cara", doubtful, "ben", "e1")
        assert isinstance(shown, Preview)
        assert "Ben Cole" in shown.ask
        assert firm.book.get("e1") is None
    assert isinstance(firm.service.send("cara", doubtful, "ben", "e1", sure=True), Escalation)


def test_a_manager_who_changed_since_the_preview_gets_nothing(firm: Firm) -> None:
    firm.people = People([FIRM[0], replace(FIRM[2], manager="asha")])
    shown = firm.service.send("cara", CONTENT, "ben", "e1")
    assert isinstance(shown, Preview)
    assert shown.to is not None
    assert shown.to.id == "asha"
    assert firm.outbox.open() == []


def test_a_manager_who_is_away_is_passed_over_and_the_colleague_told(tmp_path: Path) -> None:
    away = replace(FIRM[1], away_from=datetime(2026, 3, 1, tzinfo=UTC).date())
    firm = Firm(tmp_path, (FIRM[0], away, FIRM[2]))
    shown = firm.service.preview("cara", CONTENT)
    assert shown.to is not None
    assert shown.to.id == "asha"
    assert shown.passed_over == ("Ben Cole is away.",)


def test_a_reply_reaches_the_colleague_and_is_kept_nowhere_else(firm: Firm) -> None:
    sent(firm)
    firm.deliver()
    firm.service.seen("e1", "ben")
    firm.service.reply("e1", "ben", "Only to our own group.", "r1")
    firm.service.reply("e1", "ben", "Only to our own group.", "r1")
    firm.deliver()
    (letter,) = [waiting.letter for waiting in firm.inbox.letters("cara")]
    assert "Only to our own group." in letter.text
    kept = firm.book.get("e1")
    assert kept is not None
    assert kept.state is State.ANSWERED
    assert "Only to our own group." not in str(kept)


@pytest.mark.parametrize("stranger", ["asha", "cara", "nobody"])
def test_only_the_recipient_can_do_what_recipients_do(firm: Firm, stranger: str) -> None:
    sent(firm)
    for attempt in (
        lambda: firm.service.reply("e1", stranger, "hello", "r"),
        lambda: firm.service.talk("e1", stranger),
        lambda: firm.service.wrong_person("e1", stranger),
        lambda: firm.service.seen("e1", stranger),
    ):
        with pytest.raises(NotYours):
            attempt()


def test_only_the_asker_can_take_it_back_or_send_it_on(firm: Firm) -> None:
    sent(firm)
    for attempt in (
        lambda: firm.service.withdraw("e1", "ben"),
        lambda: firm.service.send_on("e1", "ben"),
        lambda: firm.service.press("e1", "asha", Press.LEAVE_IT),
        lambda: firm.service.resolve("e1", "asha"),
        lambda: firm.service.withdraw("e2", "cara"),
    ):
        with pytest.raises(NotYours):
            attempt()


def test_what_is_taken_back_before_it_left_never_leaves(firm: Firm) -> None:
    sent(firm)
    firm.service.withdraw("e1", "cara")
    firm.deliver()
    assert firm.inbox.letters("ben") == []


def test_where_nobody_installed_the_app_the_next_is_proposed_and_nothing_is_lost(tmp_path: Path) -> None:
    firm = Firm(tmp_path, FIRM, Shut(Refused("not installed")))
    sent(firm)
    firm.deliver()
    kept = firm.book.get("e1")
    assert kept is not None
    assert kept.next == "asha"


def test_a_surface_that_never_takes_it_is_given_up_after_a_day(tmp_path: Path) -> None:
    firm = Firm(tmp_path, FIRM, Shut(Later(5)))
    sent(firm)
    (key,) = firm.outbox.open()
    assert firm.postman.deliver(key) == 5
    firm.now += timedelta(days=2)
    assert firm.postman.deliver(key) is None
    kept = firm.book.get("e1")
    assert kept is not None
    assert kept.next == "asha"


def test_time_goes_by_reminder_proposal_consent_and_the_words_are_forgotten_in_the_end(firm: Firm) -> None:
    sent(firm)
    for _ in range(20):
        firm.deliver()
        firm.now += timedelta(hours=6)
        firm.service.sweep()
    firm.deliver()
    assert sum("still waiting" in title for title in firm.titles("ben")) == 1
    assert Press.SEND_ON in firm.inbox.letters("cara")[0].letter.presses
    assert firm.inbox.letters("asha") == []
    firm.service.send_on("e1", "cara")
    firm.deliver()
    assert len(firm.inbox.letters("asha")) == 1
    firm.service.resolve("e1", "asha")
    firm.now += timedelta(days=31)
    firm.service.sweep()
    kept = firm.book.get("e1")
    assert kept is not None
    assert kept.content is None
    assert kept.state is State.RESOLVED


def test_a_leaver_gets_no_letter(firm: Firm) -> None:
    sent(firm)
    firm.people = People([FIRM[0], replace(FIRM[1], leaves=datetime(2026, 3, 1, tzinfo=UTC).date()), FIRM[2]])
    firm.deliver()
    assert firm.inbox.letters("ben") == []
    firm.deliver()
    assert "Asha Rao" in firm.inbox.letters("cara")[0].letter.text
    kept = firm.book.get("e1")
    assert kept is not None
    assert kept.next == "asha"


class Meeting:
    """A surface that can bring people together, or refuses to."""

    surface = "meeting"

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.groups: list[tuple[tuple[str, ...], Letter]] = []
        self.letters: list[tuple[str, Letter]] = []

    def reaches(self, person: Person) -> bool:
        return True

    def send(self, person: Person, letter: Letter, key: str) -> Sent:
        self.letters.append((person.id, letter))
        return Sent(key)

    def find(self, person: Person, key: str) -> Sent | None:
        return None

    def gathers(self, people: Sequence[Person]) -> bool:
        return True

    def gather(self, people: Sequence[Person], letter: Letter, key: str) -> Sent | Refused:
        if self.refuses:
            return Refused("restricted_action")
        self.groups.append((tuple(person.id for person in people), letter))
        return Sent(key)

    def find_gathered(self, people: Sequence[Person], key: str) -> Sent | None:
        return None


TOGETHER = replace(CONTENT, together=True)


def test_both_are_brought_together_with_nobody_else_in_the_words_of_the_preview(tmp_path: Path) -> None:
    meeting = Meeting()
    firm = Firm(tmp_path, FIRM, meeting)
    preview = firm.service.preview("cara", TOGETHER, about="k1")
    firm.service.send("cara", TOGETHER, "ben", "k1")
    firm.deliver()
    firm.deliver()
    assert meeting.groups == [(("ben", "cara"), preview.letter)]
    assert [(person, letter.title) for person, letter in meeting.letters] == [
        ("cara", messages.TOGETHER.format(recipient="Ben Cole"))
    ]
    kept = firm.book.get("k1")
    assert kept
    assert kept.state is State.RESOLVED
    firm.now += timedelta(days=31)
    firm.service.sweep()
    forgotten = firm.book.get("k1")
    assert forgotten
    assert forgotten.content is None


@pytest.mark.parametrize("surface", ["inbox", "refusing"])
def test_where_they_cannot_be_brought_together_the_request_goes_alone_and_it_is_said(
    tmp_path: Path, surface: str
) -> None:
    firm = Firm(tmp_path, FIRM, *([Meeting(refuses=True)] if surface == "refusing" else []))
    firm.service.send("cara", TOGETHER, "ben", "k1")
    firm.deliver()
    firm.deliver()
    kept = firm.book.get("k1")
    assert kept
    assert kept.state is State.DELIVERED
    if surface == "inbox":
        (request,), (told,) = firm.inbox.letters("ben"), firm.inbox.letters("cara")
        assert Press.REPLY in request.letter.presses
        assert told.letter.title == messages.APART.format(recipient="Ben Cole")


class Unsure(Meeting):
    """Brings them together and breaks off before it says so."""

    def gather(self, people: Sequence[Person], letter: Letter, key: str) -> Sent:
        super().gather(people, letter, key)
        raise Unclear

    def find_gathered(self, people: Sequence[Person], key: str) -> Sent | None:
        return Sent(key) if tuple(person.id for person in people) in dict(self.groups) else None


def test_a_conversation_that_may_have_been_opened_is_looked_up_and_not_opened_again(tmp_path: Path) -> None:
    meeting = Unsure()
    firm = Firm(tmp_path, FIRM, meeting)
    firm.service.send("cara", TOGETHER, "ben", "k1")
    for _ in range(3):
        firm.deliver()
    assert len(meeting.groups) == 1
    kept = firm.book.get("k1")
    assert kept
    assert kept.state is State.RESOLVED


def test_taken_back_before_they_are_together_nobody_is(tmp_path: Path) -> None:
    meeting = Meeting()
    firm = Firm(tmp_path, FIRM, meeting)
    firm.service.send("cara", TOGETHER, "ben", "k1")
    firm.service.withdraw("k1", "cara")
    firm.deliver()
    assert meeting.groups == []


def test_who_has_left_is_not_brought_into_a_conversation(tmp_path: Path) -> None:
    meeting = Meeting()
    firm = Firm(tmp_path, FIRM, meeting)
    firm.service.send("cara", TOGETHER, "ben", "k1")
    asha, ben, cara = FIRM
    firm.people = People((asha, ben, replace(cara, leaves=firm.now.date() - timedelta(days=1))))
    firm.deliver()
    assert meeting.groups == []


def test_erasing_one_leaves_that_there_was_one_and_sends_nothing_more(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    firm.service.send("cara", CONTENT, "ben", "k1")
    firm.deliver()
    firm.service.send("cara", CONTENT, "ben", "k2")
    for key in ("k1", "k2"):
        firm.book.change(key, partial(steps.erased_at, now=firm.now))
    firm.deliver()
    assert firm.inbox.letters("ben") == []
    for key in ("k1", "k2"):
        kept = firm.book.get(key)
        assert kept
        assert (kept.state, kept.content, kept.due) == (State.WITHDRAWN, None, None)
    assert [what for _, what in firm.book.history("k2")] == ["sent", "erased"]
