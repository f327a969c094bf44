"""`clausewise slack`: the app's manifest, and running the app."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli import shared

app = typer.Typer(help="The Slack app.", no_args_is_help=True)


@app.callback()
def slack() -> None:
    """The Slack app."""


@app.command()
def manifest(
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Where Slack reaches you. [default: Socket Mode]")
    ] = None,
) -> None:
    """Print the app's manifest, to be pasted where Slack asks for one; what its rights are for, on standard error."""
    from bot.slack.manifest import SCOPES
    from bot.slack.manifest import manifest as written

    typer.echo(json.dumps(written(url), indent=2))
    for scope, use in SCOPES.items():
        shared.say(f"{scope}: {use}")
