"""What is counted while serving: how much, how long, how it stands. No names, no words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine, func, select

from bot.model import Answer, Check, Question
from bot.records.database import reading
from bot.records.tables import ESCALATIONS, EVENTS, OUTBOX

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counters of one process, and what the records say when they are read."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "clausewise_questions", "Questions answered", ["surface", "status"], registry=self._registry
        )
        self._checks = Counter("clausewise_checks", "Drafts checked", ["surface", "outcome"], registry=self._registry)
        self._took = Histogram(
            "clausewise_answer_seconds", "Time to an answer", ["surface"], buckets=BUCKETS_S, registry=self._registry
        )
        self._refused = Counter(
            "clausewise_overload", "Requests turned away for want of room", ["surface"], registry=self._registry
        )

    def stand_on(self, engine: Engine) -> None:
        """Tell of escalations, reminders and retries too, from these records."""
        self._registry.register(_Records(engine))

    def answering(self, surface: str, answer: Callable[[Question], Answer]) -> Callable[[Question], Answer]:
        """The same, counted for a surface."""

        def counted(question: Question) -> Answer:
            found = answer(question)
            self._questions.labels(surface, found.status.value).inc()
            self._took.labels(surface).observe(found.took_ms / 1000)
            return found

        return counted

    def checking(self, surface: str, check: Callable[[str], Check]) -> Callable[[str], Check]:
        """The same, counted for a surface."""

        def counted(draft: str) -> Check:
            found = check(draft)
            self._checks.labels(surface, found.outcome.value).inc()
            return found

        return counted

    def turned_away(self, surface: str) -> None:
        """Count somebody who was asked to come back in a moment."""
        self._refused.labels(surface).inc()

    def told(self) -> bytes:
        """As Prometheus reads them."""
        return generate_latest(self._registry)


class _Records(Collector):
    """Reads the records each time it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        states = GaugeMetricFamily("clausewise_escalations", "Escalations by state", labels=["state"])
        reminders = GaugeMetricFamily("clausewise_escalation_reminders", "Reminders sent to line managers")
        retries = GaugeMetricFamily("clausewise_delivery_retries", "Further tries at delivering letters")
        letters = GaugeMetricFamily("clausewise_letters", "Letters by state", labels=["state"])
        with reading(self._engine) as connection:
            by_state = select(ESCALATIONS.c.state, func.count()).group_by(ESCALATIONS.c.state)
            for state, count in connection.execute(by_state):
                states.add_metric([state], count)
            reminded = select(func.count()).select_from(EVENTS).where(EVENTS.c.what == "reminded")
            reminders.add_metric([], connection.scalar(reminded) or 0)
            again = select(func.sum(OUTBOX.c.attempts - 1)).where(OUTBOX.c.attempts > 1)
            retries.add_metric([], connection.scalar(again) or 0)
            for state, count in connection.execute(select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)):
                letters.add_metric([state], count)
        return (states, reminders, retries, letters)
