"""`clausewise attestations`: who has signed, and proof that nothing of it was changed."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import shared
from bot.errors import WrongInput
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.model import Answer, Question
    from bot.onboarding.attestation import Verified
    from bot.onboarding.service import OnboardingService
    from bot.onboarding.standing import Standing
    from bot.records.attestations import Log

app = typer.Typer(help="Who has signed what, and proof of it.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Manager = Annotated[
    str | None,
    typer.Option("--manager", metavar="ID", help="What this person may see: their own reports, all for the owner."),
]
Team = Annotated[str | None, typer.Option("--team", metavar="NAME", help="This team alone.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Those alone who are late.")]


@app.callback()
def attestations() -> None:
    """Who has signed what, and proof of it."""


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A receipt (.pdf, .json) or an exported log (.jsonl).")
    ] = None,
    as_json: AsJson = False,
    home: shared.HomeOption = None,
) -> None:
    """Prove that nothing was changed, removed or inserted: in the log here, or in a file from anywhere.

    A receipt is checked alone, and against the log where there is one here.

    Exit status: 0 whole, 1 not, 2 wrong usage.
    """
    with shared.told():
        settings = shared.settings_from(home, None)
        if file is None:
            faults = _told(_log(settings).verify(), as_json=as_json)
        elif file.suffix.lower() == ".jsonl":
            from bot.onboarding import attestation

            faults = _told(attestation.verify(_text(file)), as_json=as_json)
        else:
            faults = _receipt(file, settings, as_json=as_json)
        raise typer.Exit(shared.FAILED if faults else shared.FINE)


@app.command()
def status(
    manager: Manager = None,
    team: Team = None,
    overdue: Overdue = False,
    as_json: AsJson = False,
    home: shared.HomeOption = None,
) -> None:
    """How many have signed, by document and team, and who is late."""
    with shared.told():
        from bot.onboarding.standing import counted

        found = _standings(home, manager, team, overdue=overdue)
        counts = counted(found, by_team=True)
        if as_json:
            typer.echo(json.dumps([asdict(one) for one in counts], ensure_ascii=False))
        else:
            for one in counts:
                told = f"{one.signed} signed, {one.pending} still to sign, {one.overdue} of them late"
                typer.echo(f"{one.title} · {one.team or 'no team'}: {told}")
            for late in [one for one in found if one.overdue]:
                typer.echo(f"Late: {late.name} ({late.person}), {late.title}, due {late.due[:10]}")
            if not found:
                typer.echo("There's nobody here who is to sign anything.")


@app.command()
def export(
    manager: Manager = None,
    team: Team = None,
    overdue: Overdue = False,
    as_json: AsJson = False,
    log: Annotated[bool, typer.Option("--log", help="The log itself, as lines that `verify` checks.")] = False,
    home: shared.HomeOption = None,
) -> None:
    """Everybody and what they signed as CSV or JSON on standard output; or the log itself.

    **Example**: `clausewise attestations export --log > log.jsonl`
    """
    with shared.told():
        if log:
            for line in _log(shared.settings_from(home, None)).export():
                typer.echo(line)
            return
        rows = [asdict(one) for one in _standings(home, manager, team, overdue=overdue)]
        if as_json:
            typer.echo(json.dumps(rows, ensure_ascii=False))
        elif rows:
            writer = csv.DictWriter(sys.stdout, list(rows[0]))
            writer.writeheader()
            writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)


@app.command()
def remind(home: shared.HomeOption = None) -> None:
    """Write the invitations, reminders and digests that are due now, for where no server does so each minute."""
    with shared.told():
        from bot.records.outbox import Outbox

        settings = shared.settings_from(home, None)
        outbox = Outbox(shared.signatures(settings)[0])
        before = set(outbox.open())
        _service(settings).sweep()
        typer.echo(f"Letters written: {len(set(outbox.open()) - before)}.")


@app.command()
def anchor(home: shared.HomeOption = None) -> None:
    """Begin another anchor file from the log as it stands, once it is settled why the two differ.

    The old file is kept beside it. The log itself must be whole.
    """
    with shared.told():
        from bot.onboarding import attestation

        log = _log(shared.settings_from(home, None))
        whole = attestation.verify("".join(f"{line}\n" for line in log.export()))
        if whole.faults:
            raise WrongInput(f"The log isn't whole, so it gets no new anchor. {whole.faults[0]}")
        log.renew_anchor()
        typer.echo(f"The anchor now holds {whole.entries} records.")


def _log(settings: Settings) -> Log:
    return shared.signatures(settings)[1]


def _service(settings: Settings) -> OnboardingService:
    from bot.wiring import open_library
    from knowledge.generation import Home

    shared.ready(settings)
    _, content, library = open_library(Home(settings.home))

    def nobody_asks(_: Question) -> Answer:
        raise AssertionError("questions are asked on the way, not here")

    return shared.journeys(settings, library, content.signing, nobody_asks)[1]


def _standings(home: Path | None, manager: str | None, team: str | None, *, overdue: bool) -> list[Standing]:
    found = _service(shared.settings_from(home, None)).standing(manager)
    return [one for one in found if team in (None, one.team) and (one.overdue or not overdue)]


def _receipt(file: Path, settings: Settings, *, as_json: bool) -> list[str]:
    """Check a receipt alone, and against the log where there is one here."""
    from bot.records import receipts
    from bot.records.database import FILE

    record, faults = receipts.read(file)
    here = settings.records.url is not None or (settings.home / FILE).exists()
    if here and _log(settings).get(record.entry.number) != record:
        faults.append("The log here has no such record: one of the two has been changed, or it is another log.")
    if as_json:
        signed = asdict(record.attestation)
        typer.echo(json.dumps({"faults": faults, "log": here, **asdict(record.entry), "signed": signed}))
    else:
        told = record.attestation
        typer.echo(_shown(f"{told.typed} signed {told.title}, edition {told.version}, {told.at}: “{told.statement}”"))
        _print(faults, "The receipt is whole, and the log here has it too." if here else "The receipt is whole.")
    return faults


def _told(found: Verified, *, as_json: bool) -> list[str]:
    if as_json:
        typer.echo(json.dumps(asdict(found)))
    else:
        _print(list(found.faults), f"The log is whole: {found.entries} records, {found.erased} erased. {found.head}")
    return list(found.faults)


def _print(faults: list[str], whole: str) -> None:
    for fault in faults:
        typer.echo(f"- {_shown(fault)}")
    if not faults:
        typer.echo(whole)


def _text(file: Path) -> str:
    """What isn't UTF-8 any more has been changed, and shows as such."""
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError as error:
        raise WrongInput(f"{file} can't be opened ({error.strerror}).") from error


def _shown(text: str) -> str:
    """Text from a file of anybody's, without what would steer the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _inert(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
