"""Posting to Slack, once: each message carries its key, so that one that got through is found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot import messages
from bot.letters import Letter
from bot.people import Person
from bot.ports import Later, Receipts, Refused, Sent, Unclear
from bot.slack import render
from bot.slack.render import Message

T = TypeVar("T")
SURFACE = "slack"
KEYED = "clausewise_message"
LOOKED_THROUGH = 100
"""Messages of a conversation that are looked through for one that may have got through."""
_NEVER = frozenset(
    "account_inactive cannot_dm_bot channel_not_found is_archived missing_scope not_in_channel user_disabled "
    "user_not_found user_not_in_channel user_not_visible users_not_found restricted_action ekm_access_denied".split()
)
"""Errors of Slack's that will be the same tomorrow."""
_NOT_TAKEN = frozenset("ratelimited rate_limited service_unavailable message_limit_exceeded".split())
"""Errors with which Slack says that it hasn't done it."""
_NO_FILES = frozenset("missing_scope not_allowed_token_type file_uploads_disabled access_denied".split())
"""Errors with which Slack says that it takes no files from us."""
WAIT_S = 5.0
TIMEOUT_S = 10


def asked(call: Callable[[], T]) -> T | Refused | Later:
    """What a call gives, or what to make of Slack's refusal; anything else is raised: what came of it isn't known."""
    try:
        return call()
    except SlackApiError as error:
        found = error.response
        told = str(found.get("error", ""))
        if found.status_code == 429 or told in _NOT_TAKEN:
            return Later(wait(error))
        if told in _NEVER:
            return Refused(told)
        raise


def turned_down(error: SlackApiError) -> str:
    """The word with which Slack says that it won't do this, however often it is asked; "" where it may yet."""
    told = str(error.response.get("error", ""))
    return told if error.response.status_code == 200 and told not in _NOT_TAKEN else ""


def wait(error: SlackApiError) -> float:
    """Seconds till Slack wants to be asked again."""
    try:
        return min(max(float(error.response.headers.get("Retry-After")), 0.0), 3600.0)
    except (TypeError, ValueError):
        return WAIT_S


def metadata(key: str, enclosed: int | None = None) -> dict[str, Any]:
    """What a message carries so that it can be found again, and whether a file belongs to it; nobody sees it."""
    return {"event_type": KEYED, "event_payload": {"key": key} | ({"enclosed": enclosed} if enclosed else {})}


def found(conversation: Iterable[dict[str, Any]], key: str) -> dict[str, Any] | None:
    """The message with this key among those of a conversation."""
    return next((message for message in conversation if _payload(message).get("key") == key), None)


def _payload(message: dict[str, Any]) -> dict[str, Any]:
    carried = message.get("metadata") or {}
    return dict(carried.get("event_payload") or {}) if carried.get("event_type") == KEYED else {}


def thread(client: WebClient, channel: str, ts: str) -> list[dict[str, Any]]:
    """The messages that hang on one, itself first; none where it is gone."""
    try:
        replies = client.conversations_replies(channel=channel, ts=ts, limit=LOOKED_THROUGH, include_all_metadata=True)
    except SlackApiError as error:
        if error.response.get("error") == "thread_not_found":
            return []
        raise
    return list(replies.get("messages") or ())


