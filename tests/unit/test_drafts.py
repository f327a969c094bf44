"""What is learned from example drafts tells faults from harmless posts, survives being kept, and is repeatable."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from ingest import draft_learning
from knowledge import drafts as keeping
from knowledge.adapters.memory import MemoryEncoder
from knowledge.drafts import FAULT, FINE, OUTCOMES, DraftReader, LearnedDrafts
from knowledge.learned import Judge
from knowledge.model import Draft, Fault
from knowledge.trained import Opinion

PLACES = "shop depot office nursery branch canteen warehouse counter bakery garage".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def examples() -> list[Draft]:
    found = []
    for number in range(70):
        place, day = PLACES[number % 10], DAYS[number % 7]
        code, late = f"alarm code at the {place} is 44{number:02}", f"merger is announced on {day} at the {place}"
        source = f"file {number % 3}"
        told = [
            (f"Lovely {day} at the {place}. Tea and cake for everyone!", "ok", None, None),
            (f"Lovely {day} at the {place}. The {code}.", "change_first", "credential", code),
            (f"Secret, the {late}", "ask_first", "confidential_business", late),
            (f"The {code}, help yourselves", "do_not_share", "credential", code),
        ]
        for text, outcome, kind, words in told:
            faults = (Fault(kind, ("P:1",), words),) if kind else ()
            rewrite = f"Lovely {day} at the {place}." if outcome == "change_first" else None
            found.append(Draft(text=text, outcome=outcome, faults=faults, rewrite=rewrite, source=source))
    return found


@pytest.fixture(scope="module")
def learned() -> LearnedDrafts:
    return learn(examples())


def learn(drafts: list[Draft], network: str = "", opinions: Mapping[str, Opinion] | None = None) -> LearnedDrafts:
    encoder = MemoryEncoder()
    texts = draft_learning.texts_of(drafts)
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    found = draft_learning.learn(drafts, vectors, encoder.fingerprint, network, opinions)
    assert found
    return found


class Knowing:
    """A network that reads drafts and is right about them, sure of a fault wherever there is a number."""

    fingerprint = "knowing"

    def opinion(self, text: str) -> Opinion:
        faulty = 0.97 if any(sign.isdigit() for sign in text) else 0.01
        rest = (1 - faulty) / 3
        return Opinion({OUTCOMES[3]: faulty, **dict.fromkeys(OUTCOMES[:3], rest)}, {"credential": faulty})


@pytest.fixture(scope="module")
def reader(learned: LearnedDrafts) -> DraftReader:
    return DraftReader(MemoryEncoder(), learned)


def test_a_fault_is_found_where_it_stands(reader: DraftReader) -> None:
    text = "Tea and cake for everyone! The alarm code at the florist is 4477."
    found = reader.read(text)
    assert {suspect.kind for suspect in found.suspects} == {"credential"}
    assert "alarm code" in text[found.suspects[0].start : found.suspects[0].end]
    assert "cake" not in text[found.suspects[0].start : found.suspects[0].end]
    assert max(found.outcomes, key=lambda outcome: found.outcomes[outcome]) == "change_first"


def test_a_harmless_post_is_fine(reader: DraftReader) -> None:
    found = reader.read("Lovely Monday at the florist. Tea and cake for everyone!")
    assert found.suspects == ()
    assert found.outcomes["ok"] > 0.9


def test_shares_of_outcomes_add_up_to_one(reader: DraftReader) -> None:
    for text in ("", "🎉", "Something else entirely?", "x" * 5000):
        shares = reader.read(text).outcomes
        assert set(shares) == set(OUTCOMES)
        assert sum(shares.values()) == pytest.approx(1)


def test_one_fault_in_a_long_harmless_draft_is_not_drowned(reader: DraftReader) -> None:
    harmless = "Lovely Monday at the shop. Tea and cake for everyone! " * 200
    assert reader.read(harmless).outcomes["ok"] > 0.9
    found = reader.read(f"{harmless}The alarm code at the shop is 4407. {harmless}")
    assert found.outcomes["ok"] < 0.5
    assert found.suspects


def test_what_was_learned_reads_the_same_when_it_was_kept(learned: LearnedDrafts, reader: DraftReader) -> None:
    stream = io.BytesIO()
    np.savez(stream, **keeping.packed(learned))
    stream.seek(0)
    with np.load(stream) as arrays:
        again = DraftReader(MemoryEncoder(), keeping.unpacked(arrays, learned.outcome, learned.fault))
    for draft in examples()[:8]:
        one, other = reader.read(draft.text), again.read(draft.text)
        assert [(s.kind, s.start, s.end) for s in one.suspects] == [(s.kind, s.start, s.end) for s in other.suspects]
        assert one.outcomes == pytest.approx(other.outcomes, abs=0.01)


def test_learning_twice_gives_the_same(learned: LearnedDrafts, reader: DraftReader) -> None:
    text = "The merger is announced on Friday, the alarm code is 4402"
    assert DraftReader(MemoryEncoder(), learn(examples())).read(text) == reader.read(text)


def test_what_was_kept_before_it_named_its_drafts_is_read(learned: LearnedDrafts) -> None:
    kept = keeping.packed(learned)
    del kept["learned_from"]
    assert keeping.unpacked(kept, learned.outcome, learned.fault).learned_from == ""


def test_what_was_learned_names_its_drafts(learned: LearnedDrafts) -> None:
    assert learned.learned_from == draft_learning.drafts_sha256(examples())
    assert learned.learned_from != draft_learning.drafts_sha256(examples()[1:])


@pytest.mark.parametrize(("certainty", "outcome", "named"), [(0.22, 3, True), (0.22, 0, False), (0.1, 3, False)])
def test_the_surest_words_are_named_where_a_draft_is_at_fault_and_none_is_sure(
    learned: LearnedDrafts, certainty: float, outcome: int, *, named: bool
) -> None:
    fault = Judge({FAULT: {}, FINE: {}}, {FAULT: np.log(certainty / (1 - certainty)), FINE: 0.0})
    decided = Judge({o: {} for o in OUTCOMES}, {o: 3.0 * (o == OUTCOMES[outcome]) for o in OUTCOMES})
    found = DraftReader(MemoryEncoder(), replace(learned, fault=fault, outcome=decided)).read("They are off again")
    assert {round(suspect.certainty, 2) for suspect in found.suspects} == ({certainty} if named else set())


def test_a_network_is_not_asked_twice_about_the_same_words(learned: LearnedDrafts) -> None:
    asked = []

    class Counting(Knowing):
        def opinion(self, text: str) -> Opinion:
            asked.append(text)
            return super().opinion(text)

    remembering = DraftReader(MemoryEncoder(), learned, Counting()).remembering()
    assert remembering.read("Tea at 4") == remembering.read("Tea at 4")
    assert asked == ["Tea at 4"]


def test_a_network_that_is_right_is_heard(reader: DraftReader) -> None:
    network, drafts = Knowing(), examples()
    heard = learn(drafts, network.fingerprint, {draft.text: network.opinion(draft.text) for draft in drafts})
    assert heard.network == network.fingerprint
    unlike = "Numbers on the wall of our den: 7 and 9"
    with_network = DraftReader(MemoryEncoder(), heard, network).remembering().read(unlike)
    assert with_network.outcomes["ok"] < reader.read(unlike).outcomes["ok"]
    assert sum(with_network.outcomes.values()) == pytest.approx(1)


def test_a_network_with_hardly_an_opinion_is_not_heard(learned: LearnedDrafts) -> None:
    network, drafts = Knowing(), examples()
    few = {draft.text: network.opinion(draft.text) for draft in drafts[:40]}
    found = learn(drafts, network.fingerprint, few)
    assert found.network == ""
    assert found.outcome == learned.outcome


def test_too_few_drafts_teach_nothing() -> None:
    drafts = examples()[:40]
    texts = draft_learning.texts_of(drafts)
    vectors = dict(zip(texts, MemoryEncoder().encode(texts), strict=True))
    assert draft_learning.learn(drafts, vectors, "") is None
