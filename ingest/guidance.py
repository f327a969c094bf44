"""The owner's guidance: rules a clause (YAML), examples of what colleagues ask (JSON lines) and everyday words.

Each line is checked.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ingest.errors import Problem, Rejected
from knowledge import everyday
from knowledge.lexical import WORD
from knowledge.model import Example, Rule, Saying, Stance

Verdict = Literal["yes", "yes_with_care", "no", "none"]
Form = Literal["permission", "obligation", "what", "how", "who", "consequence", "statement"]
Route = Literal["line_manager", "not_manager", "report", "support"]
Ask = Annotated[str, Field(min_length=1, max_length=4000)]


WORDS = "words.txt"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RuleRow(_Strict):
    stance: Stance
    plain: Ask


class ClauseRow(_Strict):
    rules: list[RuleRow]
    breaks: list[Ask] = []
    fine: list[Ask] = []


class GuidanceFile(_Strict):
    """`knowledge/guidance/REFERENCE.yaml`."""

    document: str
    clauses: dict[str, ClauseRow]


class QuestionRow(_Strict):
    type: Literal["question"]
    ask: Ask
    clause: str
    also: list[str] = []
    form: Form | None = None
    verdict: Verdict | None = None


class OutOfScopeRow(_Strict):
    type: Literal["out_of_scope"]
    ask: Ask
    kind: Literal["near", "hr", "work", "chat", "general", "nonsense"]


class SensitiveRow(_Strict):
    type: Literal["sensitive"]
    ask: Ask
    route: Route | None
    clause: str | None = None


class Turn(_Strict):
    ask: Ask
    clause: str | None
    verdict: Verdict = "none"
    fresh: bool = False


class ConversationRow(_Strict):
    type: Literal["conversation"]
    turns: list[Turn] = Field(min_length=1)


class AttackRow(_Strict):
    type: Literal["attack"]
    ask: Ask
    expect: Literal["answer", "refuse", "ignore"]
    clause: str | None = None


class Finding(_Strict):
    kind: str
    clauses: list[str]
    span: str | None


class DraftRow(_Strict):
    type: Literal["draft"]
    text: Ask
    verdict: Literal["ok", "change_first", "ask_first", "do_not_share"]
    findings: list[Finding] = []
    rewrite: str | None = None


Row = Annotated[
    QuestionRow | OutOfScopeRow | SensitiveRow | ConversationRow | AttackRow | DraftRow, Field(discriminator="type")
]
_ROW: TypeAdapter[Row] = TypeAdapter(Row)


@dataclass(frozen=True, slots=True)
class Guidance:
    """Rules by clause id, examples with duplicates folded, and everyday words."""

    rules: dict[str, tuple[Rule, ...]]
    examples: tuple[Example, ...]
    words: tuple[Saying, ...] = ()


NO_GUIDANCE = Guidance({}, ())


def files(folder: Path) -> list[Path]:
    """Every guidance file of a folder, in a fixed order."""
    return [*sorted(folder.glob("*.yaml")), *sorted(folder.glob("examples/*.jsonl")), *folder.glob(WORDS)]


def load(folder: Path, clause_ids: set[str]) -> Guidance:
    """Read a guidance folder; raises `Rejected` naming file and line of everything that can't be taken."""
    found, problems = survey(files(folder), clause_ids)
    if problems:
        raise Rejected(problems)
    return found


def survey(paths: Iterable[Path], clause_ids: set[str]) -> tuple[Guidance, list[Problem]]:
    """What can be taken from guidance files, and everything that can't with its file and line."""
    problems: list[Problem] = []
    rules: dict[str, tuple[Rule, ...]] = {}
    examples: dict[str, tuple[Example, Problem]] = {}
    words: list[Saying] = []
    for file in paths:
        if file.suffix == ".yaml":
            rules |= _rules(file, clause_ids, problems)
        elif file.name == WORDS:
            words += _words(file, problems)
        else:
            for example, line in _examples(file, clause_ids, problems):
                _fold(examples, example, Problem(file, "", line), problems)
    return Guidance(rules, tuple(example for example, _ in examples.values()), tuple(words)), problems


def _fold(kept: dict[str, tuple[Example, Problem]], example: Example, place: Problem, problems: list[Problem]) -> None:
    """Keep the first of two examples that ask the same; two that contradict each other are a problem."""
    key = folded(example.ask)
    first = kept.setdefault(key, (example, place))
    if first[0].clause != example.clause:
        where = f"{first[1].file.name}:{first[1].line}"
        problems.append(
            Problem(place.file, f"asks the same as {where} but names another clause. Keep one.", place.line)
        )


