"""Asking one's line manager from the terminal: who gets it and every word of it, then a yes or a no."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot import messages
from bot.errors import WrongInput
from bot.escalation import letters
from bot.escalation.model import Content
from bot.escalation.service import Preview
from bot.model import Answer, Route

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.settings import Settings

Concern = Callable[[str], tuple[Route, bool] | None]


@dataclass(frozen=True, slots=True)
class Manager:
    """Somebody's way to their line manager."""

    desk: Desk
    person: str

    @classmethod
    def of(cls, settings: Settings, concern: Concern, person: str) -> Manager:
        """Raises `WrongInput` where there is nobody with this id."""
        from bot.desk import desk

        opened = desk(settings, concern)
        if opened.people().get(person) is None:
            raise WrongInput(
                f'There is nobody with the id "{person}" in the directory. See: clausewise directory check'
            )
        return cls(opened, person)

    def ask(self, console: Console, answer: Answer) -> None:
        """Show it, take a note, show it again, and send it where the colleague says so."""
        content = letters.shown(answer)
        preview = self._shown(console, content)
        if preview.to is None:
            return
        note = console.input(f"\n{messages.NOTE_FOR.format(recipient=preview.to.name)} › ").strip()
        if note:
            content = letters.shown(answer, note)
            preview = self._shown(console, content)
        if preview.to is None:
            return
        sure = console.input(f"\n{preview.ask or messages.SEND_THIS} {messages.TYPE_SEND} › ").strip().casefold()
        if sure != "send":
            console.print(Text(messages.NOT_SENT))
            return
        sent = self.desk.escalations.send(
            self.person, content, preview.to.id, str(uuid.uuid4()), sure=bool(preview.ask)
        )
        self.desk.deliver_now()
        told = messages.NOT_SENT if isinstance(sent, Preview) else messages.SENT.format(recipient=preview.to.name)
        console.print(Text(told))

    def _shown(self, console: Console, content: Content) -> Preview:
        preview = self.desk.escalations.preview(self.person, content)
        lines = [*preview.passed_over, *([preview.told] if preview.told else [])]
        for line in lines:
            console.print(Text(f"\n{line}"))
        if preview.to and preview.letter:
            console.print(Text(f"\n{messages.GOES_TO.format(recipient=preview.to.name)}", style="bold"))
            console.print(Padding(Text(preview.letter.text), (1, 0, 0, 2)))
        return preview
