"""The report as one HTML page: no script, nothing loaded from elsewhere, light and dark, everything escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.evaluation import curves, history
from bot.evaluation.bars import Bar
from bot.evaluation.cases import Section
from bot.evaluation.measuring import Outcome, Scored, Scores
from bot.evaluation.scoring import Score

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #5c5c5c; --line: #d0d0d0; --mark: #0b5cad;
  --bad: #a4262c; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #161616; --soft: #aaa; --line: #444;
  --mark: #7db7f5; --bad: #ff9b9b; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.missed { color: var(--bad); font-weight: 600; } .soft { color: var(--soft); }
svg { width: 100%; max-width: 34rem; } svg text { fill: var(--soft); font-size: 11px; }
svg .curve { fill: none; stroke: var(--mark); stroke-width: 2; } svg .grid { stroke: var(--line); }
summary { cursor: pointer; } li { margin: .4rem 0; }
"""


def page(
    scores: Scores,
    outcomes: Sequence[Outcome],
    failures: Mapping[str, Sequence[Scored]],
    bars: Sequence[Bar],
    missed: Sequence[Bar],
    entry: Mapping[str, Any],
    previous: dict[str, Any] | None,
) -> str:
    """The whole page as text."""
    tables = "".join(
        f"<h2>{escape(section.capitalize())}</h2>"
        f"{_plot(section, outcomes)}{_table(section, found, bars, missed, previous)}"
        for section, found in scores.items()
    )
    since = f" Compared with {escape(str(previous['at']))}." if previous else ""
    verdict = (
        f'<p class="missed">{len(missed)} of {len(bars)} bars are not cleared.</p>'
        if missed
        else f"<p>All {len(bars)} bars are cleared.</p>"
        if bars
        else ""
    )
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>How good the answers are</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>How good the answers are</h1>"
        f'<p class="soft">{escape(str(entry["at"]))}, policies {escape(str(entry["generation"]))}, '
        f"{escape(', '.join(entry['files']))}.{since}{_speed(entry)}</p>{verdict}{tables}{_what_went_wrong(failures)}"
        "</main></body></html>\n"
    )


def _speed(entry: Mapping[str, Any]) -> str:
    took = entry.get("drafts_ms")
    return f" A draft took {took['p50']} ms (p95 {took['p95']} ms)." if took else ""


def _plot(section: str, outcomes: Sequence[Outcome]) -> str:
    if section != Section.QUESTIONS:
        return ""
    rows = [outcome for outcome in outcomes if outcome.case.section is Section.QUESTIONS]
    return curves.svg(curves.curve(rows), "Risk against coverage: wrong answers among the surest so many")


def _table(
    section: str,
    found: Mapping[str, Score],
    bars: Sequence[Bar],
    missed: Sequence[Bar],
    previous: dict[str, Any] | None,
) -> str:
    rows = "".join(_row(section, name, score, bars, missed, previous) for name, score in found.items())
    names = ("Share", "Count", "95 % interval", "Last time", "Bar")
    heads = "".join(f'<th scope="col" class="number">{name}</th>' for name in names)
    return f'<table><thead><tr><th scope="col">Measure</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _row(
    section: str,
    name: str,
    score: Score,
    bars: Sequence[Bar],
    missed: Sequence[Bar],
    previous: dict[str, Any] | None,
) -> str:
    bar = next((bar for bar in bars if (bar.section, bar.measure) == (section, name)), None)
    low, high = score.interval
    last = history.before(previous, section, name)
    cells = [
        f"{score.share:.1%}",
        f"{score.hits} of {score.of}",
        f"{low:.1%} to {high:.1%}",
        "" if last is None else f"{last:.1%}",
        "" if bar is None else f"{bar}{', missed' if bar in missed else ''}",
    ]
    told = "".join(f'<td class="number">{cell}</td>' for cell in cells)
    return f'<tr{" class=missed" if bar in missed else ""}><th scope="row">{escape(name)}</th>{told}</tr>'


def _what_went_wrong(failures: Mapping[str, Sequence[Scored]]) -> str:
    groups = "".join(
        f"<details><summary>{escape(cause)} ({len(rows)})</summary><ul>{''.join(map(_failure, rows))}</ul></details>"
        for cause, rows in failures.items()
    )
    return f"<h2>What went wrong</h2>{groups or '<p>Nothing.</p>'}"


def _failure(scored: Scored) -> str:
    told = f"{scored.id}: {scored.got}, for {scored.wanted}"
    return f'<li>{escape(scored.asked)}<br><span class="soft">{escape(told)}</span></li>'
