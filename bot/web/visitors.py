"""Who somebody on the page is: as a proxy says that they signed in to, or whom they choose to be among samples."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from bot import messages
from bot.people import People, Person

COOKIE = "clausewise_me"
KEY_FILE = "web.key"
_KEY_BYTES = 32


class Visitors(Protocol):
    """Tells who is there. `choices` are the people that anybody may be, none where it isn't theirs to choose.

    `unknown` is what somebody is told who is nobody here.
    """

    unknown: str

    def who(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Person | None: ...

    def choices(self) -> Iterable[Person]: ...

    def badge(self, person: str) -> str | None:
        """The cookie's value for one of the choices; None for anybody else."""
        ...


class SignedIn:
    """People as the proxy in front says; the guard has made sure that it is the proxy."""

    unknown = messages.NOT_IN_DIRECTORY

    def __init__(self, header: str, people: Callable[[], People]) -> None:
        self._header = header
        self._people = people

    def who(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Person | None:  # noqa: ARG002
        return self._people().with_email(headers.get(self._header, "").strip())

    def choices(self) -> Iterable[Person]:
        return ()

    def badge(self, person: str) -> str | None:  # noqa: ARG002
        return None


class Samples:
    """Made-up people, to try both sides of everything on one machine. The choice is kept in a signed cookie."""

    unknown = messages.WEB_WHO_ABOUT

    def __init__(self, key: bytes, people: Callable[[], People]) -> None:
        self._key = key
        self._people = people

    def who(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Person | None:  # noqa: ARG002
        person = cookies.get(COOKIE, "").partition("|")[0]
        badge = self.badge(person)
        genuine = badge is not None and hmac.compare_digest(badge.encode(), cookies[COOKIE].encode())
        return self._people().get(person) if genuine else None

    def choices(self) -> Iterable[Person]:
        return self._people()

    def badge(self, person: str) -> str | None:
        if self._people().get(person) is None:
            return None
        return f"{person}|{hmac.new(self._key, person.encode(), sha256).hexdigest()}"


class Strangers:
    """Nobody is anybody: real people are on record, and nothing says which of them is there."""

    unknown = messages.WEB_NO_SIGN_IN

    def who(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Person | None:  # noqa: ARG002
        return None

    def choices(self) -> Iterable[Person]:
        return ()

    def badge(self, person: str) -> str | None:  # noqa: ARG002
        return None


def key_in(home: Path) -> bytes:
    """The home's own key for cookies, made at first use and readable by its owner alone."""
    file = home / KEY_FILE
    try:
        written = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = file.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
        written = os.open(file, os.O_WRONLY | os.O_TRUNC)
    with os.fdopen(written, "wb") as opened:
        opened.write(secrets.token_bytes(_KEY_BYTES))
    return file.read_bytes()
