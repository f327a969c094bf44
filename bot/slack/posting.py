"""Posting to Slack, once: each message carries its key, so that one that got through is found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.letters import Letter
from bot.people import Person
from bot.ports import Later, Refused, Sent
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
WAIT_S = 5.0


def asked(call: Callable[[], T]) -> T | Refused | Later:
    """What a call gives, or what to make of Slack's refusal; anything else is raised: what came of it isn't known."""
    try:
        return call()
    except SlackApiError as error:
        found = error.response
        told = str(found.get("error", ""))
        if found.status_code == 429 or told in _NOT_TAKEN:
            return Later(_seconds(found.headers.get("Retry-After")))
        if told in _NEVER:
            return Refused(told)
        raise


def _seconds(told: Any) -> float:
    try:
        return min(max(float(told), 0.0), 3600.0)
    except (TypeError, ValueError):
        return WAIT_S


def metadata(key: str) -> dict[str, Any]:
    """What a message carries so that it can be found again; nobody sees it."""
    return {"event_type": KEYED, "event_payload": {"key": key}}


def found(messages: Iterable[dict[str, Any]], key: str) -> Sent | None:
    """The message with this key among those of a conversation."""
    for message in messages:
        carried = message.get("metadata") or {}
        if carried.get("event_type") == KEYED and (carried.get("event_payload") or {}).get("key") == key:
            return Sent(str(message.get("ts")))
    return None


@dataclass(frozen=True, slots=True)
class SlackSender:
    """Letters to people as direct messages. A `bot.ports.Sender`."""

    client: WebClient
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
        return post(self.client, channel, render.letter(letter), key)

    def find_gathered(self, people: Sequence[Person], key: str) -> Sent | None:
        channel = self._channel(people)
        if not isinstance(channel, str):
            return None
        history = self.client.conversations_history(channel=channel, limit=LOOKED_THROUGH, include_all_metadata=True)
        return found(history.get("messages") or (), key)

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


def post(
    client: WebClient, channel: str, message: Message, key: str, thread: str | None = None
) -> Sent | Refused | Later:
    """One message to a conversation; raises where it isn't known what came of it."""
    arguments: dict[str, Any] = {**message.as_arguments(), "channel": channel, "metadata": metadata(key)}
    if thread:
        arguments["thread_ts"] = thread
    return asked(lambda: Sent(str(client.chat_postMessage(**arguments)["ts"])))
