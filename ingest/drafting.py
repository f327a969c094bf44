"""Guidance drafted for a document's owner: a skeleton to fill in, and accepting it once it is filled in.

Drafts stand in `guidance/drafts/`, where no ingest looks. Accepting checks a draft as an ingest would and moves it into
place, under a name of its own, so that nothing the owner wrote before is ever overwritten.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest import guidance
from ingest.diff import Edition
from ingest.errors import NotAccepted, Problem
from knowledge.model import Clause, Stance

DRAFTS = "drafts"
MARK = "drafted"
"""The key that tells a question drafted by a model from one written by a person, until it is accepted."""
_FIRST_WORDS = 12
_MODALS = (
    (
        Stance.PROHIBIT,
        (
            r"(?:must|may|shall|can|do|are|is) ?not|\w+n['’]t|never|not (?:to|allowed|permitted)|prohibited|forbidden|"
            r"banned|nobody|no[ -]one|nothing|neither|under no \w+|"
            r"no (?:[\w’'-]+ ){1,3}(?:may|can|must|shall|should|is|are)"
        ),
    ),
    (Stance.REQUIRE, r"must|shall|required?s?|have to|has to|need to|needs to|compulsory|mandatory"),
    (Stance.CAUTION, r"should|take care|careful(?:ly)?|be aware|beware|avoid|remember|consider"),
    (Stance.PERMIT, r"may|can|allowed|permitted|free to|welcome"),
)
"""Modal words of each stance, the strictest first; a clause that has several gets the first."""
_PATTERNS = [(stance, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for stance, words in _MODALS]


def proposed_stance(clause: Clause) -> Stance:
    """The stance that a clause's own modal words suggest; those of its lead-in where it has none of its own."""
    for text in (clause.text, clause.lead_in):
        for stance, pattern in _PATTERNS:
            if pattern.search(text):
                return stance
    return Stance.INFORM


def skeleton(edition: Edition, accept: str) -> str:
    """The YAML of `REFERENCE.yaml` with each plain sentence left to write; `accept` is the command to run then."""
    document = edition.document
    lines = [
        f"# Guidance for {_one_line(document.title)}, to be finished by its owner. It isn't used until you accept it:",
        f"#   {accept}",
        "# For each clause: put the stance right (prohibit, require, permit, caution or inform) and write in `plain`,",
        "# in one sentence, what it says. Delete the clauses that need no guidance.",
        f"document: {json.dumps(document.reference)}",
        "clauses:",
    ]
    for clause in edition.clauses:
        lines += [
            f"  # {_first_words(clause)}",
            f"  {json.dumps(clause.id)}:",
            "    rules:",
            f"    - stance: {proposed_stance(clause)}",
            '      plain: ""',
            "    breaks: []",
            "    fine: []",
        ]
    return "\n".join(lines) + "\n"


def question_lines(clauses: Sequence[Clause], drafted: Mapping[str, Sequence[str]]) -> str:
    """JSON lines of examples: the questions drafted for a clause, marked as such, or one line to fill in."""
    rows: list[dict[str, Any]] = []
    for clause in clauses:
        asks = drafted.get(clause.id, ())
        rows.extend({"type": "question", "ask": ask, "clause": clause.id, MARK: True} for ask in asks)
        if not asks:
            rows.append({"type": "question", "ask": "", "clause": clause.id})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def accept(draft: Path, folder: Path, clause_ids: set[str]) -> Path:
    """Move a finished draft into a guidance folder; raises `NotAccepted` with all that is left to do."""
    existing = guidance.files(folder)
    text = _without_marks(draft)
    with tempfile.TemporaryDirectory() as scratch:
        candidate = Path(scratch) / draft.name
        candidate.write_text(text, encoding="utf-8")
        _, problems = guidance.survey([*existing, candidate], clause_ids)
        left = [Problem(draft, problem.reason, problem.line) for problem in problems if problem.file == candidate]
        ruled_before = guidance.survey(existing, clause_ids)[0].rules
        rules = guidance.survey([candidate], clause_ids)[0].rules
    left += [Problem(draft, f"clause {c} has guidance already. Delete one.") for c in rules if c in ruled_before]
    if left:
        raise NotAccepted(left)
    return _moved(draft, text, folder if draft.suffix == ".yaml" else folder / "examples")


def _without_marks(draft: Path) -> str:
    """The draft as it will be used: without the comment above it and the marks of what a model wrote.

    Lines keep their numbers, so that what is wrong can be pointed to.
    """
    try:
        lines = draft.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NotAccepted([Problem(draft, f"can't be read ({type(error).__name__}).")]) from error
    if draft.suffix == ".yaml":
        head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
        return "\n".join([*[""] * head, *lines[head:]]) + "\n"
    if draft.suffix == ".jsonl":
        return "\n".join(map(_unmarked, lines)) + "\n"
    raise NotAccepted([Problem(draft, "is no guidance. Drafts are .yaml files, and .jsonl files of examples.")])


def _unmarked(line: str) -> str:
    try:
        row = json.loads(line)
    except ValueError:
        return line  # told of with its number by the check
    if not isinstance(row, dict) or MARK not in row:
        return line
    return json.dumps({key: value for key, value in row.items() if key != MARK}, ensure_ascii=False)


def _moved(draft: Path, text: str, folder: Path) -> Path:
    """Write the accepted text under a free name, on disk before the draft goes."""
    target, count = folder / draft.name, 1
    while target.exists():
        count += 1
        target = folder / f"{draft.stem}-{count}{draft.suffix}"
    waiting = target.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with waiting.open("w", encoding="utf-8") as stream:
            stream.write(text.lstrip("\n"))
            stream.flush()
            os.fsync(stream.fileno())
        waiting.replace(target)
        draft.unlink()
    except OSError as error:
        raise NotAccepted([Problem(folder, f"can't be written to ({error.strerror}).")]) from error
    return target


def _first_words(clause: Clause) -> str:
    parts = clause.text.split()
    words = " ".join(parts[:_FIRST_WORDS]) + (" …" if len(parts) > _FIRST_WORDS else "")
    return f"{', '.join([*map(_one_line, clause.section_path), clause.position])}: {_one_line(words)}"


def _one_line(text: str) -> str:
    """Fit to stand in a comment: nothing in it can end the line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
