"""`clausewise person`: all that is on record of somebody, given out or erased."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot import messages
from bot.cli import shared

app = typer.Typer(help="What is on record of a person.", no_args_is_help=True)
Person = Annotated[str, typer.Argument(metavar="ID", help="As the directory knows them.")]


@app.callback()
def person() -> None:
    """What is on record of a person."""


@app.command()
def export(person_id: Person, home: shared.HomeOption = None) -> None:
    """Print everything on record of somebody as one JSON object."""
    with shared.told():
        from bot.records import persons

        engine, log = shared.signatures(shared.settings_from(home, None))
        typer.echo(json.dumps(persons.export(engine, log, person_id), ensure_ascii=False, indent=1))


@app.command()
def erase(
    person_id: Person,
    attestations_too: Annotated[
        bool, typer.Option("--attestations", help="Signatures too, before they have been kept as long as configured.")
    ] = False,
    home: shared.HomeOption = None,
) -> None:
    """Erase all that is on record of somebody, and say what has to be kept and why.

    Take them out of your directory of people too. What is in backups is yours to see to.
    """
    with shared.told():
        from bot.records import persons

        settings = shared.settings_from(home, None)
        engine, log = shared.signatures(settings)
        days = settings.records.keep_attestations_days
        done = persons.erase(engine, log, person_id, datetime.now(UTC), timedelta(days=days), at_once=attestations_too)
        typer.echo(
            messages.ERASED.format(
                letters=done.letters, escalations=done.escalations, attestations=len(done.attestations)
            )
        )
        for kept in done.kept:
            typer.echo(messages.KEPT_ATTESTATION.format(number=kept.number, title=kept.title, days=days))
        if done.escalations:
            typer.echo(messages.KEPT_ESCALATION.format(count=done.escalations))
