"""Many people at once, in any order: nobody signs for another, and each sees no more than they may."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.errors import NotAColleague
from bot.onboarding.model import Page
from knowledge.model import Signing
from tests import offices
from tests.offices import Firm, person

IDS = ("owner", "boss", "chief", "ann", "bob", "cat", "dan")
MANAGERS = {"ann": "boss", "bob": "boss", "cat": "chief", "dan": "boss", "boss": "chief"}
SOMEBODY = st.sampled_from(IDS)


class Colleagues(RuleBasedStateMachine):
    """What colleagues, managers and time do to each other's journeys."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        library = offices.library(self.folder, (offices.FIRST, ""), (offices.SECOND, "2026-04-01"))
        people = [person(name, MANAGERS.get(name, "")) for name in IDS]
        self.firm = Firm(library, people, {"WP": Signing(again_since="2026-04-01")}, owner="owner")
        _, self.log, self.book = offices.records(self.folder / "home")
        self.onboarding = offices.service(self.firm, self.book)
        self.pages: dict[str, Page] = {}
        self.confirmed: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(who=SOMEBODY)
    def begin(self, who: str) -> None:
        self.pages[who] = self.onboarding.begin(who)

    @rule(who=SOMEBODY)
    def read_to_the_end(self, who: str) -> None:
        self.pages[who] = offices.to_the_end(self.firm, self.onboarding, who)

    @rule(who=SOMEBODY, place=st.integers(-1, 9), option=st.integers(-1, 4))
    def press_anything(self, who: str, place: int, option: int) -> None:
        self.onboarding.next(who, "WP", place)
        self.onboarding.back(who, "WP", place + 1)
        self.onboarding.answer_check(who, "WP", place, option)

    @rule(who=SOMEBODY, other=SOMEBODY, sure=st.booleans())
    def sign_with_somebodys_page_and_name(self, who: str, other: str, sure: bool) -> None:  # noqa: FBT001
        seal = self.pages[other].seal if other in self.pages else ""
        page = self.onboarding.sign(who, "WP", seal, f"{other} Jones", "test", sure=sure)
        if page.record is not None:
            self.confirmed.add((who, page.edition))

    @rule(who=SOMEBODY)
    def sign_as_oneself(self, who: str) -> None:
        if offices.sign(self.firm, self.onboarding, who).record is not None:
            self.confirmed.add((who, self.firm.office().to_sign(self.firm.people[0])[0].edition))

    @precondition(lambda self: self.firm.now.month < 4)
    @rule()
    def a_new_edition_comes(self) -> None:
        self.firm.now += timedelta(days=31)

    @rule()
    def time_goes_by(self) -> None:
        self.firm.now += timedelta(hours=7)
        self.onboarding.sweep()

    @invariant()
    def signatures_are_those_that_were_confirmed_each_by_its_own_person(self) -> None:
        signed = [record.attestation for record in self.log.signatures()]
        assert {(one.person, one.edition) for one in signed} == self.confirmed
        assert len(signed) == len(self.confirmed)
        assert all(one.typed.split()[0].casefold() == one.person for one in signed)

    @invariant()
    def nobody_sees_more_than_they_may(self) -> None:
        for viewer in IDS:
            seen = {one.person for one in self.onboarding.standing(viewer)}
            own = {name for name, manager in MANAGERS.items() if manager == viewer}
            assert seen == (set(IDS) if viewer == "owner" else own)

    @invariant()
    def the_log_is_whole(self) -> None:
        assert self.log.verify().faults == ()

    @invariant()
    def strangers_are_nobody(self) -> None:
        for stranger in ("", "ann ", "ANN", "nobody"):
            try:
                self.onboarding.begin(stranger)
            except NotAColleague:
                continue
            raise AssertionError(stranger)


Colleagues.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
test_nobody_signs_for_another_and_each_sees_their_own = Colleagues.TestCase
