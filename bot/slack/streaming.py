"""Replies that come as they would be spoken: the plain words at once, the clauses after them.

A message that is being streamed carries no metadata yet. Its first block carries the key instead, so that one that a
crash cut short is found, and finished rather than begun again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.model import Answer
from bot.ports import Later, Sent
from bot.slack import posting, render
from bot.slack.blocks import Block
from bot.slack.translate import Said

NOT_OFFERED_S = 600.0
"""Seconds for which streaming isn't tried again where Slack has refused it."""
_OVER = frozenset("message_not_in_streaming_state streaming_state_conflict".split())
"""Errors with which Slack says that a message isn't being streamed any more."""


@dataclass(slots=True)
class Streams:
    """Streams replies where Slack lets us."""

    client: WebClient
    _refused: float = field(default=float("-inf"))

    def reply(self, said: Said, found: Answer, earlier: Sequence[str], key: str) -> Sent | Later | None:
        """Begin and finish a reply; None where streaming isn't offered. Raises where what came of it isn't known."""
        if monotonic() - self._refused < NOT_OFFERED_S:
            return None
        try:
            started = self.client.chat_startStream(
                channel=said.channel,
                thread_ts=said.thread,
                recipient_team_id=said.team,
                recipient_user_id=said.user,
                chunks=[_chunk([_opening(found, key)])],
            )
        except SlackApiError as error:
            if error.response.status_code >= 500:
                raise
            if error.response.status_code == 429:
                return Later(posting.wait(error))
            self._refused = monotonic()
            return None
        return self.finish(said, found, earlier, key, str(started["ts"]))

    def finish(self, said: Said, found: Answer, earlier: Sequence[str], key: str, ts: str) -> Sent:
        """Add what follows the opening to a reply that was begun."""
        carried = posting.metadata(key)
        try:
            rest = [_chunk(render.streamed(found, earlier))]
            self.client.chat_stopStream(channel=said.channel, ts=ts, chunks=rest, metadata=carried)
        except SlackApiError as error:
            if error.response.get("error") not in _OVER:
                raise
            whole = render.answer(found, earlier)
            self.client.chat_update(channel=said.channel, ts=ts, text=whole.text, blocks=whole.blocks, metadata=carried)
        return Sent(ts)


def begun(thread: Iterable[dict[str, Any]], key: str) -> str | None:
    """The message of a thread that was begun with this key."""
    for message in thread:
        if any(block.get("block_id") == _mark(key) for block in message.get("blocks") or ()):
            return str(message.get("ts"))
    return None


def _opening(found: Answer, key: str) -> Block:
    return render.opening(found) | {"block_id": _mark(key)}


def _mark(key: str) -> str:
    return f"begun:{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _chunk(made: Sequence[Block]) -> dict[str, Any]:
    return {"type": "blocks", "blocks": list(made)}
