"""What becomes of a draft: what was spotted, what the models make of it, and the owner's table → an outcome.

The table bounds each kind of fault: what it may come to where something worth posting is left, where nothing is, and
whether it may be left to somebody's judgement. Within these bounds the learned shares decide. The costs are not the
same: a draft that must not be shared is to be called fine as good as never, so doubt comes down to "ask first".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.model import Kind, Outcome, Spotted
from knowledge.drafts import Reading
from knowledge.model import Handling

FINE_FROM = 0.85
"""Share of "ok" from which a draft in which nothing was spotted is fine."""
DOUBT_FROM = 0.35
"""Share of "ok" from which nothing worse is said than "ask first", unless something was spotted."""
STOP_FROM = 0.7
"""Share of "do not share" among what is not fine from which it is said; below, the draft goes to somebody to ask."""
SUSPECTED = 0.6
"""Certainty from which words are held against a draft; the surest are, where none are so sure."""
SURE = 0.8
"""Certainty from which something spotted outweighs models that find the draft fine."""
FAILED, UNSURE = "failed", "unsure"
"""What an "ask first" hangs on where it is no kind of fault: a check that failed, or models in two minds."""


@dataclass(frozen=True, slots=True)
class Table:
    """The owner's handling of each kind of fault, the gravest first; kinds that it doesn't name are asked about."""

    rows: Mapping[Kind, Handling] = field(default_factory=dict)

    @property
    def order(self) -> tuple[Kind, ...]:
        return (*self.rows, *(kind for kind in Kind if kind not in self.rows))

    @property
    def clauses(self) -> dict[Kind, tuple[str, ...]]:
        return {kind: self.row(kind).clauses for kind in Kind}

    def row(self, kind: Kind) -> Handling:
        return self.rows.get(kind, UNNAMED)

    def allowed(self, kinds: Sequence[Kind]) -> tuple[Outcome, ...]:
        """What a draft with these kinds of fault may become, the mildest first."""
        named = {
            outcome
            for row in map(self.row, kinds)
            for outcome in (row.outcome, row.alone, *([Outcome.ASK_FIRST] if row.ask else []))
        }
        return tuple(outcome for outcome in Outcome if outcome in named)


UNNAMED = Handling(clauses=(), outcome=Outcome.ASK_FIRST, alone=Outcome.ASK_FIRST)


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, what is held against the draft, and what an "ask first" hangs on: a kind, `FAILED` or `UNSURE`."""

    outcome: Outcome
    kept: tuple[Spotted, ...]
    depends: str = ""


def table(handlings: Mapping[str, Handling]) -> Table:
    """The table as a generation holds it."""
    return Table({Kind(kind): handling for kind, handling in handlings.items()})


def decide(spotted: Sequence[Spotted], reading: Reading | None, table: Table, failed: bool) -> Decision:  # noqa: FBT001
    """The outcome of a draft. `reading` is None where no models have been learned; `failed` where a check was."""
    shares: dict[str, float] = reading.outcomes if reading else {Outcome.OK.value: 1.0}
    fine = shares.get(Outcome.OK, 0.0)
    formed = tuple(one for one in spotted if one.certainty >= SURE or fine < FINE_FROM)
    kept = (*formed, *_suspects(reading, named=fine < DOUBT_FROM and not formed)) if formed or fine < FINE_FROM else ()
    if not kept:
        return _without_findings(fine, failed=failed)
    outcome = _chosen(table.allowed([one.kind for one in kept]), shares)
    depends = _leading(kept, table).value
    if outcome is not Outcome.ASK_FIRST and not formed and fine >= DOUBT_FROM:
        outcome = Outcome.ASK_FIRST
    if failed and outcome is Outcome.CHANGE_FIRST:
        outcome, depends = Outcome.ASK_FIRST, FAILED
    return Decision(outcome, kept, depends if outcome is Outcome.ASK_FIRST else "")


def _suspects(reading: Reading | None, *, named: bool) -> tuple[Spotted, ...]:
    """The words that the models are sure enough of; where something has to be `named`, at least the surest."""
    suspects = sorted(reading.suspects if reading else (), key=lambda suspect: -suspect.certainty)
    chosen = [suspect for suspect in suspects if suspect.certainty >= SUSPECTED]
    chosen = chosen or (suspects[:1] if named else [])
    return tuple(Spotted(Kind(s.kind), s.start, s.end, clauses=s.clauses, certainty=s.certainty) for s in chosen)


def _without_findings(fine: float, *, failed: bool) -> Decision:
    if failed:
        return Decision(Outcome.ASK_FIRST, (), FAILED)
    if fine < FINE_FROM:
        return Decision(Outcome.ASK_FIRST, (), UNSURE)
    return Decision(Outcome.OK, ())


def _chosen(allowed: Sequence[Outcome], shares: Mapping[str, float]) -> Outcome:
    """The likeliest of what the table allows; "do not share" only where it is likelier by far than the others."""
    faulty = {outcome: shares.get(outcome, 0.0) for outcome in allowed}
    total = sum(faulty.values())
    if total <= 0:
        return allowed[0]
    best = max(allowed, key=lambda outcome: faulty[outcome])
    if best is Outcome.DO_NOT_SHARE and faulty[best] / total < STOP_FROM:
        return max((o for o in allowed if o is not best), key=lambda o: faulty[o], default=best)
    return best


def _leading(kept: Sequence[Spotted], table: Table) -> Kind:
    """The kind that a question to somebody is about: one that may be asked about, the gravest of them."""
    kinds = {one.kind for one in kept}
    asked = [kind for kind in table.order if kind in kinds and Outcome.ASK_FIRST in table.allowed([kind])]
    return asked[0] if asked else next(kind for kind in table.order if kind in kinds)
