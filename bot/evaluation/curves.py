"""Risk against coverage: how many of the answers would be wrong if only the surest so many were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.measuring import Outcome

WIDTH, HEIGHT, MARGIN, RIGHT = 480, 240, 44, 24
_STEPS = 5
"""Lines of the grid."""


@dataclass(frozen=True, slots=True)
class Point:
    """At this share of questions answered, this share of the answers is wrong."""

    coverage: float
    risk: float


def curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """One point for every answer more, surest first; refusals come with no clause and count only as not covered."""
    shown = sorted((o for o in outcomes if o.cited), key=lambda o: -o.answer.confidence)
    points, wrong = [], 0
    for count, outcome in enumerate(shown, 1):
        wrong += not outcome.right_first
        points.append(Point(count / len(outcomes), wrong / count))
    return points


def svg(points: Sequence[Point], title: str) -> str:
    """The curve as an inline picture in the page's own colours, described for those who don't see it."""
    if not points:
        return ""
    top = max(0.1, *(point.risk for point in points))
    told = f"{title}. With every answer shown, {points[-1].risk:.0%} of them are wrong."
    line = " ".join(f"{_x(point.coverage):.1f},{_y(point.risk / top):.1f}" for point in points)
    grid = "".join(_grid(step / _STEPS, top) for step in range(_STEPS + 1))
    middle, bottom = WIDTH / 2, HEIGHT - 6
    return (
        f'<svg role="img" aria-label="{told}" viewBox="0 0 {WIDTH} {HEIGHT}">{grid}'
        f'<polyline class="curve" points="{line}"/>'
        f'<text x="{middle}" y="{bottom}" text-anchor="middle">share of messages answered</text>'
        f'<text x="12" y="{HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 12 {HEIGHT / 2})">'
        "share of answers wrong</text></svg>"
    )


def _grid(share: float, top: float) -> str:
    x, y = _x(share), _y(share)
    return (
        f'<line class="grid" x1="{MARGIN}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{MARGIN - 6}" y="{y + 4:.1f}" text-anchor="end">{share * top:.0%}</text>'
        f'<text x="{x:.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{share:.0%}</text>'
    )


def _x(share: float) -> float:
    return MARGIN + share * (WIDTH - MARGIN - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - MARGIN - share * (HEIGHT - MARGIN - 12)
