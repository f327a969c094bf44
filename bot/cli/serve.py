"""`clausewise serve`: everything that is configured, in one process."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import shared
from bot.errors import WrongSettings


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8400,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Take and answer messages till stopped, on every surface that is configured."""
    with shared.told():
        import asyncio

        from bot.serving.process import serve as run

        settings = shared.settings_from(home, knowledge)
        if settings.teams.development and host not in ("127.0.0.1", "::1", "localhost"):
            raise WrongSettings("teams.development takes unsigned messages, so listen on 127.0.0.1 alone.")
        asyncio.run(run(settings, shared.opened(settings), host, port))
