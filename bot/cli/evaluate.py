"""`clausewise eval`: how good the answers are on a file of questions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from bot.evaluation import Score

_DEFAULT = Path("tests/golden/questions.jsonl")


def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS", help="JSON lines: id, q, clauses (empty: not answered), verdict.")
    ] = _DEFAULT,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as one JSON object.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="List what went wrong.")] = False,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="FILE", help="Where scores are appended. [default: in the home]")
    ] = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Score the answers: right clause first and among three, refusals, wrong answers, verdicts.

    Each figure comes with its 95 % interval and is appended to a history file, to compare with the last time.

    **Example**: `clausewise eval tests/golden/questions.jsonl --failures`
    """
    with shared.told():
        from bot import evaluation
        from bot.wiring import answering

        settings = shared.settings_from(home, knowledge)
        golden = evaluation.load(questions)
        opened = shared.opened(settings)
        outcomes = evaluation.run(golden, answering(settings, opened), settings.audiences)
        scores = evaluation.scores(outcomes)
        record = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "generation": opened.manifest.id,
            "questions": str(questions),
            **{name: score.as_json() for name, score in scores.items()},
        }
        file = history or settings.home / "eval-history.jsonl"
        with file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record) + "\n")
        if as_json:
            typer.echo(json.dumps(record))
        else:
            _print_table(scores)
        for line in evaluation.failures(outcomes) if failures else ():
            typer.echo(line)


def _print_table(scores: dict[str, Score]) -> None:
    from rich.table import Table

    from bot import terminal

    table = Table("Measure", "Share", "Count", "95 % interval")
    for name, score in scores.items():
        low, high = score.interval
        table.add_row(name, f"{score.share:.1%}", f"{score.hits} of {score.of}", f"{low:.1%} to {high:.1%}")
    terminal.console().print(table)
