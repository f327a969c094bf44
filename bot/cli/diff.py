"""`clausewise diff`: what changed between two editions of a policy, or since what is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import CannotCompare, WrongInput

if TYPE_CHECKING:
    from ingest.diff import Comparison, Edition


def diff(
    files: Annotated[list[Path], typer.Argument(metavar="[OLD] NEW", help="One or two policy files.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as one JSON object.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help='Write a page to share or print; "-" prints it.')
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="REFERENCE", help="The published document to compare with, if not its own."),
    ] = None,
    home: shared.HomeOption = None,
) -> None:
    """Show what changed between two editions of a policy.

    With one file, compares it with what is published under its reference. Shows the clauses added, removed, moved and
    changed, with the words that changed; nothing is written but the page you ask for.

    **Examples**

    - `clausewise diff policies/leave-2023.docx policies/leave-2024.docx`

    - `clausewise diff drafts/leave.md --html changes.html`

    Exit status: 0 compared, whether or not anything differs; 1 a file couldn't be read; 2 wrong usage.
    """
    with shared.told():
        if as_json and html == Path("-"):
            raise WrongInput("Standard output takes one form at a time: choose --json or --html -.")
        found = _compared(files, against, home)
        if html:
            _write_page(found, html)
        if as_json:
            from bot.cli import changes

            typer.echo(json.dumps(changes.as_json(found), ensure_ascii=False))
        elif not html:
            from bot import terminal
            from bot.cli import changes

            terminal.console().print(changes.render(found))


def _compared(files: list[Path], against: str | None, home: Path | None) -> Comparison:
    match files:
        case [new]:
            return _of_published(new, against, home)
        case [_, _] if against:
            raise WrongInput("--against is for one file. With two, the first is what the second is compared with.")
        case [old, new]:
            return _of_two(old, new)
        case _:
            raise WrongInput("Name one file, to compare it with what is published, or two: the old and the new.")


def read(file: Path) -> Edition:
    """One file's clauses; raises `CannotCompare` saying what is wrong with the file."""
    from ingest import collecting
    from ingest.diff import Edition
    from ingest.errors import Rejected

    if file.is_dir():
        raise CannotCompare(f"{file} is a folder. To see what it would change: clausewise ingest --dry-run {file}")
    try:
        return Edition(*collecting.edition(file))
    except Rejected as rejected:
        raise CannotCompare("\n".join(str(problem) for problem in rejected.problems)) from rejected


def _of_two(old: Path, new: Path) -> Comparison:
    from ingest.diff import compare, continued

    before = read(old)
    return compare(before, continued(before, read(new)))


def _of_published(file: Path, against: str | None, home: Path | None) -> Comparison:
    """Against what is published, which is looked at and never changed."""
    from ingest.diff import compare, continued, editions
    from knowledge.generation import Home, read_content, verify

    new = read(file)
    folder = Home(shared.settings_from(home, None).home).current()
    verify(folder)
    content = read_content(folder)
    published = editions(content.documents, content.clauses)
    before = published.get(against or new.document.reference)
    if before is None and against:
        raise CannotCompare(f"Nothing is published under {against}. There are: {', '.join(sorted(published))}.")
    return compare(before, continued(before, new) if before else new)


def _write_page(found: Comparison, target: Path) -> None:
    from bot.cli.changes_page import page

    if target == Path("-"):
        typer.echo(page(found), nl=False)
        return
    try:
        target.write_text(page(found), encoding="utf-8")
    except OSError as error:
        raise CannotCompare(f"The page can't be written to {target} ({error.strerror}).") from error
    shared.say(f"The changes are in {target}.")
