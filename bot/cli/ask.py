"""`clausewise ask`: one question, or one a line from standard input."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TextIO

import typer

from bot.cli import shared
from bot.errors import WrongInput
from bot.model import REMEMBERED, Answer, AnswerStatus, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of input: a question, or what is wrong with the line."""

    id: str
    text: str
    conversation: str | None = None
    as_of: date | None = None
    audiences: tuple[str, ...] | None = None
    problem: str | None = None


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help='The question, or "-" for standard input.')],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object an answer.")] = False,
    as_of: shared.AsOfOption = None,
    audience: shared.AudienceOption = None,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Ask about the policies.

    With `-`, reads one question a line, or JSON lines with `q` and, where wanted, `id`, `conversation` for turns that
    belong together, `as_of` and `audience`; writes a line for each line as soon as it is answered.

    **Examples**

    - `clausewise ask "can I post our sales figures on LinkedIn?"`

    - `clausewise ask --as-of "3 March 2024" "may I carry over leave?"` answers from what was in force then

    - `clausewise ask --json - < questions.txt`

    Exit status: 0 answered, 1 refused or a line couldn't be read, 2 wrong usage.
    """
    with shared.told():
        if question == "-" and not as_json:
            raise WrongInput("Reading questions from standard input prints JSON. Use: clausewise ask --json -")
        from bot.wiring import answering

        settings = shared.settings_from(home, knowledge)
        asked = Question(
            question,
            as_of=None if as_of is None else shared.day_from(as_of),
            audiences=tuple(audience or settings.audiences),
        )
        service = answering(settings, shared.opened(settings))
        if question == "-":
            sound = _stream(service.answer, sys.stdin.buffer, sys.stdout, asked)
            raise typer.Exit(shared.FINE if sound else shared.FAILED)
        answer = service.answer(asked)
        if as_json:
            typer.echo(json.dumps(answer.as_json("Q1"), ensure_ascii=False))
        else:
            from bot import terminal

            console = terminal.console()
            console.print(terminal.render(answer, marked=not console.is_terminal))
        raise typer.Exit(shared.FAILED if answer.status is AnswerStatus.REFUSED else shared.FINE)


def _stream(answer: Callable[[Question], Answer], lines: Iterable[bytes], output: TextIO, default: Question) -> bool:
    """A line out for each line in, flushed at once; False where some line couldn't be read.

    Day and audiences are the default's where a line names none.
    """
    sound = True
    earlier: defaultdict[str, list[str]] = defaultdict(list)
    for asked in _read(lines):
        if asked.problem:
            sound = False
            reply = Answer(question=asked.text, status=AnswerStatus.HELP, text=asked.problem)
        else:
            turns = earlier[asked.conversation] if asked.conversation else []
            audiences = default.audiences if asked.audiences is None else asked.audiences
            reply = answer(Question(asked.text, tuple(turns), asked.as_of or default.as_of, audiences))
            turns.append(asked.text)
            del turns[:-REMEMBERED]
        output.write(json.dumps(reply.as_json(asked.id), ensure_ascii=False) + "\n")
        output.flush()
    return sound


def _read(lines: Iterable[bytes]) -> Iterator[Asked]:
    for number, raw in enumerate(lines, 1):
        line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        yield _parsed(f"Q{number}", line) if line.lstrip().startswith("{") else Asked(f"Q{number}", line)


def _parsed(identifier: str, line: str) -> Asked:
    try:
        found = json.loads(line)
        text = found["q"]
    except (ValueError, RecursionError):
        return Asked(identifier, line, problem="This line isn't valid JSON.")
    except KeyError:
        return Asked(identifier, line, problem='This line lacks "q", the question.')
    named = str(found.get("id", identifier))
    conversation = found.get("conversation")
    if not isinstance(text, str):
        return Asked(named, line, problem='"q" must be text.')
    try:
        as_of, audiences = _day(found.get("as_of")), _audiences(found.get("audience"))
    except WrongInput as wrong:
        return Asked(named, text, problem=str(wrong))
    return Asked(named, text, None if conversation is None else str(conversation), as_of, audiences)


def _day(found: object) -> date | None:
    return None if found is None else shared.day_from(str(found))


def _audiences(found: object) -> tuple[str, ...] | None:
    """One name or several; None where none is given."""
    names = [found] if isinstance(found, str) else found
    if names is None:
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise WrongInput('"audience" must be a name or a list of names.')
    return tuple(names)
