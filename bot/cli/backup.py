"""`clausewise backup` and `clausewise restore`: everything in the home, taken while it serves, put back elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import BackupUnusable
from knowledge.generation import Home

if TYPE_CHECKING:
    from bot.settings import Settings

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a .tar file.")]


def backup(file: FileArgument, home: shared.HomeOption = None) -> None:
    """Back up policies, escalations, signatures and letters, while everything goes on.

    Settings and the policies' own files are yours to keep: they aren't in it.
    """
    with shared.told():
        from bot.cli.progress import Bars
        from bot.records.backup import back_up
        from ingest.publish import only_one

        settings = shared.settings_from(home, None)
        here = settings.records.url is None
        with Bars() as bars, only_one(Home(settings.home), bars):
            count = back_up(settings.home, file, records_here=here)
        typer.echo(f"{file}: {count} files, {file.stat().st_size / 1e6:.1f} MB. It holds personal data.")
        if not here:
            typer.echo("Your PostgreSQL database isn't in it. Back it up now, after this: pg_dump")


def restore(
    file: FileArgument,
    home: Annotated[Path, typer.Option("--home", metavar="NEW", help="A folder that doesn't exist yet.")],
) -> None:
    """Put a backup back into a new folder, and prove that the policies and the signatures in it are whole."""
    with shared.told():
        from bot.records.backup import put_back

        settings = shared.settings_from(home, None)
        manifest = put_back(file, home)
        if manifest["records"] != (settings.records.url is None):
            shared.say("The records were kept elsewhere when this was backed up. Check records.url.")
        for line in _proven(settings):
            typer.echo(line)
        typer.echo(f"Restored as of {manifest['created']}. To go on from here, set: home = {home}")


def _proven(settings: Settings) -> list[str]:
    """What was found whole; raises where something isn't."""
    from bot.wiring import open_library

    lines = []
    if (settings.home / "current").exists():
        published, _, _ = open_library(Home(settings.home))
        lines.append(f"Policies: {published.id}, whole.")
    found = shared.signatures(settings)[1].verify()
    if found.faults:
        raise BackupUnusable(f"{found.faults[0]} The log of signatures in this backup isn't whole. Use another.")
    return [*lines, f"Signatures: {found.entries} records, whole."]
