"""`clausewise chat`: a conversation in the terminal."""

from __future__ import annotations

import contextlib
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot import messages, terminal
from bot.cli import shared
from bot.cli.manager import Manager
from bot.model import REMEMBERED, Answer, Question
from knowledge.catalogue import Catalogue

_LEAVE = {"quit", "exit", "bye", "q", ":q", "/quit", "/exit"}
_WHOLE = {"whole", "/whole", "more", "/more"}
_MANAGER = {"manager", "/manager", "ask my line manager", "ask my manager"}


def chat(
    audience: shared.AudienceOption = None,
    person: Annotated[
        str | None, typer.Option("--as", metavar="ID", help="Who you are in the directory, to ask your line manager.")
    ] = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Talk about the policies in the terminal.

    Type `whole` to read the clauses of the last answer in full, `manager` to send it to your line manager (with
    `--as`; nothing leaves before you have seen it and said yes), and `quit` to leave.
    """
    with shared.told():
        from bot.wiring import answering

        settings = shared.settings_from(home, knowledge)
        opened = shared.opened(settings)
        service = answering(settings, opened)
        console = terminal.console()
        audiences = tuple(audience or settings.audiences)
        manager = Manager.of(settings, service.concern, person) if person else None
        _welcome(console, opened.library.at(opened.today(), audiences))
        earlier: list[str] = []
        last: Answer | None = None
        while (line := _typed(console)) is not None:
            if line.strip().casefold() in _WHOLE and last:
                _print_whole(console, last, opened.library.at(opened.today(), audiences))
                continue
            if line.strip().casefold() in _MANAGER and last and manager:
                manager.ask(console, last)
                continue
            last = service.answer(Question(line, tuple(earlier[-REMEMBERED:]), audiences=audiences))
            earlier.append(line)
            console.print(terminal.render(last, marked=not console.is_terminal))
        console.print(Text(messages.GOODBYE))
        raise typer.Exit(shared.FINE)


def _welcome(console: Console, catalogue: Catalogue) -> None:
    titles = ", ".join(document.title for document in list(catalogue.documents.values())[:3])
    more = len(catalogue.documents) - 3
    console.print()
    console.print(Text("Clausewise", style="bold"), Text(f"· {titles}{f' and {more} more' if more > 0 else ''}"))
    console.print(Text(messages.CHAT_WELCOME, style="dim"))


def _typed(console: Console) -> str | None:
    """The next line, or None when the person leaves."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives input() editing and history
    try:
        line = input("\nYou › " if sys.stdin.isatty() else "")
    except (EOFError, KeyboardInterrupt):
        return None
    except UnicodeDecodeError:
        console.print(messages.UNREADABLE)
        return ""
    return None if line.strip().casefold() in _LEAVE else line


def _print_whole(console: Console, answer: Answer, catalogue: Catalogue) -> None:
    for quote in answer.quotes:
        clause = catalogue.clauses.get(quote.clause_id)
        if clause is None:  # it was answered before midnight and holds no longer
            continue
        console.print()
        if clause.lead_in:
            console.print(Text(clause.lead_in, style="dim"))
        console.print(Text(clause.text))
        console.print(Text(f"— {quote.label}, {quote.version}", style="cyan"))