@dataclass(frozen=True, slots=True)
class SlackSender:
    """Letters to people as direct messages. A `bot.ports.Sender`.

    A receipt hangs on its letter as a file; `receipts` gives it to its signer.
    """

    client: WebClient
    receipts: Receipts
    surface: str = SURFACE

    def reaches(self, person: Person) -> bool:
        return bool(person.accounts.get("slack") or person.email)

    def send(self, person: Person, letter: Letter, key: str) -> Sent | Refused | Later:
        return self.gather([person], letter, key)

    def find(self, person: Person, key: str) -> Sent | None:
        return self.find_gathered([person], key)

    def gathers(self, people: Sequence[Person]) -> bool:
        return all(map(self.reaches, people))

    def gather(self, people: Sequence[Person], letter: Letter, key: str) -> Sent | Refused | Later:
        """To the conversation of exactly these people and the app. A `bot.ports.Gatherer`."""
        channel = self._channel(people)
        if isinstance(channel, Refused | Later):
            return channel
        before = self._posted(channel, key) if letter.enclosed else None
        came = _sent(before) if before else post(self.client, channel, render.letter(letter), key, letter.enclosed)
        if letter.enclosed and isinstance(came, Sent):
            return self._enclosed(channel, came, letter.enclosed, people[0])
        return came

    def find_gathered(self, people: Sequence[Person], key: str) -> Sent | None:
        """A letter whose receipt is missing isn't through yet: sending it again adds that alone."""
        channel = self._channel(people)
        before = self._posted(channel, key) if isinstance(channel, str) else None
        if before is None:
            return None
        whole = not _payload(before).get("enclosed") or self._has_file(str(channel), _sent(before))
        return _sent(before) if whole else None

    def _posted(self, channel: str, key: str) -> dict[str, Any] | None:
        history = self.client.conversations_history(channel=channel, limit=LOOKED_THROUGH, include_all_metadata=True)
        return found(history.get("messages") or (), key)

    def _has_file(self, channel: str, letter: Sent) -> bool:
        return any(one.get("files") for one in thread(self.client, channel, letter.reference))

    def _enclosed(self, channel: str, letter: Sent, number: int, signer: Person) -> Sent | Later:
        """Hang the receipt on its letter, once; where Slack takes no files from us the letter stands alone."""
        made = self.receipts(number, signer.id)
        if made is None or self._has_file(channel, letter):
            return letter
        name = messages.RECEIPT_NAME.format(number=number)
        try:
            self.client.files_upload_v2(
                filename=f"{name}.pdf", title=name, content=made, channel=channel, thread_ts=letter.reference
            )
        except SlackApiError as error:
            if error.response.status_code == 429:
                return Later(wait(error))
            if error.response.get("error") not in _NO_FILES:
                raise
        return letter

    def _channel(self, people: Sequence[Person]) -> str | Refused | Later:
        """The conversation with these people, opened where there is none yet."""
        users: list[str] = []
        for person in people:
            user = self._user(person)
            if isinstance(user, Refused | Later):
                return user
            users.append(user)
        if len({*users}) < len(users):
            return Refused("same_account")
        return asked(lambda: str(self.client.conversations_open(users=users)["channel"]["id"]))

    def _user(self, person: Person) -> str | Refused | Later:
        known = person.accounts.get("slack")
        if known:
            return known
        return asked(lambda: str(self.client.users_lookupByEmail(email=person.email)["user"]["id"]))


def _sent(message: dict[str, Any]) -> Sent:
    return Sent(str(message.get("ts")))


def post(
    client: WebClient, channel: str, message: Message, key: str, enclosed: int | None = None, *, under: str = ""
) -> Sent | Refused | Later:
    """One message to a conversation, `under` another where one is named; raises where what came of it isn't known."""
    arguments: dict[str, Any] = {**message.as_arguments(), "channel": channel, "metadata": metadata(key, enclosed)}
    if under:
        arguments["thread_ts"] = under
    return asked(lambda: Sent(str(client.chat_postMessage(**arguments)["ts"])))


def answered(address: str, message: Message) -> Sent | Refused | Later:
    """One message to the address that Slack gave for it, for the eyes of the one who asked."""
    client = WebhookClient(address, timeout=TIMEOUT_S, retry_handlers=[])
    reply = client.send(text=message.text, blocks=message.blocks, response_type="ephemeral")
    if reply.status_code == 429:
        return Later(WAIT_S)
    if reply.status_code >= 500:
        raise Unclear
    return Sent(address) if reply.status_code == 200 else Refused("address_gone")
