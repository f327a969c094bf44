"""`clausewise directory`: who works here, and what is wrong with the file that says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import WrongInput

if TYPE_CHECKING:
    from bot.directory.csv_file import Read

app = typer.Typer(help="Who works here, and for whom.", no_args_is_help=True)


@app.callback()
def directory() -> None:
    """Who works here, and for whom."""


@app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A CSV file of people. [default: as configured]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what would keep a message from reaching the right person.

    Unreadable lines, and line managers who are missing, have left, stand twice or answer to those they manage.

    **Example**: `clausewise directory check people.csv`

    Exit status: 0 all fine, 1 something needs mending, 2 wrong usage.
    """
    with shared.told():
        from bot.directory import csv_file

        chosen = file or shared.settings_from(None, None).directory.file
        if chosen is None:
            raise WrongInput("No directory is configured. Name a file: clausewise directory check people.csv")
        found = csv_file.read(chosen)
        faults = _faults(found)
        if as_json:
            counts = {"people": len(found.people), "teams": len({p.team for p in found.people if p.team})}
            typer.echo(json.dumps({**counts, "unused": found.unused, "faults": faults}, ensure_ascii=False))
        else:
            _print(found, faults)
        raise typer.Exit(shared.FAILED if faults else shared.FINE)


def _faults(found: Read) -> list[str]:
    return [
        *found.problems,
        *(f"{fault.person} {fault.told}" for fault in found.people.faults(datetime.now(UTC).date())),
    ]


def _print(found: Read, faults: list[str]) -> None:
    with_manager = sum(1 for person in found.people if found.people.managers(person.id))
    typer.echo(f"{len(found.people)} people, {with_manager} of them with a line manager who can be found.")
    if found.unused:
        typer.echo(f"Columns not used: {', '.join(found.unused)}.")
    for fault in faults:
        typer.echo(f"- {fault}")
    if not faults:
        typer.echo("Nothing needs mending.")
