"""Messages in the SDK's types: what is sent to Teams is made here, with the entities that the SDK would drop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity, ActivityTypes, Attachment, Entity, TextFormatTypes

from bot.layout import cut
from bot.teams import cards
from knowledge.catalogue import Quote

FILE_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"
LONGEST_NAME, LONGEST_ABSTRACT = 80, 160
MOST_CITED = 20
"""Teams' limits on citations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is said: `text` as Teams' markdown, made by `cards.spoken`; the card; the clauses that `[1]` stands for.

    `generated` puts Teams' AI label on it, `rated` its thumbs. `summary` is what a notification says.
    """

    text: str = ""
    summary: str = ""
    card: cards.Part | None = None
    cited: tuple[Quote, ...] = ()
    generated: bool = False
    rated: bool = False


class _Open(Entity):  # type: ignore[misc]  # the SDK has no types
    """An entity whose further fields are sent: the SDK's own drops them without a word."""

    _attribute_map = {  # noqa: RUF012 - as the SDK has it
        "type": {"key": "type", "type": "str"},
        "additional_properties": {"key": "", "type": "{object}"},
    }


def message(said: Message, reply_to: str | None = None, stream: str | None = None) -> dict[str, Any]:
    """A message as the Connector takes it; the end of a `stream` where one was begun."""
    entities = [_label(said)] if said.generated or said.cited else []
    if stream:
        entities.append(_stream({"streamType": "final", "streamId": stream}))
    activity = Activity(
        type=ActivityTypes.message,
        text=said.text or None,
        text_format=TextFormatTypes.markdown,
        summary=cards.inert(cut(said.summary, 300)) if said.summary else None,
        reply_to_id=reply_to,
        attachments=[attachment(said.card)] if said.card else None,
        entities=entities or None,
        channel_data={"feedbackLoop": {"type": "default"}} if said.rated else None,
    )
    return dict(activity.serialize())


def begun(told: str) -> dict[str, Any]:
    """The beginning of a stream: that an answer is on its way."""
    informed = {"streamType": "informative", "streamSequence": 1}
    activity = Activity(type=ActivityTypes.typing, text=told, entities=[_stream(informed)])
    return dict(activity.serialize())


def consent(name: str, about: str, size: int, context: dict[str, Any]) -> dict[str, Any]:
    """Teams' own question whether a file of so many bytes may go to somebody's OneDrive."""
    asked = {"description": about, "sizeInBytes": size, "acceptContext": context, "declineContext": context}
    return _file(Attachment(content_type=FILE_CONSENT, name=name, content=asked))


def filed(file: Mapping[str, str]) -> dict[str, Any]:
    """The file that is there now, to be opened."""
    told = {"uniqueId": file["uniqueId"], "fileType": file["fileType"]}
    return _file(Attachment(content_type=FILE_INFO, name=file["name"], content=told, content_url=file["contentUrl"]))


def _file(attached: Attachment) -> dict[str, Any]:
    return dict(Activity(type=ActivityTypes.message, attachments=[attached]).serialize())


def typing() -> dict[str, Any]:
    """That somebody is typing."""
    return dict(Activity(type=ActivityTypes.typing).serialize())


def attachment(card: cards.Part) -> Attachment:
    """A card as a message or a window carries it."""
    return Attachment(content_type=cards.CONTENT_TYPE, content=card)


def _stream(told: dict[str, Any]) -> Entity:
    return _Open(type="streaminfo", additional_properties=told)


def _label(said: Message) -> Entity:
    """schema.org's description of a message: who wrote it, and what it rests on."""
    told: dict[str, Any] = {"@type": "Message", "@context": "https://schema.org", "@id": ""}
    if said.generated:
        told["additionalType"] = ["AIGeneratedContent"]
    if said.cited:
        told["citation"] = _claims(said.cited)
    return _Open(type="https://schema.org/Message", additional_properties=told)


def _claims(quotes: Sequence[Quote]) -> list[dict[str, Any]]:
    return [
        {
            "@type": "Claim",
            "position": number,
            "appearance": {
                "@type": "DigitalDocument",
                "name": cards.inert(cut(quote.label, LONGEST_NAME)),
                "abstract": cards.inert(cut(quote.text, LONGEST_ABSTRACT)),
            },
        }
        for number, quote in enumerate(quotes[:MOST_CITED], 1)
    ]
