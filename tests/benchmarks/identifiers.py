"""Recall and precision of what has a form, by sort: `python -m tests.benchmarks.identifiers`.

On our own sentences (`tests/golden/identifiers.jsonl`) and on `pii_presidio/spans.json` among the public benchmarks,
whose sorts are matched as `SORTS` says; sorts that are not named there are not covered. A span counts as found where at
least half of it and of what is reported coincide, and a report as right where it touches a span of its sort.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.detectors.suite import detectors

HERE = Path(__file__).resolve()
GOLDEN = HERE.parents[1] / "golden/identifiers.jsonl"
BENCHMARKS = Path(os.environ.get("CLAUSEWISE_BENCHMARKS", HERE.parents[2] / "shared/benchmarks"))
FORMAL = {"identifiers", "credentials"}
SORTS = {
    "phone_number": "PHONE_NUMBER",
    "email_address": "EMAIL_ADDRESS",
    "payment_card": "CREDIT_CARD",
    "iban": "IBAN_CODE",
    "ip_address": "IP_ADDRESS",
    "social_security_number": "US_SSN",
    "driving_licence": "US_DRIVER_LICENSE",
}


@dataclass(frozen=True, slots=True)
class Span:
    sort: str
    start: int
    end: int

    def shared(self, other: Span) -> float:
        """Share of both spans together that they have in common."""
        common = min(self.end, other.end) - max(self.start, other.start)
        return max(0, common) / (max(self.end, other.end) - min(self.start, other.start))


@dataclass(slots=True)
class Tally:
    """Counts by sort: spans there are and those found, reports made and those right."""

    spans: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.found.total() / self.spans.total()

    @property
    def precision(self) -> float:
        return self.right.total() / self.reports.total()

    def printed(self) -> str:
        rows = [
            f"{sort:28} {self.found[sort]:4} of {self.spans[sort]:4} found"
            f" {self.right[sort]:4} of {self.reports[sort]:4} right"
            for sort in sorted(self.spans | self.reports)
        ]
        return "\n".join([*rows, f"recall {self.recall:.3f}, precision {self.precision:.3f}"])


def tallied(cases: Iterable[tuple[str, list[Span], list[Span]]]) -> Tally:
    """Counts over texts with their spans and the reports on them; a report's sort is that of the span it touches."""
    tally = Tally()
    for _, spans, reports in cases:
        for span in spans:
            tally.spans[span.sort] += 1
            tally.found[span.sort] += any(span.shared(report) >= 0.5 for report in reports)
        for report in reports:
            tally.reports[report.sort] += 1
            tally.right[report.sort] += any(span.shared(report) for span in spans)
    return tally


def reported(text: str) -> list[Span]:
    """What the detectors of forms say of a text."""
    return [Span(s.what, s.start, s.end) for d in detectors() if d.name in FORMAL for s in d.detect(text)]


def golden(*written: str) -> Iterator[tuple[str, list[Span], list[Span]]]:
    """Our own sentences; of the parts named, or of all."""
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not written or row["written"] in written:
            spans = [Span(s["what"], s["start"], s["end"]) for s in row["spans"]]
            yield row["text"], spans, reported(row["text"])


def public() -> Iterator[tuple[str, list[Span], list[Span]]]:
    """Presidio's sentences, sorts that are covered alone."""
    for row in json.loads((BENCHMARKS / "pii_presidio/spans.json").read_text(encoding="utf-8")):
        text = row["full_text"]
        spans = [Span(s["entity_type"], s["start_position"], s["end_position"]) for s in row["spans"]]
        reports = [Span(SORTS[r.sort], r.start, r.end) for r in reported(text) if r.sort in SORTS]
        yield text, [span for span in spans if span.sort in SORTS.values()], reports


def decoys() -> tuple[int, int]:
    """How many look-alikes are reported, and how many there are."""
    rows = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    alike = [(reported(row["text"]), Span("", d["start"], d["end"])) for row in rows for d in row["decoys"]]
    return sum(any(decoy.shared(report) for report in reports) for reports, decoy in alike), len(alike)


def main() -> None:
    print("Our own sentences", tallied(golden()).printed(), sep="\n")
    print("look-alikes reported: {} of {}".format(*decoys()))
    print("pii_presidio", tallied(public()).printed(), sep="\n")


if __name__ == "__main__":
    main()
