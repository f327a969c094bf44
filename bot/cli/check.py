"""`clausewise check`: whether a draft may be shared."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot.cli import shared
from bot.errors import CannotCheck, WrongInput
from bot.model import Check, Outcome

_STDIN = "-"
_UNCHECKED: dict[str, Any] = {"verdict": None, "findings": [], "rewrite": None, "route": None}


def check(
    draft: Annotated[
        str | None, typer.Argument(metavar="DRAFT", help='The words to be shared, or "-" for standard input.')
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="A text file that holds the draft.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a draft.")] = False,
    audience: shared.AudienceOption = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Check a draft before it is shared: fine, change it first, ask first, or don't share it.

    Nothing of a draft is kept. With `-`, reads one draft a line, or JSON lines with `text` and, where wanted, `id`;
    writes a line for each line as soon as it is checked.

    **Examples**

    - `clausewise check "Ring Jo on 07700 900123, she's off sick again"`

    - `clausewise check --file post.txt`

    - `clausewise check --json - < drafts.jsonl`

    Exit status: 0 fine to share, 1 anything else, or a draft that can't be checked, 2 wrong usage.
    """
    with shared.told():
        if (draft is None) == (file is None):
            raise WrongInput('Give one draft: clausewise check "…", or clausewise check --file post.txt')
        if draft == _STDIN and not as_json:
            raise WrongInput("Reading drafts from standard input prints JSON. Use: clausewise check --json -")
        from bot.wiring import sharing

        words = _read(file) if file else draft or ""
        settings = shared.settings_from(home, knowledge)
        audiences = tuple(audience or settings.audiences)
        service = sharing(settings, shared.opened(settings))
        if draft == _STDIN:
            fine = _stream(lambda text: service.check(text, audiences), sys.stdin.buffer, sys.stdout)
            raise typer.Exit(shared.FINE if fine else shared.FAILED)
        found = service.check(words, audiences)
        _print(found, as_json=as_json)
        raise typer.Exit(shared.FINE if found.outcome is Outcome.OK else shared.FAILED)


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise WrongInput(f"{file} can't be read ({error.strerror}).") from error


def _print(found: Check, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found.as_json("D1"), ensure_ascii=False))
        return
    from bot import terminal

    console = terminal.console()
    console.print(terminal.render_check(found, marked=not console.is_terminal))


def _stream(checked: Callable[[str], Check], lines: Iterable[bytes], output: TextIO) -> bool:
    """A line out for each line in, flushed at once; False where one isn't fine or can't be checked."""
    fine = True
    for number, raw in enumerate(lines, 1):
        identifier, text, problem = _parsed(f"D{number}", raw.decode("utf-8", errors="replace").rstrip("\r\n"))
        told = {"id": identifier, **_UNCHECKED, "error": problem} if problem else _told(identifier, text, checked)
        fine = fine and told["verdict"] == Outcome.OK
        output.write(json.dumps(told, ensure_ascii=False) + "\n")
        output.flush()
    return fine


def _told(identifier: str, text: str, checked: Callable[[str], Check]) -> dict[str, Any]:
    try:
        return checked(text).as_json(identifier)
    except CannotCheck as error:
        return {"id": identifier, **_UNCHECKED, "error": str(error)}


def _parsed(identifier: str, line: str) -> tuple[str, str, str]:
    """The id and the draft of a line, and what is wrong with it, "" where nothing is."""
    if not line.lstrip().startswith("{"):
        return identifier, line, ""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return identifier, "", "This line isn't valid JSON."
    named, text = str(found.get("id", identifier)), found.get("text")
    return (named, text, "") if isinstance(text, str) else (named, "", 'This line needs "text", the draft.')
