"""`clausewise directory`: who works here, and what is wrong with what says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import WrongDirectory, WrongInput
from bot.people import Fault, People

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.directory.source import Source

app = typer.Typer(help="Who works here, and for whom.", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one source holds, and what is wrong with it alone."""

    source: str
    people: int
    unused: tuple[str, ...]
    faults: tuple[str, ...]


@app.callback()
def directory() -> None:
    """Who works here, and for whom."""


@app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A CSV file of people. [default: all that is configured]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: shared.HomeOption = None,
) -> None:
    """Say what would keep a message from reaching the right person.

    Without a file every source that is configured is asked anew. What can't be read, and line managers who are missing,
    have left, stand twice or answer to those they manage.

    **Example**: `clausewise directory check people.csv`

    Exit status: 0 all fine, 1 something needs mending, 2 wrong usage.
    """
    with shared.told():
        seen, people = _file(file) if file else _configured(home)
        own = {fault for one in seen for fault in one.faults}
        together = [told for told in _told(people.faults(datetime.now(UTC).date())) if told not in own]
        if as_json:
            _print_json(seen, people, together)
        else:
            _print(seen, people, together)
        raise typer.Exit(shared.FAILED if own or together else shared.FINE)


def _file(file: Path) -> tuple[list[Seen], People]:
    from bot.directory import csv_file

    read = csv_file.read(file)
    return [Seen("file", len(read.people), read.unused, read.problems)], read.people


def _configured(home: Path | None) -> tuple[list[Seen], People]:
    from bot.directory.merging import merge
    from bot.directory.sources import directory

    settings = shared.settings_from(home, None)
    sources = directory(settings).sources
    if not sources:
        raise WrongInput("No directory is configured. Name a file: clausewise directory check people.csv")
    seen = [_seen(source) for source in sources]
    held = [known.people if (known := source.known()) else () for source in sources]
    return seen, merge(held)


def _seen(source: Source) -> Seen:
    try:
        found = source.anew()
    except WrongDirectory as error:
        known = source.known()
        return Seen(source.name, len(known.people) if known else 0, (), (source.trouble() if known else str(error),))
    doubles = _told(People(found.people).doubles())
    return Seen(source.name, len(found.people), found.unused, (*found.problems, *doubles))


def _told(faults: Sequence[Fault]) -> list[str]:
    return [f"{fault.person} {fault.told}" for fault in faults]


def _print_json(seen: Sequence[Seen], people: People, together: Sequence[str]) -> None:
    counts = {"people": len(people), "teams": len({person.team for person in people if person.team})}
    unused = [name for one in seen for name in one.unused]
    faults = [*(fault for one in seen for fault in one.faults), *together]
    sources = [{"source": one.source, "people": one.people, "faults": one.faults} for one in seen]
    told = {**counts, "unused": unused, "faults": faults, "sources": sources}
    typer.echo(json.dumps(told, ensure_ascii=False))


def _print(seen: Sequence[Seen], people: People, together: Sequence[str]) -> None:
    with_manager = sum(1 for person in people if people.managers(person.id))
    typer.echo(f"{len(people)} people, {with_manager} of them with a line manager who can be found.")
    several = len(seen) > 1
    for one in seen:
        if several:
            typer.echo(f"\nFrom {one.source}: {one.people} people.")
        if one.unused:
            typer.echo(f"Columns not used: {', '.join(one.unused)}.")
        for fault in one.faults:
            typer.echo(f"- {fault}")
    if several and together:
        typer.echo("\nAll together:")
    for fault in together:
        typer.echo(f"- {fault}")
    if not together and not any(one.faults for one in seen):
        typer.echo("Nothing needs mending.")
