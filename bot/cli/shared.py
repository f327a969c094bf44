"""What several commands have in common: options, settings, opening what is published, telling of errors."""

from __future__ import annotations

import atexit
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from bot import settings as settings_module
from bot.errors import BotError, WrongInput, WrongSettings
from bot.settings import Settings
from knowledge import dates
from knowledge.errors import DamagedGeneration, KnowledgeError, NothingPublished
from knowledge.generation import Home, read_manifest

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.desk import Desk
    from bot.model import Answer, Question
    from bot.onboarding.service import OnboardingService
    from bot.records.attestations import Log
    from bot.wiring import Opened
    from ingest.pipeline import Report
    from ingest.settings import IngestSettings
    from knowledge.catalogue import Library
    from knowledge.model import Signing

T = TypeVar("T")
FINE, FAILED, WRONG_USAGE = 0, 1, 2

KnowledgeOption = Annotated[
    Path | None,
    typer.Option("--knowledge", metavar="DIR", help="Another folder of documents, with guidance/ beside or inside."),
]
HomeOption = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="Where state lives. [default: .clausewise]")
]
AudienceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--audience",
        metavar="NAME",
        help="Answer from documents for this audience too; may be given several times. [default: as configured]",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="What held on another day: 2024-03-03 or '3 March 2024'."),
]


def day_from(text: str) -> date:
    """The day that somebody named; raises `WrongInput` where it isn't one."""
    day = dates.exact(text)
    if day is None:
        raise WrongInput(f'"{text}" isn\'t a day that I can read. Write it like 2024-03-03 or 3 March 2024.')
    return day


def spare_the_collector() -> None:
    """Collect no garbage while libraries load and when the process ends: a fifth of the time to one answer."""
    gc.disable()
    atexit.register(gc.freeze)


def settings_from(home: Path | None, knowledge: Path | None) -> Settings:
    """The settings, with the flags of a command over everything else."""
    return settings_module.load(home=home, knowledge=knowledge)


@contextmanager
def told() -> Iterator[None]:
    """Turn our errors into one clear message and an exit status; anything else is a bug and shows as one."""
    from ingest.errors import IngestError

    try:
        yield
    except (WrongSettings, WrongInput) as error:
        _leave(str(error), WRONG_USAGE)
    except (BotError, KnowledgeError, IngestError) as error:
        _leave(str(error), FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone
        raise typer.Exit(FINE) from None


def _leave(message: str, status: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(status)


def say(message: str) -> None:
    """A line for the person at the keyboard, apart from the output."""
    typer.echo(message, err=True)


def ready(settings: Settings) -> Home:
    """The home with a published generation in it, ingesting first where there is none or another folder is wanted."""
    home = Home(settings.home)
    try:
        manifest = read_manifest(home.current())
    except NothingPublished:
        say("Reading the policies in for the first time. This takes about a minute.")
        _ingest_apart(settings)
        return home
    except DamagedGeneration as damage:
        _mend(home, settings, damage)
        return home
    if settings.knowledge and manifest.sources != (str(settings.knowledge.resolve()),):
        say(f"Reading the policies in {settings.knowledge}.")
        _ingest_apart(settings)
    return home


def _ingest_apart(settings: Settings) -> None:
    """Read the policies in, in a process of its own: what that takes of memory is then free again for who answers."""
    chosen = ["--home", str(settings.home)]
    chosen += ["--knowledge", str(settings.knowledge)] if settings.knowledge else []
    command = [sys.executable, "-P", "-m", "bot.cli.main", "ingest", "--json", *chosen]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise typer.Exit(done.returncode)


def opened(settings: Settings) -> Opened:
    """Everything needed to answer."""
    from bot.wiring import open_generation

    return _sound(settings, open_generation)


def library(settings: Settings) -> Library:
    """The published clauses alone."""
    from bot.wiring import open_library

    return _sound(settings, open_library)[2]


def say_who_is_read_first(settings: Settings) -> None:
    """Reading everybody from another system for the first time takes a while, and is waited for."""
    from bot.directory.sources import FILE, directory

    for source in directory(settings).sources:
        if source.name != FILE and source.known() is None:
            say(f"Reading who works here from {source.name} for the first time. This can take some minutes.")


def journeys(
    settings: Settings, library: Library, signing: Mapping[str, Signing], answer: Callable[[Question], Answer]
) -> tuple[Desk, OnboardingService]:
    """The onboarding service and the desk it stands on; raises `WrongInput` where nobody says who works here."""
    from bot import desk

    if not settings.configured_sources():
        raise WrongInput("I don't know who works here. Name a CSV file of people in `directory.file`.")
    opened = desk.desk(settings, concern=lambda _: None)
    return opened, desk.onboarding(settings, opened, lambda: (library, signing), answer)


def signatures(settings: Settings) -> tuple[Engine, Log]:
    """The records, and the log of signatures in them."""
    from bot import desk

    engine = desk.records(settings)
    return engine, desk.signatures(settings, engine)


def _sound(settings: Settings, open_home: Callable[[Home], T]) -> T:
    """Open what is published; a damaged generation is mended once, and said so."""
    home = ready(settings)
    try:
        return open_home(home)
    except DamagedGeneration as damage:
        _mend(home, settings, damage)
        return open_home(home)
    finally:
        gc.freeze()
        gc.enable()


def ingest_settings(settings: Settings, paths: tuple[Path, ...] = (), *, strict: bool = False) -> IngestSettings:
    """What an ingest is to read: the paths named, else the knowledge configured, else what ships."""
    from ingest.settings import DEFAULT_KNOWLEDGE, IngestSettings

    chosen = paths or ((settings.knowledge,) if settings.knowledge else (DEFAULT_KNOWLEDGE,))
    return IngestSettings(home=settings.home, paths=chosen, strict=strict)


def ingest_now(settings: Settings, paths: tuple[Path, ...] = (), *, strict: bool = False) -> Report:
    """Run an ingest with progress on standard error, and name there what was skipped."""
    from bot.cli.progress import Bars
    from ingest.wiring import ingest

    gc.enable()
    with Bars() as bars:
        report = ingest(ingest_settings(settings, paths, strict=strict), bars)
    if report.skipped:
        count = "1 file was" if len(report.skipped) == 1 else f"{len(report.skipped)} files were"
        say(f"{count} skipped; everything else is published:")
    for skipped in report.skipped:
        say(f"  {skipped.file}: {skipped.reason}")
    return report


def _mend(home: Home, settings: Settings, damage: DamagedGeneration) -> None:
    """Rebuild from the documents; where they can't be read, go back to the newest sound generation."""
    from ingest.errors import IngestError, NoSuchGeneration
    from ingest.generations import roll_back
    from ingest.progress import Silent
    from ingest.wiring import rebuild

    try:
        rebuild(home, settings.knowledge)
    except (IngestError, KnowledgeError):
        try:
            previous = roll_back(home, None, Silent())
        except NoSuchGeneration:
            raise damage from None
        say(f"{damage} Went back to the generation before it ({previous.id}). Run: clausewise ingest")
    else:
        say(f"{damage} It has been rebuilt from the documents.")
