"""Answering what came from Teams: who may ask, the turns before, the answer, and where it is put."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot import messages
from bot.errors import BotError
from bot.model import Answer, Question
from bot.onboarding.service import OnboardingService
from bot.ports import Later, Refused, Sent, Unclear
from bot.records.teams import Streams
from bot.teams import outgoing, posting, render, walking
from bot.teams.colleagues import Colleague, Colleagues
from bot.teams.connector import FINISHED, NOT_STREAMED
from bot.teams.filing import Filing
from bot.teams.memory import Memory
from bot.teams.outgoing import Message
from bot.teams.posting import Post
from bot.teams.translate import Came, Way

STREAM_EVERY_S = 1.0
"""Seconds between two parts of a stream: Teams takes no more."""


@dataclass(frozen=True, slots=True)
class TeamsResponder:
    """Answers where it was asked. A `bot.ports.Responder`.

    One to one, an answer ends a stream that was begun for it, which Teams lets end once: so that one whose fate isn't
    known can be sent again and is read once. Where streams aren't taken, it is a plain message.
    """

    post: Post
    colleagues: Colleagues
    streams: Streams
    memory: Memory
    filing: Filing
    answer: Callable[[Question], Answer]
    onboarding: Callable[[], OnboardingService]
    stream_every_s: float = STREAM_EVERY_S
    surface: str = walking.SURFACE

    def respond(self, message: Mapping[str, Any], key: str) -> Sent | Refused | Later:
        came = noted(message)
        if came.way is Way.HELLO:
            return self._say(came, render.hello())
        if came.way is Way.WELCOME and not came.alone:
            return self.post.to(came.account, outgoing.message(render.welcome("", onboarding=True)))
        colleague = self.colleagues.admitted(came)
        if isinstance(colleague, Refused | Later):
            return colleague
        if came.way is Way.MENTION:
            found = self.answer(self._question(came))
            return self._heard(came, self._say(came, render.in_channel(found, came.bot), reply=True))
        person = self.colleagues.person(colleague)
        if came.way is Way.RECEIPT:
            return self.filing.offered(came, person)
        if came.way is Way.LEAVE:
            return self.filing.put(came, person, key)
        self.post.conversations.save(came.account, posting.place(message), person.id if person else None)
        if came.way is Way.WELCOME:
            return self._say(came, render.welcome(colleague.name, onboarding=person is not None))
        return self._heard(came, self._answered(came, colleague, key))

    def find(self, message: Mapping[str, Any], key: str) -> Sent | None:  # noqa: ARG002 - Teams can't be asked for a key
        """A welcome isn't sent again where one may have got through: the second would only puzzle."""
        return Sent("") if message["way"] in (Way.WELCOME.value, Way.HELLO.value) else None

    def _answered(self, came: Came, colleague: Colleague, key: str) -> Sent | Refused | Later:
        command = self._commanded(came, colleague)
        if command:
            return self._say(came, command)  # nothing has to be looked for
        stream = self.streams.of(key)
        if stream is None and self._begun(came, key):
            return Later(self.stream_every_s)  # nobody waits for it meanwhile
        question = self._question(came)
        reply = render.answer(self.answer(question), question.earlier)
        if not stream:
            return self._say(came, reply)
        sent = self._say(came, reply, stream=stream)
        if isinstance(sent, Refused) and sent.why == FINISHED:
            return Sent(stream)
        if isinstance(sent, Refused) and sent.why == NOT_STREAMED:
            return self._say(came, reply)
        return sent

    def _begun(self, came: Came, key: str) -> bool:
        """Begin a stream that says that an answer is on its way; False where Teams takes none."""
        try:
            sent = self.post.connector.send(came.service, came.conversation, outgoing.begun(messages.TEAMS_LOOKING))
        except Unclear:
            return False
        if not isinstance(sent, Sent) or not sent.reference:
            return False
        self.streams.begun(key, sent.reference)
        return True

    def _commanded(self, came: Came, colleague: Colleague) -> Message | None:
        match came.text.casefold().strip():
            case "" | "help":
                return render.plainly(messages.HELP)
            case "privacy":
                return render.plainly(messages.KEPT)
            case "onboarding":
                return self._onboarding(colleague)
            case _:
                return None

    def _onboarding(self, colleague: Colleague) -> Message:
        person = self.colleagues.person(colleague)
        if person is None:
            return render.plainly(messages.NOT_A_COLLEAGUE)
        try:
            page = self.onboarding().begin(person.id)
        except BotError as error:
            return render.plainly(str(error))
        return Message(summary=page.title, card=walking.page(page))

    def _question(self, came: Came) -> Question:
        return Question(came.text, self.memory.earlier(came.conversation, came.account))

    def _heard(self, came: Came, sent: Sent | Refused | Later) -> Sent | Refused | Later:
        if isinstance(sent, Sent):
            self.memory.add(came.conversation, came.account, came.text)
        return sent

    def _say(
        self, came: Came, said: Message, *, reply: bool = False, stream: str | None = None
    ) -> Sent | Refused | Later:
        answered = came.activity if reply else ""
        activity = outgoing.message(said, answered or None, stream)
        return self.post.connector.send(came.service, came.conversation, activity, answered)


def to_note(came: Came) -> dict[str, Any]:
    """Something that came, as it is written down till it is answered."""
    return {**asdict(came), "way": came.way.value}


def noted(message: Mapping[str, Any]) -> Came:
    """Something that was written down."""
    return Came(**{**message, "way": Way(message["way"])})
