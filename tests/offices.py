"""An organisation that signs policies: its people, its policy in two editions, a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.model import Answer, AnswerStatus, Question
from bot.onboarding.model import Page, PageKind
from bot.onboarding.office import Office
from bot.onboarding.pages import walk
from bot.onboarding.rhythm import Rhythm
from bot.onboarding.service import OnboardingService
from bot.onboarding.steps import journey_id
from bot.people import People, Person
from bot.records.anchor import Anchor
from bot.records.attestations import Log
from bot.records.database import open_records
from bot.records.onboarding import Book
from bot.working_time import WorkingTime
from ingest import collecting
from knowledge.catalogue import Library
from knowledge.model import Clause, Document, Rule, Signing, Stance

FIRST = """---
title: Workshop Policy
reference: WP
---

# Workshop Policy

## Safety

- You must wear goggles at the lathe.
- You must not run in the workshop.
- You may listen to the radio.

## Leaving

Tools should be put back at night. The last to go must lock the door.
"""
SECOND = FIRST.replace("goggles", "goggles and gloves").replace("- You may listen to the radio.\n", "")
RULES = {
    "WP:1.1": (Rule(Stance.REQUIRE, "Wear goggles at the lathe."),),
    "WP:1.2": (Rule(Stance.PROHIBIT, "Don't run."),),
    "WP:1.3": (Rule(Stance.PERMIT, "You can have the radio on."),),
}
START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday, during working hours."""
RHYTHM = Rhythm(invite_from=date(2026, 1, 1))
WORKING = WorkingTime(ZoneInfo("Europe/London"))


def edition(folder: Path, text: str, name: str, begins: str) -> tuple[Document, tuple[Clause, ...]]:
    """A policy as an ingest would publish it."""
    file = folder / f"{name}.md"
    file.write_text(text, encoding="utf-8")
    document, clauses = collecting.edition(file)
    named = replace(document, begins=begins, published=begins)
    return named, tuple(replace(clause, edition=named.edition) for clause in clauses)


def library(folder: Path, *editions: tuple[str, str]) -> Library:
    """All editions, each a text and the day it begins."""
    made = [edition(folder, text, f"e{number}", begins) for number, (text, begins) in enumerate(editions)]
    return Library([document for document, _ in made], [c for _, clauses in made for c in clauses], RULES)


def person(name: str, manager: str = "", **told: object) -> Person:
    return Person(**{"id": name, "name": f"{name.title()} Smith", "manager": manager, **told})  # type: ignore[arg-type]


def echo(question: Question) -> Answer:
    return Answer(question=question.text, status=AnswerStatus.ANSWERED, text="It is in the policy.")


@dataclass
class Firm:
    """Everything there is, to be changed as a test goes on."""

    library: Library
    people: list[Person]
    signing: dict[str, Signing] = field(default_factory=lambda: {"WP": Signing()})
    rhythm: Rhythm = RHYTHM
    working: WorkingTime = WORKING
    now: datetime = START
    owner: str | None = None

    def office(self) -> Office:
        return Office(
            people=People(self.people), library=self.library, signing=self.signing, working=self.working,
            rhythm=self.rhythm, now=self.now, owner=self.owner,
        )  # fmt: skip


def records(home: Path, url: str | None = None) -> tuple[Engine, Log, Book]:
    engine = open_records(url, home)
    log = Log(engine, Anchor(home))
    return engine, log, Book(engine, log)


def service(firm: Firm, book: Book) -> OnboardingService:
    return OnboardingService(book, firm.office, echo)


def to_the_end(firm: Firm, onboarding: OnboardingService, who: str, document: str = "WP") -> Page:
    """Read everything and answer every check, up to the statement; the page with it."""
    page = onboarding.begin(who, document)
    while page.kind not in (PageKind.SIGN, PageKind.DONE):
        if page.kind is PageKind.CHECK:
            right = rights(firm, onboarding, who, page)[page.place]
            page = onboarding.answer_check(who, document, page.place, page.options.index(right))
        else:
            page = onboarding.next(who, document, page.place)
    return page


def rights(firm: Firm, onboarding: OnboardingService, who: str, page: Page) -> Sequence[str]:
    """The right answers by page, "" where nothing is asked."""
    journey = onboarding._book.get(journey_id(who, page.document, page.edition))
    assert journey
    found = walk(journey, who, firm.office())
    assert found
    return [check.right if check else "" for check in found.checks]


def sign(firm: Firm, onboarding: OnboardingService, who: str, surface: str = "test") -> Page:
    page = to_the_end(firm, onboarding, who)
    name = next(one.name for one in firm.people if one.id == who)
    return onboarding.sign(who, "WP", page.seal, name, surface, sure=True)


def names(pages: Iterable[Page]) -> list[str]:
    return [page.kind.value for page in pages]
