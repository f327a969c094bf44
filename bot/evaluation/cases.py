"""What is asked in an evaluation, read from files: JSON lines, or plain text with one message a line.

A line of JSON is a question (`q`, `clauses`), several questions at once (`q`, `needs`), a conversation (`turns`), a
sensitive message (`q`, `route`), an attack (`q`, `expect`) or a draft (`text`, `verdict`, `findings`). The owner's own
example files (`type`, `ask`) are read too. A line of plain text is out of scope.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import WrongInput
from bot.evaluation import drafts
from bot.evaluation.drafts import DraftCase


class Section(StrEnum):
    """The kinds of case, each scored in its own way."""

    QUESTIONS = "questions"
    COMPOUND = "several questions at once"
    CONVERSATIONS = "conversations"
    SENSITIVE = "sensitive messages"
    ATTACKS = "attacks"
    OUT_OF_SCOPE = "out of scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One message and what is expected of its answer.

    `clauses` are those that may be shown first, none where the documents don't answer; `needs` are the clauses that all
    have to be shown, each with those that do in its place; `earlier` are the turns before.
    """

    id: str
    section: Section
    question: str
    earlier: tuple[str, ...] = ()
    clauses: frozenset[str] = frozenset()
    needs: tuple[frozenset[str], ...] = ()
    verdict: str | None = None
    form: str | None = None
    kind: str | None = None
    route: str | None = None
    expect: str | None = None
    says: str | None = None
    fresh: bool = field(default=False)


def load(file: Path) -> list[Case | DraftCase]:
    """Read a file of cases; raises `WrongInput` naming file and line."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"{file} can't be read. Give a file of questions as JSON lines, or one a line.") from error
    if file.suffix == ".json":
        cases: list[Case | DraftCase] = [
            _outside(f"{file.stem}:{n}", str(message)) for n, message in enumerate(_listed(file, text), 1)
        ]
    elif file.suffix == ".txt":
        lines = enumerate(text.splitlines(), 1)
        cases = [_outside(f"{file.stem}:{n}", line.strip()) for n, line in lines if line.strip()]
    else:
        lines = enumerate(text.splitlines(), 1)
        cases = [case for n, line in lines if line.strip() for case in _cases(file, n, line)]
    if not cases:
        raise WrongInput(f"{file} has no questions in it.")
    return cases


def _listed(file: Path, text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise WrongInput(f"{file} isn't valid JSON.") from error
    if not isinstance(found, list):
        raise WrongInput(f"{file} must hold a list of messages.")
    return found


def _outside(identifier: str, message: str) -> Case:
    return Case(id=identifier, section=Section.OUT_OF_SCOPE, question=message)


def _cases(file: Path, number: int, line: str) -> Sequence[Case | DraftCase]:
    try:
        row = json.loads(line)
        identifier = str(row.get("id", f"{file.stem}:{number}"))
        if "text" in row:
            return [drafts.case(identifier, row)]
        if "turns" in row:
            return _turns(identifier, row["turns"])
        return [_case(identifier, row, row["q"] if "q" in row else row["ask"])]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongInput(
            f'{file}:{number}: a line needs "q" and "clauses", or "text" and "verdict" ({error}).'
        ) from error


def _case(identifier: str, row: dict[str, Any], question: str) -> Case:
    needs = tuple(frozenset(str(need).split("|")) for need in row.get("needs", ()))
    if "expect" in row:
        section = Section.ATTACKS
    elif needs:
        section = Section.COMPOUND
    elif "route" in row:
        section = Section.SENSITIVE
    elif row.get("type") == "out_of_scope":
        section = Section.OUT_OF_SCOPE
    else:
        section = Section.QUESTIONS
    return Case(
        id=identifier,
        section=section,
        question=question,
        clauses=_clauses(row, required=section is Section.QUESTIONS) | frozenset().union(*needs),
        needs=needs,
        verdict=_said(row.get("verdict")),
        form=row.get("form"),
        kind=row.get("kind"),
        route=row.get("route"),
        expect=row.get("expect"),
        says=row.get("says"),
    )


def _turns(identifier: str, turns: list[dict[str, Any]]) -> list[Case]:
    texts = [turn.get("q", turn.get("ask")) for turn in turns]
    return [
        Case(
            id=f"{identifier}.{place + 1}",
            section=Section.CONVERSATIONS,
            question=str(texts[place]),
            earlier=tuple(map(str, texts[:place])),
            clauses=_clauses(turn, required=True),
            verdict=_said(turn.get("verdict")),
            fresh=bool(turn.get("fresh")),
        )
        for place, turn in enumerate(turns)
    ]


def _clauses(row: dict[str, Any], *, required: bool) -> frozenset[str]:
    """The clauses that may be first: a list, or one with those that are shown with it."""
    if "clauses" in row:
        return frozenset(row["clauses"])
    one = row["clause"] if required else row.get("clause")
    return frozenset([one, *row.get("also", ())]) if one else frozenset()


def _said(verdict: str | None) -> str | None:
    return None if verdict == "none" else verdict
