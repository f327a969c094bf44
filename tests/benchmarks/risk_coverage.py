"""Draw docs/risk-coverage.svg: what answering more questions costs, on tests/golden/questions.jsonl.

python -m tests.benchmarks.risk_coverage [HOME]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from bot import evaluation
from bot.wiring import Opened, open_generation
from knowledge.generation import Home

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT, LEFT, FOOT, LOW = 640, 400, 60, 50, 0.7
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how sure the gate is of what was found, and whether that is right."""

    golden: evaluation.Golden
    confidence: float
    right: bool


def asked(golden: evaluation.Golden, opened: Opened) -> Asked:
    findings = opened.searcher.search(golden.question)
    first = findings.hits[0].clause_id if findings.hits else ""
    return Asked(golden, opened.content.learned.gate.confidence(findings.signals), first in golden.clauses)


def curves(rows: list[Asked]) -> dict[str, Points]:
    """For every threshold: the share of answerable questions answered, against each kind of mistake."""
    inside = [row for row in rows if row.golden.clauses]
    near = [row for row in rows if row.golden.kind == "near_miss"]
    others = [row for row in rows if not row.golden.clauses and row.golden.kind != "near_miss"]
    found: dict[str, Points] = {"wrong clause first": [], "near misses answered": [], "others answered": []}
    for threshold in sorted({row.confidence for row in rows}, reverse=True):
        answered = [row for row in inside if row.confidence >= threshold]
        covered = len(answered) / len(inside)
        wrong = sum(1 for row in answered if not row.right)
        found["wrong clause first"].append((covered, wrong / max(1, len(answered))))
        for name, kind in (("near misses answered", near), ("others answered", others)):
            passed = sum(1 for row in kind if row.confidence >= threshold)
            found[name].append((covered, passed / max(1, len(kind))))
    return found


def svg(found: dict[str, Points], most: float = 0.3) -> str:
    """The curves as one picture."""
    across, up = WIDTH - LEFT - 20, HEIGHT - FOOT - 20

    def place(covered: float, risk: float) -> str:
        return f"{LEFT + (covered - LOW) / (1 - LOW) * across:.1f},{20 + up - min(risk, most) / most * up:.1f}"

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="{HEIGHT - 10}">Share of answerable questions answered</text>',
    ]
    for step in range(4):
        risk, covered = most * step / 3, LOW + (1 - LOW) * step / 3
        x, y = place(covered, risk).split(",")
        lines.append(
            f'<text x="{LEFT - 40}" y="{y}">{risk:.0%}</text><text x="{x}" y="{HEIGHT - 30}">{covered:.0%}</text>'
        )
        lines.append(f'<path d="M{LEFT} {y}H{WIDTH - 20}" stroke="#ddd"/>')
    for number, ((name, points), colour) in enumerate(
        zip(found.items(), ("#b3261e", "#e08a00", "#1a73e8"), strict=True)
    ):
        path = " ".join(place(*point) for point in points if point[0] >= LOW)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<text x="{LEFT + 20}" y="{40 + 18 * number}" fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def main() -> None:
    opened = open_generation(Home(Path(sys.argv[1] if len(sys.argv) > 1 else ".clausewise")))
    golden = evaluation.load(ROOT / "tests/golden/questions.jsonl")
    drawn = svg(curves([asked(question, opened) for question in golden]))
    (ROOT / "docs/risk-coverage.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
