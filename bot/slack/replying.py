"""Answering a message on Slack: who may ask, the turns before, the answer, and where it is put."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import messages
from bot.model import Answer, Question
from bot.ports import Later, Refused, Sent
from bot.slack import posting, render, streaming, translate
from bot.slack.streaming import Streams
from bot.slack.translate import Said, Way

EARLIER_TURNS = 6
REMEMBERED_S = 600.0
"""Seconds for which it is remembered who is a guest."""


@dataclass(slots=True)
class Door:
    """Who may ask: people of the teams that are allowed, and no guests or outsiders unless they are too."""

    client: WebClient
    teams: frozenset[str]
    guests: bool = False
    _known: dict[str, tuple[float, bool]] = field(default_factory=dict)

    def open_to(self, team: str, user: str, *, outsider: bool = False) -> bool:
        """Whether this person gets an answer. Raises where Slack can't be asked: then nobody does, for now."""
        if team not in self.teams:
            return False
        if self.guests:
            return True
        return not outsider and self._colleague(user)

    def _colleague(self, user: str) -> bool:
        at, known = self._known.get(user, (float("-inf"), False))
        if monotonic() - at > REMEMBERED_S:
            known = _is_colleague(self.client.users_info(user=user)["user"], self.teams)
            self._known[user] = monotonic(), known
        return known


def _is_colleague(user: Mapping[str, Any], teams: frozenset[str]) -> bool:
    """Not a guest, a bot, a stranger from Slack Connect, or somebody who has left."""
    marks = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")
    return not any(user.get(mark) for mark in marks) and user.get("team_id", next(iter(teams))) in teams


@dataclass(frozen=True, slots=True)
class SlackResponder:
    """Answers messages where they were asked, and welcomes who has come. A `bot.ports.Responder`."""

    client: WebClient
    answer: Callable[[Question], Answer]
    door: Door
    streams: Streams
    welcome: Callable[[str], Sent | Refused | Later]
    surface: str = posting.SURFACE

    def respond(self, message: Mapping[str, Any], key: str) -> Sent | Refused | Later:
        said = _said(message)
        admitted = posting.asked(lambda: self.door.open_to(said.team, said.user, outsider=said.outsider))
        if isinstance(admitted, Refused | Later):
            return admitted
        if not admitted:
            return Refused("not_a_colleague")
        if said.way is Way.JOINED:
            return self.welcome(said.user)
        self._working(said)
        question = self._question(said)
        found = self.answer(question)
        if said.way is Way.COMMAND:
            in_channel = translate.in_channel(said.channel)
            return posting.answered(said.reply_to, render.answer(found, in_channel=in_channel))
        if said.way is Way.MENTION:
            return self._whisper(said, render.answer(found, question.earlier, in_channel=True))
        streamed = self.streams.reply(said, found, question.earlier, key)
        if streamed is not None:
            return streamed
        return posting.post(self.client, said.channel, render.answer(found, question.earlier), key, under=said.thread)

    def find(self, message: Mapping[str, Any], key: str) -> Sent | None:
        """A reply that got through; one that was begun and cut short is finished first."""
        said = _said(message)
        if said.way is not Way.DIRECT:
            return None  # what only one person sees can't be looked up; seen twice by them is better than never
        thread = posting.thread(self.client, said.channel, said.thread)
        before = posting.found(thread, key)
        if before:
            return Sent(str(before.get("ts")))
        begun = streaming.begun(thread, key)
        if begun is None:
            return None
        question = self._question(said)
        return self.streams.finish(said, self.answer(question), question.earlier, key, begun)

    def _working(self, said: Said) -> None:
        """Say that an answer is on its way, where that is offered."""
        if said.way is Way.DIRECT:
            try:
                self.client.assistant_threads_setStatus(
                    channel_id=said.channel, thread_ts=said.thread, status=messages.SLACK_LOOKING
                )
            except SlackApiError:
                return

    def _question(self, said: Said) -> Question:
        return Question(said.text, self._earlier(said))

    def _earlier(self, said: Said) -> tuple[str, ...]:
        """What the same person asked before in this thread, oldest first; read from Slack, kept nowhere."""
        if said.thread == said.ts:
            return ()
        before = [
            translate.plain(str(one.get("text", "")), drop_first_mention=True)
            for one in posting.thread(self.client, said.channel, said.thread)
            if one.get("user") == said.user and not one.get("bot_id") and str(one.get("ts", "")) < said.ts
        ]
        return tuple(before[-EARLIER_TURNS:])

    def _whisper(self, said: Said, reply: render.Message) -> Sent | Refused | Later:
        """In a channel, for the eyes of the one who asked."""
        arguments: dict[str, Any] = {"text": reply.text, "blocks": reply.blocks, "channel": said.channel}
        arguments["user"] = said.user
        if said.thread != said.ts:
            arguments["thread_ts"] = said.thread
        return posting.asked(lambda: Sent(str(self.client.chat_postEphemeral(**arguments).get("message_ts"))))


def _said(message: Mapping[str, Any]) -> Said:
    return Said(**{**message, "way": Way(message["way"])})


def noted(said: Said) -> dict[str, Any]:
    """A message as it is written down till it is answered."""
    return {**asdict(said), "way": said.way.value}
