"""`clausewise ingest`: read the policies in and publish them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from ingest.pipeline import Report


def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH…]", help="Files or folders of policies (.md, .txt).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as one JSON object.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Publish nothing if any file can't be taken, rather than skip it.")
    ] = False,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Read policies in and publish them.

    Everything is read, checked and built before anything changes; what was published before answers until then,
    and stays if something is wrong. Files that haven't changed cost almost nothing. A file that can't be taken is
    skipped and named; if it was published before, that edition stays in force.

    **Examples**

    - `clausewise ingest` reads what comes with Clausewise

    - `clausewise ingest policies/` reads your own

    Exit status: 0 published or up to date, 1 nothing was published, 2 wrong usage.
    """
    with shared.told():
        settings = shared.settings_from(home, knowledge)
        report = shared.ingest_now(settings, tuple(paths or ()), strict=strict)
        if as_json:
            typer.echo(json.dumps(asdict(report)))
        else:
            _print_table(report)


def _print_table(report: Report) -> None:
    from rich.table import Table

    from bot import terminal

    columns = ("Documents", "Editions", "Clauses", "Examples", "Embedded", "Reused", "Seconds")
    table = Table(*columns, title_justify="left")
    table.title = "Published" if report.changed else "Already up to date"
    counts = (
        report.documents,
        report.editions,
        report.clauses,
        report.examples,
        report.embedded,
        report.reused,
    )
    table.add_row(*(f"{count:,}" for count in counts), f"{report.seconds:.1f}")
    terminal.console().print(table)
    for remark in report.remarks:
        typer.echo(f"{remark.file} {remark.remark}", err=True)
