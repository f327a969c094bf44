"""`clausewise clauses`: every published clause."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import shared

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.model import Clause


def clauses(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a clause.")] = False,
    as_of: shared.AsOfOption = None,
    audience: shared.AudienceOption = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """List every clause that is in force today, or on another day, with its id and where it stands.

    **Example**: `clausewise clauses --json`
    """
    with shared.told():
        settings = shared.settings_from(home, knowledge)
        day = shared.day_from(as_of) if as_of is not None else date.today()  # noqa: DTZ011 - the reader's own day
        catalogue = shared.library(settings).at(day, audience or settings.audiences)
        for clause in catalogue.clauses.values():
            if as_json:
                typer.echo(json.dumps(row(clause, catalogue), ensure_ascii=False))
            else:
                typer.echo(f"{clause.id}  {catalogue.label(clause.id)}\n    {clause.text}\n")


def row(clause: Clause, catalogue: Catalogue) -> dict[str, Any]:
    """One clause as `--json` prints it."""
    document = catalogue.documents[clause.document]
    return {
        "clause_id": clause.id,
        "document": clause.document,
        "title": document.title,
        "section_path": list(clause.section_path),
        "position": clause.position,
        "label": catalogue.label(clause.id),
        "text": clause.text,
        "lead_in": clause.lead_in,
        "version": document.version,
        "status": document.status.value,
        "owner": document.owner,
        "last_reviewed": document.last_reviewed,
    }
