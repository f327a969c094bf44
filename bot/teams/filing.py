"""A receipt as a file in its signer's own OneDrive: offered where they asked for it, put there once they allow it.

Only one's own receipts can be asked for (`bot.ports.Receipts`), whatever a card or an activity carries.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import messages
from bot.people import Person
from bot.ports import Later, Receipts, Refused, Sent
from bot.records.teams import Streams
from bot.teams import outgoing, render
from bot.teams.connector import Connector
from bot.teams.outgoing import Message
from bot.teams.translate import Came
from bot.teams.uploading import ELSEWHERE, Uploads


@dataclass(frozen=True, slots=True)
class Filing:
    """What is put there is remembered in `streams` till Teams has been told, so that it isn't put there twice."""

    connector: Connector
    uploads: Uploads
    receipts: Receipts
    streams: Streams

    def offered(self, came: Came, person: Person | None) -> Sent | Refused | Later:
        """Teams' own question whether the file may go to their OneDrive; raises `Unclear`."""
        number, made = self._made(came, person)
        if made is None:
            return self._said(came, render.plainly(messages.NOT_YOURS))
        name = f"{messages.RECEIPT_NAME.format(number=number)}.pdf"
        return self._sent(came, outgoing.consent(name, messages.TEAMS_PDF_ABOUT, len(made), {"receipt": number}))

    def put(self, came: Came, person: Person | None, key: str) -> Sent | Refused | Later:
        """The file itself, and then the card that opens it; raises `Unclear`."""
        number, made = self._made(came, person)
        if made is None:
            return self._said(came, render.plainly(messages.NOT_YOURS))
        if self.streams.of(key) is None:
            put = self.uploads.put(came.file["uploadUrl"], made)
            if isinstance(put, Later):
                return put
            if isinstance(put, Refused):
                told = messages.TEAMS_PDF_ELSEWHERE if put.why == ELSEWHERE else messages.TEAMS_PDF_OVER
                return self._said(came, render.not_filed(told, number))
            self.streams.begun(key, "put")
        if not self.uploads.allows(came.file["contentUrl"]):
            return self._said(came, render.plainly(messages.TEAMS_PDF_THERE))
        return self._sent(came, outgoing.filed(came.file))

    def _made(self, came: Came, person: Person | None) -> tuple[int, bytes | None]:
        """The number of the receipt, and the receipt where it is this person's own and nobody else reads along."""
        number = render.number(came.file.get("receipt"))
        return number, self.receipts(number, person.id) if person and came.alone else None

    def _said(self, came: Came, said: Message) -> Sent | Refused | Later:
        return self._sent(came, outgoing.message(said))

    def _sent(self, came: Came, activity: dict[str, object]) -> Sent | Refused | Later:
        return self.connector.send(came.service, came.conversation, activity)
