"""`clausewise inbox`: letters to somebody on this machine, and what they answer."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import WrongInput
from bot.letters import Letter, Press

if TYPE_CHECKING:
    from bot.delivery.inbox import Waiting
    from bot.desk import Desk


class Doing(StrEnum):
    """What can be done with a letter."""

    REPLY = "reply"
    TALK = "talk"
    WRONG_PERSON = "wrong-person"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    SEND_ON = "send-on"
    LEAVE_IT = "leave-it"


def inbox(
    person: Annotated[str, typer.Option("--as", metavar="ID", help="Whose letters: an id of the directory.")],
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="Which letter to read.", min=1)] = None,
    doing: Annotated[Doing | None, typer.Argument(metavar="[DO]", help=" | ".join(Doing))] = None,
    words: Annotated[str, typer.Argument(metavar="[WORDS]", help="What to reply.")] = "",
    home: shared.HomeOption = None,
) -> None:
    """Read and answer the letters of somebody on this machine, for trying both sides without Slack or Teams.

    **Examples**

    - `clausewise inbox --as 1002` lists them, newest first

    - `clausewise inbox --as 1002 1` shows the first

    - `clausewise inbox --as 1002 1 reply "Yes, but only to our own group."`
    """
    with shared.told():
        desk = _desk(home, person)
        desk.deliver_now()
        letters = desk.inbox.letters(person)
        if number is None:
            _list(letters)
            return
        if number > len(letters):
            raise WrongInput(f"There is no letter {number}. See: clausewise inbox --as {person}")
        chosen = letters[number - 1]
        if doing is None:
            _show(desk, person, chosen)
        else:
            _do(desk, person, chosen, doing, words)
        desk.deliver_now()


def _desk(home: Path | None, person: str) -> Desk:
    from bot.desk import desk

    opened = desk(shared.settings_from(home, None), concern=lambda _: None)
    if opened.people().get(person) is None:
        raise WrongInput(f'There is nobody with the id "{person}" in the directory. See: clausewise directory check')
    return opened


def _list(letters: list[Waiting]) -> None:
    for place, waiting in enumerate(letters, 1):
        typer.echo(f"{place:3} {'   ' if waiting.read else 'new'} {waiting.at:%d %b %H:%M}  {waiting.letter.title}")
    if not letters:
        typer.echo("No letters.")


def _show(desk: Desk, person: str, waiting: Waiting) -> None:
    from bot.escalation.service import NotYours

    desk.inbox.read(person, waiting.key)
    if Press.REPLY in waiting.letter.presses:
        try:
            desk.escalations.seen(waiting.letter.about, person)
        except NotYours:
            typer.echo("This has gone to somebody else since.")
    typer.echo(waiting.letter.text)
    if Press.BEGIN in waiting.letter.presses:
        typer.echo(f"\nTo begin: clausewise onboard --as {person}")
    elif waiting.letter.presses:
        typer.echo("\nYou can: " + ", ".join(_offered(waiting.letter)))


def _do(desk: Desk, person: str, waiting: Waiting, doing: Doing, words: str) -> None:
    from bot.escalation.service import NotYours

    offered = _offered(waiting.letter)
    if doing.value not in offered:
        raise WrongInput(f"This letter doesn't offer that. It offers: {', '.join(offered) or 'nothing'}.")
    if doing is Doing.REPLY and not words.strip():
        raise WrongInput('Say what to reply: reply "Yes, but …"')
    key = hashlib.sha256(f"{waiting.key}\n{words}".encode()).hexdigest()[:16]
    try:
        desk.escalations.press(waiting.letter.about, person, Press[doing.name], words, key)
    except NotYours as refused:
        raise WrongInput(str(refused)) from refused
    typer.echo("Done.")


def _offered(letter: Letter) -> list[str]:
    """What can be done with a letter from here."""
    return [Doing[press.name].value for press in letter.presses if press.name in Doing.__members__]
