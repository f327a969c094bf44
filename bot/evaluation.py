"""Scoring answers against a file of questions with known clauses: the owner's measure of quality."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from bot.answering.service import AnsweringService
from bot.errors import WrongInput
from bot.model import Answer, AnswerStatus, Form, Question

_VERDICT_FORMS = {Form.PERMISSION.value, Form.OBLIGATION.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """A question and the clauses that may be shown first; none where the documents don't answer it."""

    id: str
    question: str
    clauses: frozenset[str]
    verdict: str | None
    form: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question with the answer it got."""

    golden: Golden
    answer: Answer

    @property
    def cited(self) -> list[str]:
        return [quote.clause_id for quote in self.answer.quotes]


@dataclass(frozen=True, slots=True)
class Score:
    """A share with its count and Wilson's 95 % interval."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.96, self.of, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_json(self) -> dict[str, object]:
        low, high = self.interval
        return {
            "share": round(self.share, 4),
            "hits": self.hits,
            "of": self.of,
            "interval": [round(low, 4), round(high, 4)],
        }


def load(file: Path) -> list[Golden]:
    """Read a question file; raises `WrongInput` naming file and line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"{file} can't be read. Give a file of questions as JSON lines.") from error
    golden = [_row(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not golden:
        raise WrongInput(f"{file} has no questions in it.")
    return golden


def _row(file: Path, number: int, line: str) -> Golden:
    try:
        row = json.loads(line)
        return Golden(
            id=str(row.get("id", number)),
            question=row["q"],
            clauses=frozenset(row["clauses"]),
            verdict=row.get("verdict"),
            form=row.get("form"),
            kind=row.get("kind"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongInput(f'{file}:{number}: a line needs "q" and "clauses" ({error}).') from error


def run(golden: Iterable[Golden], service: AnsweringService, audiences: tuple[str, ...] = ()) -> list[Outcome]:
    """Ask every question once."""
    return [Outcome(row, service.answer(Question(row.question, audiences=audiences))) for row in golden]


def scores(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Every measure, by the name a reader sees. Sensitive answers count as answered, by what they cite."""
    inside = [o for o in outcomes if o.golden.clauses]
    outside = [o for o in outcomes if not o.golden.clauses]
    asked = [o for o in inside if o.golden.form in _VERDICT_FORMS or (o.golden.form is None and o.golden.verdict)]
    given = [o for o in inside if o.answer.verdict]
    measures = {
        "right clause first": _share(inside, lambda o: bool(o.cited) and o.cited[0] in o.golden.clauses),
        "right clause among three": _share(inside, lambda o: bool(o.golden.clauses & set(o.cited[:3]))),
        "answered": _share(inside, _answered),
        "answered wrongly": _share(inside, lambda o: _answered(o) and not o.golden.clauses & set(o.cited)),
        "not answered, rightly": _share(outside, lambda o: not _answered(o)),
        "refused outright, rightly": _share(outside, lambda o: o.answer.status is AnswerStatus.REFUSED),
        "verdict given": _share(asked, lambda o: o.answer.verdict is not None),
        "verdict right": _share(given, lambda o: o.answer.verdict == o.golden.verdict),
    }
    for kind in sorted({o.golden.kind for o in outside if o.golden.kind}):
        rows = [o for o in outside if o.golden.kind == kind]
        measures[f"answered as fact: {kind.replace('_', ' ')}"] = _share(rows, _answered)
    return measures


def _share(rows: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> Score:
    return Score(sum(1 for row in rows if holds(row)), len(rows))


def _answered(outcome: Outcome) -> bool:
    return outcome.answer.status in (AnswerStatus.ANSWERED, AnswerStatus.SENSITIVE)


def failures(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for everything that went wrong."""
    for o in outcomes:
        if o.golden.clauses and not (o.cited and o.cited[0] in o.golden.clauses):
            wanted = sorted(o.golden.clauses)
            yield f"{o.golden.id} clause  {o.answer.status}  {o.golden.question!r}: {o.cited[:3]} for {wanted}"
        elif not o.golden.clauses and _answered(o):
            yield f"{o.golden.id} answered  {o.golden.question!r}: {o.cited[:1]} ({o.answer.confidence:.2f})"
        if o.golden.clauses and o.answer.verdict and o.answer.verdict != o.golden.verdict:
            yield f"{o.golden.id} verdict  {o.golden.question!r}: {o.answer.verdict} for {o.golden.verdict}"
