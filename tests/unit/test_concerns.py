"""What is made of concerns: the route that does least harm, rules beside the router, what is told beside a question."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from bot.answering import routing
from bot.answering.routing import Care, Concern
from bot.model import Route
from ingest.held_out import HeldOut, key_of, opinions
from knowledge import concerns
from knowledge.learned import Judge
from knowledge.model import Example
from knowledge.search import Findings
from knowledge.trained import HELD_OUT, RECORD, Judged

NOTHING = Findings(hits=(), neighbours=(), signals={}, verdicts={}, routes={})


def sure(**shares: float) -> dict[str, float]:
    return {label: shares.get(label, 0.0) for label in concerns.LABELS}


def a_router(**shares: float) -> Care:
    """One that says the same of every message."""
    bias = {label: float(np.log(shares.get(label, 1e-6))) for label in concerns.LABELS}
    return Care(Judge({label: {} for label in bias}, bias, {concerns.CONCERN: 0.9, concerns.HINT: 0.2}))


@pytest.mark.parametrize(
    ("likely", "route"),
    [
        (sure(support=0.6, none=0.4), "support"),
        (sure(line_manager=0.95, none=0.05), "line_manager"),
        (sure(line_manager=0.8, not_manager=0.2), "report"),
        (sure(not_manager=0.9, line_manager=0.1), "not_manager"),
        (sure(report=0.5, support=0.5), "support"),
    ],
)
def test_the_route_is_the_one_that_does_least_harm(likely: dict[str, float], route: str) -> None:
    best, spared = concerns.safest(likely)
    assert best == route
    assert spared > 0


def test_no_route_spares_harm_where_nothing_is_the_matter() -> None:
    assert concerns.safest(sure(none=1.0))[1] < 0


def test_somebody_who_cannot_go_on_is_heard_whatever_the_router_says() -> None:
    heard = routing.concern("Do I need a disclaimer? I want to die", NOTHING, a_router(none=1.0))
    assert heard == Concern(Route.SUPPORT, certain=True)


def test_a_rule_alone_is_only_perhaps_a_concern() -> None:
    heard = routing.concern("can I share a suicide prevention charity's post?", NOTHING, a_router(none=1.0))
    assert heard == Concern(Route.SUPPORT, certain=False)


def test_a_rule_and_a_router_that_agree_are_certain() -> None:
    heard = routing.concern("my manager keeps bullying me", NOTHING, a_router(not_manager=0.7, none=0.3))
    assert heard == Concern(Route.NOT_MANAGER, certain=True)


def test_a_wish_for_a_person_takes_the_route_that_does_least_harm() -> None:
    heard = routing.concern("can I talk to someone about her", NOTHING, a_router(not_manager=0.6, line_manager=0.4))
    assert heard is not None
    assert heard.route is Route.NOT_MANAGER


def test_what_is_told_of_a_superior_never_goes_to_the_manager_alone() -> None:
    heard = routing.concern("it was the manager who posted it", NOTHING, a_router(line_manager=1.0))
    assert heard is not None
    assert heard.route is Route.NOT_MANAGER


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Can I post photos? My manager has been touching me.", "My manager has been touching me."),
        (
            "I run a blog about wool. Do I need a disclaimer? My boss reads it.",
            "I run a blog about wool. My boss reads it.",
        ),
        ("can I post photos?", ""),
        ("Hi there. Can I post photos?", ""),
        ("I run a blog about wool. Do I need a disclaimer? It has ten readers.", ""),
        ("my manager has been touching me", ""),
    ],
)
def test_what_is_told_beside_a_question(message: str, told: str) -> None:
    assert routing.told_beside(message) == told


class Counting:
    """A trained model that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def judge(self, question: str) -> Judged:
        self.asked.append(question)
        return {"scope": {"in": 0.25, "out": 0.75}}


def test_a_trained_model_is_asked_only_about_examples_it_has_not_seen(tmp_path: Path) -> None:
    seen = Example(ask="seen", clause="A:1", source="one")
    new = Example(ask="new", clause="A:1", source="two")
    HeldOut((key_of(seen),), np.array([5]), {"scope": np.array([[2.0, 0.0]])}).save(tmp_path / HELD_OUT)
    sha = hashlib.sha256(b"").hexdigest()
    record = {
        "labels": {"scope": ["in", "out"]},
        "max_tokens": 64,
        "learned_from": sha,
        "recipe": {},
        "measured": {},
        "files": {},
    }
    (tmp_path / RECORD).write_text(json.dumps(record), encoding="utf-8")
    model = Counting()
    found = opinions([seen, new], tmp_path, model)
    assert model.asked == ["new"]
    assert found.folds[0] == 5
    assert found.judged[0]["scope"]["in"] > 0.8
    assert found.judged[1]["scope"]["in"] == 0.25


def test_files_of_concerns_are_held_out_whole_where_there_are_several() -> None:
    examples = [Example(ask=f"{s} {n}", clause=None, route="report", source=s) for s in ("a", "b") for n in range(20)]
    assert opinions(examples, None, None).folds.tolist() == [0] * 20 + [1] * 20
