"""`clausewise doctor`: what is installed, configured and reachable, and the one thing to do about what is not."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from bot.cli import shared
from bot.errors import BotError, LogDiffers, WrongDirectory, WrongSettings
from bot.settings import Settings
from knowledge.errors import KnowledgeError
from knowledge.generation import Home, read_content, verify
from knowledge.trained import read_record

_PACKAGES = ("chromadb", "onnxruntime", "tokenizers", "bm25s", "scikit-learn")
RECORDS = "records.db"
_OPTIONAL = {"sentence_transformers": "only needed to embed with another model: pip install 'clausewise[encoder]'"}


@dataclass(frozen=True, slots=True)
class Check:
    """One part, whether it is fine, what was found, and what to do if it isn't."""

    part: str
    fine: bool
    found: str
    todo: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a check.")] = False,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Say for each part whether it works, and what to do if it doesn't.

    Exit status: 0 all fine, 1 something needs doing, 2 wrong usage.
    """
    with shared.told():
        checks = list(_checks(shared.settings_from(home, knowledge)))
        if as_json:
            for check in checks:
                typer.echo(json.dumps(asdict(check), ensure_ascii=False))
        else:
            _print_table(checks)
        raise typer.Exit(shared.FINE if all(check.fine for check in checks) else shared.FAILED)


def _checks(settings: Settings) -> Iterator[Check]:
    running = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", sys.version_info >= (3, 11), running, "Install Python 3.11 or later.")
    for package in _PACKAGES:
        yield _installed(package)
    for module, use in _OPTIONAL.items():
        present = importlib.util.find_spec(module) is not None
        yield _fine(module.replace("_", "-"), "installed" if present else f"not installed ({use})")
    yield _tried("Settings", lambda: f"home {settings.home}, knowledge {settings.knowledge or 'as shipped'}")
    yield _tried("Embedding model", _encoder)
    yield _tried("Published policies", lambda: _generation(Home(settings.home)))
    yield _tried("Trained model", lambda: _trained(Home(settings.home)))
    if settings.configured_sources():
        yield _tried("People", lambda: _people(settings))
    if settings.records.url or (settings.home / RECORDS).exists():
        yield _tried("Records", lambda: _records(settings))
        yield _tried("Signatures", lambda: _signatures(settings))
    yield from _surfaces(settings)
    yield _tried("Model", lambda: _model(settings))


def _surfaces(settings: Settings) -> Iterator[Check]:
    """What is configured is tried; what isn't is fine without, and named with what it would need."""
    if settings.slack.bot_token:
        yield _tried("Slack", lambda: _slack(settings))
    else:
        yield _fine("Slack", "not connected (docs/slack.md)")
    if settings.teams.configured:
        yield _tried("Teams", lambda: _teams(settings))
    else:
        yield _fine("Teams", "not connected (docs/teams.md)")
    if not settings.web.enabled:
        yield _fine("Page", "switched off (web.enabled)")
    elif settings.web.address:
        yield _fine("Page", f"at {settings.web.address}, for those whom the proxy in front lets in")
    else:
        yield _fine(
            "Page", f"on this machine alone, {'with made-up people' if settings.samples else 'nobody signs in'}"
        )


def _fine(part: str, found: str) -> Check:
    return Check(part, fine=True, found=found)


def _to_do(part: str, found: str, todo: str) -> Check:
    return Check(part, fine=False, found=found, todo=todo)


def _installed(package: str) -> Check:
    try:
        return _fine(package, version(package))
    except PackageNotFoundError:
        return _to_do(package, "missing", "Run: make start")


def _tried(part: str, look: Callable[[], str]) -> Check:
    try:
        return _fine(part, look())
    except (BotError, KnowledgeError, OSError) as error:
        return _to_do(part, "not usable", str(error))


def _encoder() -> str:
    from knowledge.adapters.encoder import OnnxEncoder

    encoder = OnnxEncoder()
    encoder.encode(["ready"])
    return f"all-MiniLM-L6-v2, {encoder.dimension} numbers a text, {encoder.fingerprint[:12]}"


def _generation(home: Home) -> str:
    from bot.wiring import open_generation

    manifest = verify(home.current())
    open_generation(home)
    counts = manifest.counts
    return f"{manifest.id}: {counts['documents']} documents, {counts['clauses']} clauses, read in {manifest.created}"


def _trained(home: Home) -> str:
    from ingest.trained_model import CHANGED, examples_sha256

    content = read_content(home.current())
    if content.trained is None:
        return "none: the answers come from what is learned at each ingest"
    learned_from = read_record(content.trained).learned_from
    return "learned from these examples" if learned_from == examples_sha256([*content.examples.values()]) else CHANGED


def _people(settings: Settings) -> str:
    """Counts by source, without asking anybody anew."""
    from bot.directory.sources import directory

    counts = []
    for source in directory(settings).sources:
        if trouble := source.trouble():
            raise WrongDirectory(f"{source.name}: {trouble}")
        known = source.known()
        counts.append(f"{source.name} {len(known.people) if known else 0}")
    return f"by source: {', '.join(counts)}"


def _records(settings: Settings) -> str:
    from bot.desk import records

    kind = records(settings).dialect.name
    return f"{'PostgreSQL' if kind == 'postgresql' else f'SQLite in {settings.home}'}, its tables up to date"


def _slack(settings: Settings) -> str:
    from bot.serving import slack

    return f"connected as {slack.connect(settings.slack).bot['user_id']}"


def _teams(settings: Settings) -> str:
    import httpx

    from bot.teams.credentials import Credentials

    chosen = settings.teams
    if chosen.app_id is None or chosen.app_secret is None:
        return "for trying on this machine: nothing is verified"
    secret = chosen.app_secret.get_secret_value()
    try:
        Credentials(chosen.login, chosen.tenants[0], chosen.app_id, secret, lambda: 0.0).token(anew=True)
    except httpx.HTTPError as error:
        raise WrongSettings(
            "Microsoft gives no token. Check teams.app_id, teams.app_secret and teams.tenants, and that "
            f"{chosen.login} can be reached."
        ) from error
    return "connected: Microsoft knows the app"


def _model(settings: Settings) -> str:
    if settings.model.name is None:
        return "none, and nothing needs one"
    from bot.writers.chat_model import chat_model_writer

    chat_model_writer(settings.model)
    return f"{settings.model.name} may reword answers; it isn't asked here"


def _signatures(settings: Settings) -> str:
    found = shared.signatures(settings)[1].verify()
    if found.faults:
        raise LogDiffers(f"{found.faults[0]} Run: clausewise attestations verify")
    return f"{found.entries} records, all of them whole"


def _print_table(checks: list[Check]) -> None:
    from rich.table import Table
    from rich.text import Text

    from bot import terminal

    table = Table("", "Part", "Found", "What to do")
    for check in checks:
        mark = Text("fine", "green") if check.fine else Text("to do", "red")
        table.add_row(mark, check.part, Text(check.found), Text("" if check.fine else check.todo))
    terminal.console().print(table)
