"""`clausewise escalations`: how many there are and how old, for the policy's owner. No names, no words."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import WrongInput

if TYPE_CHECKING:
    from bot.records.escalations import Book

app = typer.Typer(help="Escalations in numbers: no names, no words.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def escalations() -> None:
    """Escalations in numbers: no names, no words."""


@app.command("list")
def standing(as_json: AsJson = False, home: shared.HomeOption = None) -> None:
    """How many stand where, and how old they are."""
    with shared.told():
        from dataclasses import asdict

        from bot.escalation import counting

        found = counting.standings(_book(home).every(), datetime.now(UTC))
        if as_json:
            typer.echo(json.dumps([asdict(one) for one in found]))
        elif found:
            _print(["State", "Count", "Median hours", "Oldest, hours"], [list(asdict(one).values()) for one in found])
        else:
            typer.echo("There are no escalations.")


@app.command()
def show(
    escalation_id: Annotated[str, typer.Argument(metavar="ID", help="As `clausewise escalations export` names it.")],
    as_json: AsJson = False,
    home: shared.HomeOption = None,
) -> None:
    """What became of one, and when."""
    with shared.told():
        from bot.escalation import counting

        book, now = _book(home), datetime.now(UTC)
        one = book.get(escalation_id)
        if one is None:
            raise WrongInput(f'There is no escalation "{escalation_id}". See: clausewise escalations export')
        events = [{"at": at.isoformat(timespec="minutes"), "what": what} for at, what in book.history(escalation_id)]
        if as_json:
            typer.echo(json.dumps({**counting.row(one, now), "events": events}))
        else:
            _print(["When", "What"], [[event["at"], event["what"]] for event in events])


@app.command()
def erase(
    escalation_id: Annotated[str, typer.Argument(metavar="ID", help="As `clausewise escalations export` names it.")],
    home: shared.HomeOption = None,
) -> None:
    """Erase the words of one now; that there was one is kept. An open one ends, and nothing more is sent about it."""
    with shared.told():
        from functools import partial

        from bot.escalation import steps

        erased = _book(home).change(escalation_id, partial(steps.erased_at, now=datetime.now(UTC)))
        if erased is None:
            raise WrongInput(f'There is no escalation "{escalation_id}". See: clausewise escalations export')
        typer.echo("Its words are erased. What Slack or Teams has shown already has to be deleted there.")


@app.command()
def export(as_json: AsJson = False, home: shared.HomeOption = None) -> None:
    """Every escalation as CSV or JSON on standard output."""
    with shared.told():
        from bot.escalation import counting

        now = datetime.now(UTC)
        rows = [counting.row(one, now) for one in _book(home).every()]
        if as_json:
            typer.echo(json.dumps(rows))
        elif rows:
            writer = csv.DictWriter(sys.stdout, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def _book(home: Path | None) -> Book:
    from bot.records.database import open_records
    from bot.records.escalations import Book

    settings = shared.settings_from(home, None)
    url = settings.records.url.get_secret_value() if settings.records.url else None
    return Book(open_records(url, settings.home))


def _print(heads: list[str], rows: list[list[object]]) -> None:
    from rich.table import Table

    from bot import terminal

    table = Table(*heads)
    for cells in rows:
        table.add_row(*map(str, cells))
    terminal.console().print(table)