def folded(ask: str) -> str:
    """What two questions have in common that differ in case, punctuation and spaces alone."""
    plain = unicodedata.normalize("NFKC", ask).casefold()
    return " ".join(re.sub(r"[^\w\s]", "", plain).split()) or plain


def _rules(file: Path, clause_ids: set[str], problems: list[Problem]) -> dict[str, tuple[Rule, ...]]:
    try:
        text = file.read_text(encoding="utf-8")
        found = GuidanceFile.model_validate(yaml.safe_load(text))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, f"can't be read ({type(error).__name__})."))
        return {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(Problem(file, "isn't valid YAML.", mark.line + 1 if mark else None))
        return {}
    except ValidationError as error:
        problems.extend(Problem(file, _told(detail), _line_of(text, detail["loc"])) for detail in error.errors())
        return {}
    unknown = [clause for clause in found.clauses if clause not in clause_ids]
    problems.extend(Problem(file, f'there is no clause "{c}" in the documents.', _line_of(text, (c,))) for c in unknown)
    return {
        clause: tuple(Rule(rule.stance, rule.plain) for rule in row.rules)
        for clause, row in found.clauses.items()
        if clause in clause_ids
    }


def _examples(file: Path, clause_ids: set[str], problems: list[Problem]) -> Iterator[tuple[Example, int]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, f"can't be read ({type(error).__name__})."))
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = _ROW.validate_python(json.loads(line))
        except json.JSONDecodeError:
            problems.append(Problem(file, "isn't a line of JSON.", number))
            continue
        except ValidationError as error:
            problems.append(Problem(file, _told(error.errors()[0]), number))
            continue
        unknown = sorted(_clauses_of(row) - clause_ids)
        problems.extend(Problem(file, f'there is no clause "{c}" in the documents.', number) for c in unknown)
        for example in _as_examples(row, file.stem):
            yield example, number


def _words(file: Path, problems: list[Problem]) -> Iterator[Saying]:
    """An owner's everyday words, each said on one line only."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, f"can't be read ({type(error).__name__})."))
        return
    placed: dict[str, int] = {}
    for number, saying in everyday.sayings(lines):
        if not saying.said or not (saying.written or saying.replaced):
            told = 'needs what is said and what is written, as in "the hub : intranet" or "hv = home visit".'
            problems.append(Problem(file, told, number))
            continue
        if saying.replaced and any(len(WORD.findall(short)) != 1 for short in saying.said):
            problems.append(Problem(file, "puts something for more than one word. Use : instead of =.", number))
            continue
        for phrase in saying.said:
            first = placed.setdefault(phrase.casefold(), number)
            if first != number:
                problems.append(Problem(file, f'says "{phrase}" as line {first} does. Keep one.', number))
        yield saying


def _clauses_of(row: Row) -> set[str]:
    match row:
        case QuestionRow():
            named: list[str | None] = [row.clause, *row.also]
        case ConversationRow():
            named = [turn.clause for turn in row.turns]
        case DraftRow():
            named = [clause for finding in row.findings for clause in finding.clauses]
        case OutOfScopeRow():
            named = []
        case _:
            named = [row.clause]
    return {clause for clause in named if clause}


def _as_examples(row: Row, source: str) -> list[Example]:
    """The questions that can be learned from on their own; drafts and turns that need their context can't."""
    match row:
        case QuestionRow():
            return [
                Example(
                    ask=row.ask,
                    clause=row.clause,
                    also=tuple(row.also),
                    form=row.form,
                    verdict=row.verdict,
                    source=source,
                )
            ]
        case OutOfScopeRow():
            return [Example(ask=row.ask, clause=None, source=source)]
        case SensitiveRow():
            return [Example(ask=row.ask, clause=row.clause, route=row.route, source=source)]
        case AttackRow():
            return [Example(ask=row.ask, clause=row.clause if row.expect == "answer" else None, source=source)]
        case ConversationRow():
            alone = [turn for place, turn in enumerate(row.turns) if place == 0 or turn.fresh]
            return [Example(ask=t.ask, clause=t.clause, verdict=t.verdict, source=source) for t in alone]
        case DraftRow():
            return []


def _told(detail: object) -> str:
    assert isinstance(detail, dict)
    place = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "string_too_short":
        return f"{place} is still empty. Write it, or delete what it belongs to."
    return f"{place + ': ' if place else ''}{detail['msg']}."


def _line_of(text: str, location: tuple[int | str, ...]) -> int | None:
    """The line of the innermost key of a location that can be found, each key looked for below the one before."""
    lines = [line.strip().removeprefix("- ").replace("'", "").replace('"', "") for line in text.splitlines()]
    found: int | None = None
    for key in (part for part in location if isinstance(part, str)):
        below = found or 0
        found = next((n for n, line in enumerate(lines[below:], below + 1) if line.startswith(f"{key}:")), found)
    return found
