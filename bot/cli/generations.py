"""`clausewise generations`: what was published when, and what is published now."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from ingest.generations import Generation


def generations(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a generation.")] = False,
    home: shared.HomeOption = None,
) -> None:
    """List what has been published and is still kept, newest first.

    Any of them can be published again with `clausewise rollback`.
    """
    with shared.told():
        from ingest.generations import known
        from knowledge.generation import Home

        found = known(Home(shared.settings_from(home, None).home))
        if as_json:
            for generation in found:
                typer.echo(json.dumps(row(generation)))
        else:
            _print_table(found)


def row(generation: Generation) -> dict[str, Any]:
    """One generation as `--json` prints it; counts are null where it can't be read."""
    manifest = generation.manifest
    return {
        "generation": generation.id,
        "published": generation.published,
        "created": manifest.created if manifest else None,
        "documents": manifest.counts["documents"] if manifest else None,
        "clauses": manifest.counts["clauses"] if manifest else None,
    }


def moment(created: str) -> str:
    """A manifest's time as a person reads it, in the time zone of the machine."""
    return f"{datetime.fromisoformat(created).astimezone():%d %b %Y, %H:%M}"


def _print_table(found: list[Generation]) -> None:
    from rich.table import Table

    from bot import terminal

    table = Table("Generation", "Read in", "Documents", "Clauses", "")
    for generation in found:
        manifest = generation.manifest
        counts = [f"{manifest.counts[name]:,}" for name in ("documents", "clauses")] if manifest else ["", ""]
        read_in = moment(manifest.created) if manifest else "damaged, or another version's"
        table.add_row(generation.id, read_in, *counts, "published" if generation.published else "")
    terminal.console().print(table)
