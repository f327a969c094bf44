"""`clausewise serve`: everything that is configured, in one process."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import Annotated

import typer

from bot import messages
from bot.cli import shared
from bot.errors import WrongSettings


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8400,
    browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser, where there is one.")] = False,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Take and answer messages till stopped, on every surface that is configured, the page among them."""
    with shared.told():
        import asyncio

        from bot.serving import logs, web
        from bot.serving.process import serve as run

        settings = shared.settings_from(home, knowledge)
        if settings.teams.development and host not in ("127.0.0.1", "::1", "localhost"):
            raise WrongSettings("teams.development takes unsigned messages, so listen on 127.0.0.1 alone.")
        logs.begin(settings.log_level)
        page = web.connect(settings, host) is not None

        def listening(taken: str, number: int) -> None:
            shown = settings.web.address or f"http://{f'[{taken}]' if ':' in taken else taken}:{number}/"
            told = messages.SERVING if page else messages.SERVING_CHATS
            shared.say(f"{told.format(address=shown)}\n{messages.SERVING_STOP}")
            if page and browser and _has_display():
                webbrowser.open(shown)

        shared.say_who_is_read_first(settings)
        asyncio.run(run(settings, shared.opened(settings), host, port, listening))


def _has_display() -> bool:
    """Whether a browser would have anywhere to appear."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
