"""Once a week, where people are: to line managers of their own, to the owner of everybody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from bot.letters import Post
from bot.onboarding import letters
from bot.onboarding.office import Office
from bot.onboarding.standing import Standing, Status, counted
from bot.people import Person

PREFIX = "digest:"
"""How the keys of digests begin."""
Standings = Callable[[Iterable[Person]], Sequence[Standing]]


def week(office: Office) -> str:
    """How the keys of this week's digests begin."""
    year, number, _ = office.now.astimezone(office.working.zone).isocalendar()
    return f"{PREFIX}{year}-W{number:02}:"


def digests(standings: Standings, known: Collection[str], office: Office) -> Iterator[Post]:
    """A letter to each who is at work, has somebody with something to sign, and has had none this week."""
    for reader in office.people:
        key = f"{week(office)}{reader.id}"
        owner = reader.id == office.owner
        theirs = office.people if owner else office.people.reports(reader.id)
        if key in known or not theirs or not _is_time(reader, office):
            continue
        found = standings(theirs)
        waiting = [one for one in found if one.status is Status.PENDING]
        if waiting:
            counts = [*counted(found, by_team=False), *(counted(found, by_team=True) if owner else ())]
            yield Post(key, reader.id, letters.digest(counts, () if owner else waiting, everybody=owner))


def _is_time(reader: Person, office: Office) -> bool:
    return (
        office.known(reader) and office.today(reader).weekday() >= office.rhythm.digest_day and office.reachable(reader)
    )
