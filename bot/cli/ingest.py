"""`clausewise ingest`: read the policies in and publish them."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import WrongInput
from bot.settings import Settings

if TYPE_CHECKING:
    from ingest.pipeline import Report


def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH…]", help="Files or folders of policies.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan only; write nothing.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Ingest again whenever the files change.")] = False,
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

    - `clausewise ingest --dry-run policies/` says what that would change

    - `clausewise ingest --watch policies/` keeps what is published up to date until you press Ctrl-C

    Exit status: 0 published or up to date, 1 nothing was published, 2 wrong usage.
    """
    with shared.told():
        if watch and (dry_run or as_json):
            raise WrongInput("--watch goes on until you stop it. Leave out --dry-run and --json.")
        settings, chosen = shared.settings_from(home, knowledge), tuple(paths or ())
        if watch:
            _keep_watching(settings, chosen, strict=strict)
        elif dry_run:
            _print_plan(settings, chosen, strict=strict, as_json=as_json)
        else:
            report = shared.ingest_now(settings, chosen, strict=strict)
            if as_json:
                typer.echo(json.dumps(asdict(report)))
            else:
                _print_table(report)


def _keep_watching(settings: Settings, paths: tuple[Path, ...], *, strict: bool) -> None:
    from bot.cli.watch import watch as keep_watching

    gc.enable()
    keep_watching(shared.ingest_settings(settings, paths, strict=strict))


def _print_plan(settings: Settings, paths: tuple[Path, ...], *, strict: bool, as_json: bool) -> None:
    from bot.cli import plan
    from ingest.wiring import preview

    found = preview(shared.ingest_settings(settings, paths, strict=strict))
    if as_json:
        plan.print_json(found)
    else:
        plan.print_table(found)


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
    if report.note:
        typer.echo(report.note, err=True)
    for remark in report.remarks:
        typer.echo(f"{remark.file} {remark.remark}", err=True)
