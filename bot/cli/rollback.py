"""`clausewise rollback`: publish an earlier generation again."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli import shared


def rollback(
    generation: Annotated[
        str | None,
        typer.Argument(metavar="[GENERATION]", help="Its id, or how it begins. [default: the one before]"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is published now as one JSON object.")] = False,
    home: shared.HomeOption = None,
) -> None:
    """Publish what was published before, in one step.

    Only a generation that passes its own checks is published. Your files stay as they are, and the next ingest
    publishes them again: put them right before you run one.

    **Examples**

    - `clausewise rollback` goes one step back

    - `clausewise rollback 3f9c` goes to one that `clausewise generations` lists, backwards or forwards

    Exit status: 0 published, 1 there is nothing sound to go back to, 2 wrong usage.
    """
    with shared.told():
        from bot.cli import changes, generations
        from bot.cli.progress import Bars
        from ingest.generations import roll_back
        from knowledge.generation import Home

        with Bars() as bars:
            published = roll_back(Home(shared.settings_from(home, None).home), generation, bars)
        found = generations.row(published)
        if as_json:
            typer.echo(json.dumps(found))
        else:
            shared.say(
                f"Published {published.id}, read in on {generations.moment(found['created'])}: "
                f"{changes.documents(found['documents'])}, {changes.clauses(found['clauses'])}. "
                "The next ingest publishes your files as they are then."
            )
