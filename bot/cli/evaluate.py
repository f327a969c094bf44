"""`clausewise eval`: how good the answers are on files of questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from bot.evaluation.bars import Bar
    from bot.evaluation.measuring import Outcome, Scores

_DEFAULT = [Path("tests/golden/questions.jsonl")]


def evaluate(
    questions: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="JSON lines of what is asked and expected; plain text is out of scope."),
    ] = _DEFAULT,
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
    `verdict`, `form`), several at once (`q`, `needs`), a conversation (`turns`), a sensitive message (`q`, `route`) or
    an attack (`q`, `expect`).

    **Example**: `clausewise eval tests/golden/questions.jsonl --failures --html report.html`

    Exit status: 0 all bars cleared, 1 one was missed, 2 wrong usage.
    """
    with shared.told():
        from bot.evaluation import bars as limits
        from bot.evaluation import cases, measuring
        from bot.evaluation import history as past
        from bot.evaluation.page import page
        from bot.wiring import answering

        settings = shared.settings_from(home, knowledge)
        asked = [case for file in questions for case in cases.load(file)]
        beside = questions[0].parent / limits.BESIDE
        wanted = limits.load(bars or beside) if bars or beside.exists() else ()
        opened = shared.opened(settings)
        outcomes = measuring.run(asked, answering(settings, opened), settings.audiences)
        scores = measuring.scores(outcomes)
        missed = limits.missed(wanted, scores)
        entry = past.record(scores, questions, opened.manifest.id)
        file = history or settings.home / "eval-history.jsonl"
        previous = past.last(file, questions)
        past.append(file, entry)
        wrong = measuring.failures(outcomes)
        if html:
            html.write_text(page(scores, outcomes, wrong, wanted, missed, entry, previous), encoding="utf-8")
        if as_json:
            typer.echo(json.dumps({**entry, "missed": [f"{bar.section}: {bar.measure}" for bar in missed]}))
        else:
            _print_tables(scores, previous, missed)
        _print_failures(wrong if failures else {})
        raise typer.Exit(shared.FAILED if missed else shared.FINE)


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


def _print_failures(failures: Mapping[str, Sequence[Outcome]]) -> None:
    for cause, outcomes in failures.items():
        typer.echo(f"\n{cause} ({len(outcomes)})")
        for outcome in outcomes:
            case, got = outcome.case, ", ".join(outcome.cited[:3]) or outcome.answer.status.value
            wanted = ", ".join(sorted(case.clauses)) or case.route or case.expect or "no answer"
            typer.echo(f"  {case.id}  {case.question!r}: {got} for {wanted}")
