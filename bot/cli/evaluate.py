"""`clausewise eval`: how good the answers are on files of questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from bot.evaluation.bars import Bar
    from bot.evaluation.cases import Case
    from bot.evaluation.drafts import Checked, DraftCase
    from bot.evaluation.measuring import Outcome, Scored, Scores
    from bot.settings import Settings
    from bot.wiring import Opened

_DEFAULT = [Path("tests/golden/questions.jsonl")]


def evaluate(
    questions: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE…",
            help="JSON lines of what is asked and expected; plain text is out of scope. [default: golden questions]",
        ),
    ] = None,
    drafts: Annotated[
        list[Path] | None,
        typer.Option("--drafts", metavar="FILE", help="JSON lines of drafts to check; may be given several times."),
    ] = None,
    bars: Annotated[
        Path | None,
        typer.Option("--bars", metavar="FILE", help="Bars to clear, TOML. [default: bars.toml beside the first file]"),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the report as a page.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as one JSON object.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="List what went wrong, by cause.")] = False,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="FILE", help="Where scores are appended. [default: in the home]")
    ] = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Score the answers to questions, conversations, sensitive messages, attacks and what is out of scope.

    Each figure comes with its 95 % interval and with what it was the last time. A line is a question (`q`, `clauses`,
    `verdict`, `form`), several at once (`q`, `needs`), a conversation (`turns`), a sensitive message (`q`, `route`),
    an attack (`q`, `expect`) or a draft (`text`, `verdict`, `findings` with `kind`, `clauses` and `span`).

    **Examples**

    - `clausewise eval tests/golden/questions.jsonl --failures --html report.html`

    - `clausewise eval --drafts tests/golden/drafts.jsonl`

    Exit status: 0 all bars cleared, 1 one was missed, 2 wrong usage.
    """
    with shared.told():
        files = [*(questions or ()), *(drafts or ())] or _DEFAULT
        found = _measured(files, bars, history, shared.settings_from(home, knowledge))
        if html:
            html.write_text(found.page(), encoding="utf-8")
        if as_json:
            missed = [f"{bar.section}: {bar.measure}" for bar in found.missed]
            typer.echo(json.dumps({**found.entry, "missed": missed}))
        else:
            _print_tables(found.scores, found.previous, found.missed)
            _print_speed(found.entry)
        _print_failures(found.wrong if failures else {})
        raise typer.Exit(shared.FAILED if found.missed else shared.FINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """What came of a run: scores and what went wrong, beside the bars to clear and the last run of the same files."""

    scores: Scores
    outcomes: Sequence[Outcome]
    wrong: Mapping[str, Sequence[Scored]]
    wanted: Sequence[Bar]
    missed: Sequence[Bar]
    entry: dict[str, Any]
    previous: dict[str, Any] | None

    def page(self) -> str:
        """As HTML."""
        from bot.evaluation.page import page

        return page(self.scores, self.outcomes, self.wrong, self.wanted, self.missed, self.entry, self.previous)


def _measured(files: Sequence[Path], bars: Path | None, history: Path | None, settings: Settings) -> _Measured:
    """Everything in the files asked and checked once, and noted in the history."""
    from bot.evaluation import bars as limits
    from bot.evaluation import cases, measuring
    from bot.evaluation import history as past

    rows = [case for each in files for case in cases.load(each)]
    beside = files[0].parent / limits.BESIDE
    wanted = limits.load(bars or beside) if bars or beside.exists() else ()
    opened = shared.opened(settings)
    outcomes, checked = _run(rows, settings, opened)
    scores = measuring.scores(outcomes, checked)
    entry = past.record(scores, files, opened.manifest.id, checked)
    file = history or settings.home / "eval-history.jsonl"
    previous = past.last(file, files)
    past.append(file, entry)
    return _Measured(
        scores=scores,
        outcomes=outcomes,
        wrong=measuring.failures(outcomes, checked),
        wanted=wanted,
        missed=limits.missed(wanted, scores),
        entry=entry,
        previous=previous,
    )


def _print_tables(scores: Scores, previous: dict[str, Any] | None, missed: Sequence[Bar]) -> None:
    from rich.table import Table

    from bot import terminal
    from bot.evaluation import history

    for section, found in scores.items():
        table = Table("Measure", "Share", "Count", "95 % interval", "Last time", "Bar", title=section.capitalize())
        for name, score in found.items():
            low, high = score.interval
            last = history.before(previous, section, name)
            bar = next((f"missed: {bar}" for bar in missed if (bar.section, bar.measure) == (section, name)), "")
            table.add_row(
                name,
                f"{score.share:.1%}",
                f"{score.hits} of {score.of}",
                f"{low:.1%} to {high:.1%}",
                "" if last is None else f"{last:.1%}",
                bar,
            )
        terminal.console().print(table)


def _print_speed(entry: Mapping[str, Any]) -> None:
    if "drafts_ms" in entry:
        typer.echo(f"A draft took {entry['drafts_ms']['p50']} ms (p95 {entry['drafts_ms']['p95']} ms).")


def _print_failures(failures: Mapping[str, Sequence[Scored]]) -> None:
    for cause, rows in failures.items():
        typer.echo(f"\n{cause} ({len(rows)})")
        for row in rows:
            typer.echo(f"  {row.id}  {row.asked!r}: {row.got} for {row.wanted}")


def _run(rows: Sequence[Case | DraftCase], settings: Settings, opened: Opened) -> tuple[list[Outcome], list[Checked]]:
    """Questions answered and drafts checked."""
    from bot import wiring
    from bot.evaluation import drafts, measuring

    asked = [row for row in rows if not isinstance(row, drafts.DraftCase)]
    posts = [row for row in rows if isinstance(row, drafts.DraftCase)]
    outcomes = measuring.run(asked, wiring.answering(settings, opened), settings.audiences) if asked else []
    return outcomes, drafts.run(posts, wiring.sharing(settings, opened), settings.audiences) if posts else []
