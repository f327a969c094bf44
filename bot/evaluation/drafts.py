"""Drafts checked and scored: the outcome, the words that were found, their clauses, and what was offered instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.scoring import Score, share
from bot.model import Check, Finding, Kind, Outcome
from bot.ports import Checker

SECTION = "drafts"
_WITH_A_FORM = (Kind.PERSONAL_DATA, Kind.CREDENTIAL)


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a careful reader makes; `span` is None where it is the draft as a whole."""

    kind: str
    clauses: frozenset[str]
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCase:
    """One draft and what a careful reader says of it."""

    id: str
    text: str
    verdict: Outcome
    findings: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with its check. `passes` says whether the version offered, if any, is fine by a check of its own."""

    case: DraftCase
    check: Check
    passes: bool | None

    @property
    def id(self) -> str:
        return self.case.id

    @property
    def asked(self) -> str:
        return self.case.text

    @property
    def got(self) -> str:
        return _told(self.check.outcome, [finding.kind for finding in self.check.findings])

    @property
    def wanted(self) -> str:
        return _told(self.case.verdict, [finding.kind for finding in self.case.findings])


def case(identifier: str, row: dict[str, Any]) -> DraftCase:
    """A line as a case; raises `KeyError`, `TypeError` or `ValueError` where it is none."""
    text = row["text"]
    return DraftCase(
        id=identifier,
        text=text,
        verdict=Outcome(row["verdict"]),
        findings=tuple(
            Expected(str(Kind(one["kind"])), frozenset(one.get("clauses", ())), _span(one.get("span"), text))
            for one in row.get("findings", ())
        ),
    )


def _span(span: str | dict[str, int] | None, text: str) -> tuple[int, int] | None:
    """Where the words stand that a line names, or the places that it gives."""
    if isinstance(span, dict):
        return int(span["start"]), int(span["end"])
    start = text.find(span) if span else -1
    return (start, start + len(span)) if span and start >= 0 else None


def run(cases: Iterable[DraftCase], checker: Checker, audiences: tuple[str, ...] = ()) -> list[Checked]:
    """Check every draft once, and every version that is offered."""
    return [_run(each, checker, audiences) for each in cases]


def _run(each: DraftCase, checker: Checker, audiences: tuple[str, ...]) -> Checked:
    check = checker.check(each.text, audiences)
    passes = checker.check(check.rewrite, audiences).outcome is Outcome.OK if check.rewrite else None
    return Checked(each, check, passes)


def scores(rows: Sequence[Checked]) -> dict[str, Score]:
    """Every measure, the dangerous mistakes first."""
    by_verdict = {verdict: [row for row in rows if row.case.verdict is verdict] for verdict in Outcome}
    faulted = [(verdict, found) for verdict, found in by_verdict.items() if verdict is not Outcome.OK]
    faulty = [row for row in rows if row.case.findings]
    changed = [row for row in by_verdict[Outcome.CHANGE_FIRST] if row.check.outcome is Outcome.CHANGE_FIRST]
    reported = [(row, finding) for row in faulty for finding in row.check.findings]
    return {
        "not to be shared, called fine": share(by_verdict[Outcome.DO_NOT_SHARE], _called(Outcome.OK)),
        "exact verdict": share(rows, lambda row: row.check.outcome is row.case.verdict),
        "fine called fine": share(by_verdict[Outcome.OK], _called(Outcome.OK)),
        "fine told not to share": share(by_verdict[Outcome.OK], _called(Outcome.DO_NOT_SHARE)),
        **{f"exact verdict: {verdict}": share(found, _called(verdict)) for verdict, found in faulted},
        "identifiers found": _identifiers_found(rows),
        "identifiers rightly reported": _identifiers_right(rows),
        "faults found by kind": share(
            ((row, kind) for row in faulty for kind in {f.kind for f in row.case.findings}),
            lambda one: one[1] in {finding.kind for finding in one[0].check.findings},
        ),
        "clause of a finding right": share(reported, lambda one: _clause_right(*one)),
        "other version offered": share(changed, lambda row: row.check.rewrite is not None),
        "other version passes": share([row for row in rows if row.passes is not None], lambda row: bool(row.passes)),
    }


def _called(outcome: Outcome) -> Callable[[Checked], bool]:
    return lambda row: row.check.outcome is outcome


def _identifiers_found(rows: Sequence[Checked]) -> Score:
    """Of the words that a reader marked and that have a form, those that were found."""
    marked = [
        (row, one.span)
        for row in rows
        for one in row.case.findings
        if one.span and _has_form(one.kind, row.case.text[slice(*one.span)])
    ]
    return share(marked, lambda one: any(_meet(one[1], (f.start, f.end)) for f in _formed(one[0].check.findings)))


def _identifiers_right(rows: Sequence[Checked]) -> Score:
    """Of the words found that have a form, those that a reader marked, as whatever kind."""
    found = [(row, finding) for row in rows for finding in _formed(row.check.findings)]
    return share(
        found,
        lambda one: any(f.span and _meet(f.span, (one[1].start, one[1].end)) for f in one[0].case.findings),
    )


def _formed(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if _has_form(finding.kind, finding.text)]


def _has_form(kind: str, words: str) -> bool:
    """A number, a code or an address of some sort; names and circumstances are known by their meaning."""
    return kind in _WITH_A_FORM and any(c.isdigit() or c == "@" for c in words)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _clause_right(row: Checked, finding: Finding) -> bool:
    """Whether the clause that is quoted for a finding is one of those that a reader names for the draft."""
    return bool(finding.clauses) and any(finding.clauses[0] in one.clauses for one in row.case.findings)


def causes(row: Checked) -> list[str]:
    """What went wrong, most dangerous first; empty where nothing did."""
    wanted, got = row.case.verdict, row.check.outcome
    found = [] if wanted is got else [f"draft: {got} for {wanted}".replace("_", " ")]
    return found + (["version offered that does not pass"] if row.passes is False else [])


def latencies(rows: Sequence[Checked]) -> dict[str, float]:
    """Milliseconds that half of the checks, and nineteen of twenty, took at most."""
    took = sorted(row.check.took_ms for row in rows)
    return {
        name: round(took[min(len(took) - 1, int(len(took) * part))], 1) for name, part in (("p50", 0.5), ("p95", 0.95))
    }


def _told(outcome: Outcome, kinds: Sequence[str]) -> str:
    return f"{outcome} ({', '.join(dict.fromkeys(kinds))})" if kinds else str(outcome)
