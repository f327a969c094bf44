"""The owner's guidance: rules a clause (YAML), examples of what colleagues ask (JSON lines) and everyday words.

Each line is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from ingest.errors import Problem, Rejected
from ingest.rows import (
    ROW,
    AttackRow,
    ConversationRow,
    DraftRow,
    GuidanceFile,
    OutOfScopeRow,
    QuestionRow,
    Row,
    SensitiveRow,
    SharingRow,
    SigningRow,
    folded,
)
from knowledge import everyday
from knowledge.lexical import WORD
from knowledge.model import Check, Draft, Example, Fault, Handling, Rule, Saying, Signing

WORDS = "words.txt"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Guidance:
    """Rules by clause id, examples and drafts with duplicates folded, and the rest of what an owner says.

    `sharing` is what to do about each kind of fault, `signing` what is to be signed, by document.
    """

    rules: dict[str, tuple[Rule, ...]]
    examples: tuple[Example, ...]
    drafts: tuple[Draft, ...] = ()
    sharing: dict[str, Handling] = field(default_factory=dict)
    words: tuple[Saying, ...] = ()
    signing: dict[str, Signing] = field(default_factory=dict)


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
    sharing: dict[str, tuple[Handling, Problem]] = {}
    signing: dict[str, Signing] = {}
    examples: dict[str, tuple[Example, Problem]] = {}
    drafts: dict[str, tuple[Draft, Problem]] = {}
    words: list[Saying] = []
    for file in paths:
        if file.suffix == ".yaml":
            found, handled = _file(file, clause_ids, problems)
            rules |= found.rules
            signing |= found.signing
            _handle(sharing, handled, problems)
            continue
        if file.name == WORDS:
            words += _words(file, problems)
            continue
        for row, line in _rows(file, clause_ids, problems):
            place = Problem(file, "", line)
            if isinstance(row, DraftRow):
                _fold_draft(drafts, _as_draft(row, file.stem), place, problems)
            for example in _as_examples(row, file.stem):
                _fold(examples, example, place, problems)
    handling = {kind: row for kind, (row, _) in sharing.items()}
    return Guidance(rules, _first(examples), _first(drafts), handling, tuple(words), signing), problems


def _first(kept: dict[str, tuple[T, Problem]]) -> tuple[T, ...]:
    return tuple(row for row, _ in kept.values())


def _fold(kept: dict[str, tuple[Example, Problem]], example: Example, place: Problem, problems: list[Problem]) -> None:
    """Keep the first of two examples that ask the same; two that contradict each other are a problem."""
    first, where = kept.setdefault(folded(example.ask), (example, place))
    if first.clause != example.clause:
        told = f"asks the same as {where.file.name}:{where.line} but names another clause. Keep one."
        problems.append(Problem(place.file, told, place.line))


def _fold_draft(kept: dict[str, tuple[Draft, Problem]], draft: Draft, place: Problem, problems: list[Problem]) -> None:
    """The same for drafts, which contradict each other where their verdicts differ."""
    first, where = kept.setdefault(draft.text.strip(), (draft, place))
    if first.outcome != draft.outcome:
        told = f"is the same draft as {where.file.name}:{where.line} with another verdict. Keep one."
        problems.append(Problem(place.file, told, place.line))


def _handle(
    kept: dict[str, tuple[Handling, Problem]], found: Sequence[tuple[str, Handling, Problem]], problems: list[Problem]
) -> None:
    """One row a kind of fault, whichever document's guidance it stands in."""
    for kind, handling, place in found:
        first = kept.setdefault(kind, (handling, place))[1]
        if first is not place:
            told = f"says what to do about {kind}, as {first.file.name}:{first.line} does. Keep one."
            problems.append(Problem(place.file, told, place.line))


Handled = list[tuple[str, Handling, Problem]]


def _file(file: Path, clause_ids: set[str], problems: list[Problem]) -> tuple[Guidance, Handled]:
    """What a YAML file says of clauses, of signing, and of sharing drafts."""
    try:
        text = file.read_text(encoding="utf-8")
        found = GuidanceFile.model_validate(yaml.safe_load(text))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, f"can't be read ({type(error).__name__})."))
        return NO_GUIDANCE, []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(Problem(file, "isn't valid YAML.", mark.line + 1 if mark else None))
        return NO_GUIDANCE, []
    except ValidationError as error:
        problems.extend(Problem(file, _told(detail), _line_of(text, detail["loc"])) for detail in error.errors())
        return NO_GUIDANCE, []
    checks = found.signing.checks if found.signing else []
    named = [(clause,) for clause in [*found.clauses, *(check.clause for check in checks)]]
    shared = [("sharing", kind, clause) for kind, row in found.sharing.items() for clause in row.clauses]
    unknown = [place for place in [*named, *shared] if place[-1] not in clause_ids]
    problems.extend(
        Problem(file, f'there is no clause "{place[-1]}" in the documents.', _line_of(text, place)) for place in unknown
    )
    rules = {
        clause: tuple(Rule(rule.stance, rule.plain) for rule in row.rules)
        for clause, row in found.clauses.items()
        if clause in clause_ids
    }
    handled: Handled = [
        (kind, _handling(row), Problem(file, "", _line_of(text, ("sharing", kind))))
        for kind, row in found.sharing.items()
    ]
    signing = {found.document: _signing(found.signing)} if found.signing else {}
    return Guidance(rules, (), signing=signing), handled


def _signing(row: SigningRow) -> Signing:
    return Signing(
        statement=" ".join(row.statement.split()),
        again_since=row.again_since.isoformat() if row.again_since else "",
        checks=tuple(
            Check(clause=check.clause, ask=check.ask, right=check.right, wrong=tuple(check.wrong), why=check.why)
            for check in row.checks
        ),
    )


def _handling(row: SharingRow) -> Handling:
    return Handling(clauses=tuple(row.clauses), outcome=row.outcome, alone=row.alone, ask=row.ask)


def _rows(file: Path, clause_ids: set[str], problems: list[Problem]) -> Iterator[tuple[Row, int]]:
    """Every row of a file of examples that can be taken, with its line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, f"can't be read ({type(error).__name__})."))
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = ROW.validate_python(json.loads(line))
        except json.JSONDecodeError:
            problems.append(Problem(file, "isn't a line of JSON.", number))
            continue
        except ValidationError as error:
            problems.append(Problem(file, _told(error.errors()[0]), number))
            continue
        unknown = sorted(_clauses_of(row) - clause_ids)
        problems.extend(Problem(file, f'there is no clause "{c}" in the documents.', number) for c in unknown)
        absent = (
            [f.span for f in row.findings if f.span and f.span not in row.text] if isinstance(row, DraftRow) else []
        )
        problems.extend(Problem(file, f'the words "{words}" don\'t stand in the draft.', number) for words in absent)
        yield row, number


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
    """The questions that can be learned from on their own; turns that need their context can't."""
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


def _as_draft(row: DraftRow, source: str) -> Draft:
    faults = tuple(Fault(finding.kind, tuple(finding.clauses), finding.span) for finding in row.findings)
    return Draft(text=row.text, outcome=row.verdict, faults=faults, rewrite=row.rewrite, source=source)


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
