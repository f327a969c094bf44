"""`clausewise prune`: remove older generations and what crashed ingests left."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from ingest.generations import Pruned

_KEEP = 3
_MEGABYTE = 1_000_000


def prune(
    keep: Annotated[int, typer.Option("--keep", metavar="N", min=1, help="How many of the newest to keep.")] = _KEEP,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; remove nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as one JSON object.")] = False,
    home: shared.HomeOption = None,
) -> None:
    """Remove older generations, and what interrupted ingests left behind.

    The published one always stays, and so does one that a running conversation or service still reads.

    **Example**: `clausewise prune --keep 2 --dry-run`
    """
    with shared.told():
        from ingest.generations import prunable
        from ingest.generations import prune as remove
        from ingest.progress import Silent
        from knowledge.generation import Home

        folder = Home(shared.settings_from(home, None).home)
        found = prunable(folder, keep) if dry_run else remove(folder, keep, Silent())
        typer.echo(json.dumps(asdict(found)) if as_json else _told(found, dry_run=dry_run))


def _told(found: Pruned, *, dry_run: bool) -> str:
    if not found.removed and not found.leftovers:
        told = "Nothing to remove."
    else:
        verb = "Would remove" if dry_run else "Removed"
        parts = [_count(len(found.removed), "generation"), _count(found.leftovers, "leftover")]
        told = f"{verb} {' and '.join(filter(None, parts))}: {found.freed / _MEGABYTE:,.1f} MB."
    if found.in_use:
        told += f" Still being read, so kept: {', '.join(found.in_use)}."
    return told


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}" if number else ""
