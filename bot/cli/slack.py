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


@app.command()
def run(
    host: Annotated[str, typer.Option(help="Where to listen, with a signing secret.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Where to listen, with a signing secret.", min=0, max=65535)] = 8400,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Take and answer messages till stopped: over a socket with an app token, over HTTP with a signing secret."""
    with shared.told():
        import asyncio

        from bot.serving import serve_slack

        settings = shared.settings_from(home, knowledge)
        asyncio.run(serve_slack(settings, shared.opened(settings), host, port))
