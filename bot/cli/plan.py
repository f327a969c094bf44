"""The plan of `clausewise ingest --dry-run`, for a person and for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table
from rich.text import Text

from bot import terminal
from bot.cli import changes
from ingest.diff import Comparison, Kind

if TYPE_CHECKING:
    from ingest.preview import Preview

_COUNTED = (Kind.ADDED, Kind.REMOVED, Kind.CHANGED, Kind.MOVED)


def print_json(plan: Preview) -> None:
    """One JSON object."""
    typer.echo(json.dumps(as_json(plan), ensure_ascii=False))


def as_json(plan: Preview) -> dict[str, Any]:
    """The plan as `--dry-run --json` prints it."""
    return {
        "up_to_date": plan.up_to_date,
        "documents": [
            {
                "document": found.new.reference,
                "title": found.new.title,
                "source": found.new.source,
                "state": _state(found),
                "clauses": found.unchanged + sum(1 for change in found.changes if change.after),
                **{kind.value: count for kind, count in found.counts().items()},
                "fields": [field.name for field in found.fields],
            }
            for found in plan.documents
        ],
        "gone": [{"document": d.reference, "title": d.title} for d in plan.gone],
        "to_embed": plan.to_embed,
        "reused": plan.passages - plan.to_embed,
        "skipped": [asdict(skipped) for skipped in plan.skipped],
        "remarks": [asdict(remark) for remark in plan.remarks],
        "unread": [str(file) for file in plan.unread],
    }


def print_table(plan: Preview) -> None:
    """A row a document, then what else there is to know."""
    table = Table("Document", "State", *(kind.value.capitalize() for kind in _COUNTED), title_justify="left")
    table.title = "What an ingest would do"
    for found in plan.documents:
        counts = found.counts()
        numbers = [f"{counts[kind]:,}" if counts[kind] else "" for kind in _COUNTED]
        table.add_row(Text(changes.named(found.new)), _state(found), *numbers)
    for document in plan.gone:
        table.add_row(Text(changes.named(document)), "gone", *("" for _ in _COUNTED))
    console = terminal.console()
    console.print(table)
    console.print(_told(plan))
    for skipped in plan.skipped:
        console.print(Text(f"Skipped: {skipped.file}: {skipped.reason}"))
    for file in plan.unread:
        console.print(Text(f"Not read, because files of its kind aren't: {file}"))


def _state(found: Comparison) -> str:
    if found.old is None:
        return "new"
    return "unchanged" if found.same else "changed"


def _told(plan: Preview) -> str:
    if plan.up_to_date:
        return "Everything is up to date. An ingest would change nothing."
    texts = "1 text" if plan.to_embed == 1 else f"{plan.to_embed:,} texts"
    return f"An ingest would embed {texts} and reuse {plan.passages - plan.to_embed:,}. Nothing has been written."
