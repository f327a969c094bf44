"""Teams, connected and put together with what is behind it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.desk import directory, now, records
from bot.errors import WrongSettings
from bot.ports import Receipts, Responder, Sender
from bot.records.teams import Conversations, Place, Streams
from bot.serving.core import Core, Surface
from bot.serving.policies import Policies
from bot.serving.watch import Watch
from bot.settings import Settings, TeamsSettings
from bot.teams import app, asgi
from bot.teams.colleagues import Colleagues
from bot.teams.connector import Connector
from bot.teams.credentials import Credentials
from bot.teams.filing import Filing
from bot.teams.house import House
from bot.teams.keys import Keys
from bot.teams.memory import Memory
from bot.teams.pace import Pace
from bot.teams.posting import Post, TeamsSender
from bot.teams.replying import TeamsResponder, to_note
from bot.teams.translate import Came
from bot.teams.uploading import Uploads
from bot.teams.verifying import Verifier, origin
from bot.teams.walking import SURFACE


@dataclass(slots=True)
class TeamsConnection:
    """Teams as these settings reach it. A `bot.serving.core.Connection`."""

    chosen: TeamsSettings
    post: Post
    streams: Streams
    colleagues: Colleagues
    keys: Keys | None
    credentials: Credentials | None
    """Both none in development, where nothing is signed."""
    _core: list[Core] = field(default_factory=list)

    def senders(self, _: Receipts) -> Sequence[Sender]:
        return (TeamsSender(self.post),)

    def responders(self, policies: Policies) -> Sequence[Responder]:
        memory = Memory(time.monotonic)
        answer = policies.answering(SURFACE)
        onboarding = lambda: self._core[0].onboarding  # noqa: E731 - there is none yet
        filing = Filing(self.post.connector, Uploads(self.chosen.uploads), self._receipt, self.streams)
        return (TeamsResponder(self.post, self.colleagues, self.streams, memory, filing, answer, onboarding),)

    def surface(self, core: Core) -> Surface:
        self._core.append(core)

        def note(came: Came) -> None:
            core.note(SURFACE, came.key, to_note(came))

        def first(key: str) -> bool:
            new = core.intake.note(key, SURFACE, {}, now())
            core.intake.done(key, now())
            return new

        house = House(
            note=note,
            hurry=core.hurry,
            first=first,
            colleagues=self.colleagues,
            conversations=self.post.conversations,
            again=core.policies.again,
            check=core.policies.checking(SURFACE),
            generation=lambda: core.policies.opened.manifest.id,
            catalogue=lambda: core.policies.catalogue,
            people=core.desk.people,
            escalations=core.desk.escalations,
            onboarding=core.onboarding,
            notebook=core.notebook,
        )
        return Surface(name=SURFACE, routes=(asgi.route(app.build(house), self._verifier()),), watch=self._watch())

    def _watch(self) -> Watch | None:
        """Messages come in where Microsoft's keys are there to verify them by, and replies go out with a token."""
        if not (self.keys and self.credentials):
            return None
        return Watch(partial(_looked, self.keys, self.credentials))

    def _receipt(self, number: int, person: str) -> bytes | None:
        return self._core[0].receipts(number, person)

    def _verifier(self) -> Verifier | None:
        chosen = self.chosen
        if not (chosen.app_id and self.keys):
            return None
        return Verifier(
            self.keys,
            app_id=chosen.app_id,
            issuer=chosen.issuer,
            tenants=frozenset(chosen.tenants),
            services=_origins(chosen),
        )


def connect(settings: Settings) -> TeamsConnection:
    """A connection with Teams; raises `WrongSettings` where it is set up by half, and `BotError`."""
    chosen = settings.teams
    if chosen.missing():
        raise WrongSettings(chosen.missing())
    engine = records(settings)
    conversations, streams = Conversations(engine, now), Streams(engine, now)
    pace = Pace(time.monotonic)
    keys = credentials = None
    if not chosen.app_id:
        connector, home = Connector(None, lambda _: None, pace), None
    else:
        assert chosen.app_secret is not None, "settings have both or neither"
        secret = chosen.app_secret.get_secret_value()
        credentials = Credentials(chosen.login, chosen.tenants[0], chosen.app_id, secret, time.monotonic)
        keys = Keys(chosen.keys, time.monotonic)
        connector = Connector(_origins(chosen), credentials.token, pace)
        home = Place("", f"{chosen.services[0].rstrip('/')}/teams/", chosen.tenants[0], f"28:{chosen.app_id}")
    colleagues = Colleagues(connector, directory(settings), guests=chosen.guests)
    return TeamsConnection(chosen, Post(connector, conversations, home), streams, colleagues, keys, credentials)


async def _looked(keys: Keys, credentials: Credentials) -> str:
    """What keeps messages away, "" where nothing does."""
    if not await keys.fetched():
        return "Microsoft's signing keys can't be fetched."
    return "" if await asyncio.to_thread(credentials.good) else "Microsoft gives no token for teams.app_secret."


def _origins(chosen: TeamsSettings) -> frozenset[str]:
    return frozenset(origin(address) for address in chosen.services)
