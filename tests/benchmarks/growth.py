"""Growth drawn as a small SVG: one panel a measure, both axes logarithmic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import log10

PANELS = {
    "rest": "first ingest beyond encoding, s",
    "change": "one clause changed, s",
    "query_p99_ms": "search p99 beyond encoding, ms",
    "disk_mib": "on disk, MiB",
}
WIDTH, HEIGHT, MARGIN = 210, 150, 34


def drawn(rows: Sequence[dict[str, float]]) -> str:
    """An SVG with one panel for each of `PANELS`, from rows that hold them and `clauses`."""
    panels = "".join(_panel(rows, name, title, number) for number, (name, title) in enumerate(PANELS.items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(PANELS)} {HEIGHT}" '
        f'font-family="sans-serif" font-size="9">{panels}</svg>\n'
    )


def _panel(rows: Sequence[dict[str, float]], name: str, title: str, number: int) -> str:
    left, right = log10(rows[0]["clauses"]), log10(rows[-1]["clauses"])
    values = [log10(max(row[name], 1e-3)) for row in rows]
    low, high = min(values) - 0.1, max(values) + 0.1

    def place(row: dict[str, float], value: float) -> tuple[float, float]:
        across = (log10(row["clauses"]) - left) / ((right - left) or 1)
        x = number * WIDTH + MARGIN + across * (WIDTH - 2 * MARGIN)
        return x, HEIGHT - MARGIN - (value - low) / (high - low) * (HEIGHT - 2 * MARGIN)

    points = [place(row, value) for row, value in zip(rows, values, strict=True)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<text x="{number * WIDTH + MARGIN}" y="14">{escape(title)}</text>'
        f'<polyline points="{line}" fill="none" stroke="#2563eb" stroke-width="2"/>'
        + "".join(_marks(rows, name, points))
    )


def _marks(rows: Sequence[dict[str, float]], name: str, points: Sequence[tuple[float, float]]) -> Iterator[str]:
    for row, (x, y) in zip(rows, points, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="#2563eb"/>'
        yield f'<text x="{x:.1f}" y="{y - 6:.1f}" text-anchor="middle">{row[name]:.3g}</text>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{row["clauses"]:,.0f}</text>'
