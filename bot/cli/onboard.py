"""`clausewise onboard`: through a policy to its signature, in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot import messages, terminal
from bot.cli import shared
from bot.errors import WrongInput

if TYPE_CHECKING:
    from bot.onboarding.attestation import Record
    from bot.onboarding.model import Page
    from bot.onboarding.service import OnboardingService

SURFACE = "terminal"
_BACK, _LEAVE = {"b", "back"}, {"q", "quit", "exit"}
_FORMATS = (".json", ".pdf")


def onboard(
    person: Annotated[str, typer.Option("--as", metavar="ID", help="Who you are, as the directory knows you.")],
    document: Annotated[
        str | None, typer.Option("--document", metavar="REFERENCE", help="Which document. [default: what waits first]")
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", metavar="FILE", help="Write the receipt there, .pdf or .json.")
    ] = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Read a policy with its owner's plain words beside it, answer a few questions on it, and sign it.

    Your place is kept when you stop, and any question is answered on the way.

    **Example**: `clausewise onboard --as 1003 --receipt receipt.pdf`
    """
    with shared.told():
        if receipt and receipt.suffix.lower() not in _FORMATS:
            raise WrongInput("A receipt is a .pdf or a .json file.")
        from bot.wiring import answering

        settings = shared.settings_from(home, knowledge)
        opened = shared.opened(settings)
        answer = answering(settings, opened).answer
        desk, service = shared.journeys(settings, opened.library, opened.content.signing, answer)
        console = terminal.console()
        page = _walked(service, person, service.begin(person, document), console)
        if receipt:
            number = page.record if page else None
            record = desk.log.get(number) if number else None
            if record is None:
                raise WrongInput(messages.ONBOARD_NO_RECEIPT)
            _write(receipt, record)
            console.print(Text(messages.ONBOARD_RECEIPT.format(file=receipt)))


def _walked(service: OnboardingService, person: str, page: Page, console: Console) -> Page | None:
    """Page by page till the end, or till they stop (None)."""
    from bot.onboarding.model import PageKind

    console.print(terminal.page(page))
    while page.kind is not PageKind.DONE:
        line = _typed(console, _PROMPTS[page.kind.value])
        if line is None or line.casefold() in _LEAVE:
            console.print(Text(messages.ONBOARD_KEPT))
            return None
        if _is_question(line, page):
            console.print(terminal.render(service.ask(person, line)))
            continue
        page = _pressed(service, person, page, line, console)
        console.print(terminal.page(page))
    return page


def _pressed(service: OnboardingService, person: str, page: Page, line: str, console: Console) -> Page:
    """What a line on a page does."""
    from bot.onboarding.model import PageKind

    if line.casefold() in _BACK:
        return service.back(person, page.document, page.place)
    if page.kind is PageKind.CHECK and line.isdecimal():
        return service.answer_check(person, page.document, page.place, int(line) - 1)
    if page.kind is PageKind.SIGN:
        checked = service.sign(person, page.document, page.seal, line, SURFACE)
        if checked.note != messages.SIGN_SURE:
            return checked
        sure = _typed(console, messages.ONBOARD_SURE.format(name=line))
        return service.sign(person, page.document, page.seal, line, SURFACE, sure=_is_yes(sure))
    return service.next(person, page.document, page.place)


def _is_question(line: str, page: Page) -> bool:
    from bot.onboarding.model import PageKind

    if line.casefold() in {"", *_BACK} or (page.kind is PageKind.CHECK and line.isdecimal()):
        return False
    return page.kind is not PageKind.SIGN or line.endswith("?")


def _is_yes(line: str | None) -> bool:
    return line is not None and line.casefold() == messages.ONBOARD_YES


def _typed(console: Console, prompt: str) -> str | None:
    console.print(Text(prompt, style="dim"))
    try:
        return input("› " if sys.stdin.isatty() else "").strip()
    except (EOFError, KeyboardInterrupt):
        return None
    except UnicodeDecodeError:
        console.print(Text(messages.UNREADABLE))
        return ""


def _write(file: Path, record: Record) -> None:
    from bot.records import receipts

    pdf = file.suffix.lower() == ".pdf"
    try:
        file.write_bytes(receipts.as_pdf(record) if pdf else receipts.as_json(record).encode())
    except OSError as error:
        raise WrongInput(f"{file} can't be written ({error.strerror}).") from error


_PROMPTS = {
    "welcome": messages.ONBOARD_GO_ON,
    "read": messages.ONBOARD_GO_ON,
    "check": messages.ONBOARD_CHOOSE,
    "sign": messages.ONBOARD_SIGN,
}
