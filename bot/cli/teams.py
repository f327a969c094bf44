"""`clausewise teams`: the app package for Microsoft Teams."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import shared
from bot.errors import WrongInput

app = typer.Typer(help="The Microsoft Teams app.", no_args_is_help=True)
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
WEBSITE = "https://example.org"


@app.callback()
def teams() -> None:
    """The Microsoft Teams app."""


@app.command()
def package(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="Where to write it.")],
    website: Annotated[
        str, typer.Option(help="A page of yours that says who runs it and what it keeps.", metavar="URL")
    ] = WEBSITE,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Write the app package, ready to upload to Teams; the app id comes from `teams.app_id`.

    **Example**: `CLAUSEWISE_TEAMS_APP_ID=… clausewise teams package --out clausewise.zip`
    """
    with shared.told():
        app_id = shared.settings_from(home, knowledge).teams.app_id or ""
        if not _GUID.fullmatch(app_id):
            raise WrongInput(
                "Set CLAUSEWISE_TEAMS_APP_ID to the bot's Microsoft app id (docs/teams.md says where it is)."
            )
        if not website.startswith("https://"):
            raise WrongInput("--website is an address that begins with https://.")
        from bot.teams.package import package as made

        try:
            out.write_bytes(made(app_id, version("clausewise"), website))
        except OSError as error:
            raise WrongInput(f"{out} can't be written ({error.strerror}).") from error
        shared.say(f"Written: {out}. Upload it in the Teams admin centre, or in Teams under Apps, Manage your apps.")
        if website == WEBSITE:
            shared.say("People see --website in the app's details. Name a page of yours there before you publish it.")
