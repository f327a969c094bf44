"""`clausewise ask`: one question, or one a line from standard input."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, TextIO

import typer

from bot.cli import shared
from bot.errors import WrongInput
from bot.model import Answer, AnswerStatus, Question

_REMEMBERED_TURNS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of input: a question, or what is wrong with the line."""

    id: str
    text: str
    conversation: str | None = None
    problem: str | None = None


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help='The question, or "-" for standard input.')],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object an answer.")] = False,
    home: shared.HomeOption = None,
    knowledge: shared.KnowledgeOption = None,
) -> None:
    """Ask about the policies.

    With `-`, reads one question a line, or JSON lines with `id`, `q` and `conversation` for turns that belong
    together, and writes a line for each line as soon as it is answered.

    **Examples**

    - `clausewise ask "can I post our sales figures on LinkedIn?"`

    - `clausewise ask --json - < questions.txt`

    Exit status: 0 answered, 1 refused or a line couldn't be read, 2 wrong usage.
    """
    with shared.told():
        if question == "-" and not as_json:
            raise WrongInput("Reading questions from standard input prints JSON. Use: clausewise ask --json -")
        from bot.wiring import answering

        settings = shared.settings_from(home, knowledge)
        service = answering(settings, shared.opened(settings))
        if question == "-":
            sound = _stream(service.answer, sys.stdin.buffer, sys.stdout)
            raise typer.Exit(shared.FINE if sound else shared.FAILED)
        answer = service.answer(Question(question))
        if as_json:
            typer.echo(json.dumps(answer.as_json("Q1"), ensure_ascii=False))
        else:
            from bot import terminal

            terminal.console().print(terminal.render(answer))
        raise typer.Exit(shared.FAILED if answer.status is AnswerStatus.REFUSED else shared.FINE)


def _stream(answer: Callable[[Question], Answer], lines: Iterable[bytes], output: TextIO) -> bool:
    """A line out for each line in, flushed at once; False where some line couldn't be read."""
    sound = True
    earlier: defaultdict[str, list[str]] = defaultdict(list)
    for asked in _read(lines):
        if asked.problem:
            sound = False
            reply = Answer(question=asked.text, status=AnswerStatus.HELP, text=asked.problem)
        else:
            turns = earlier[asked.conversation] if asked.conversation else []
            reply = answer(Question(asked.text, tuple(turns)))
            turns.append(asked.text)
            del turns[:-_REMEMBERED_TURNS]
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
    return Asked(named, text, None if conversation is None else str(conversation))
