"""What there is to ingest: the documents and guidance found, their clauses, and the passages to search."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import guidance
from ingest.clauses import cut
from ingest.errors import NothingToIngest, Problem, Rejected
from ingest.guidance import Guidance
from ingest.identity import keep_ids
from ingest.readers import READERS, read
from knowledge.generation import FORMAT, Content
from knowledge.model import Clause, Document, Example, Passage, PassageKind, Rule

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’”)]?\s+(?=[\"'‘“(]?[A-Z])")
_NOT_POLICIES = {"readme.md", "license.md", "licence.md", "contributing.md"}


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one ingest, in a fixed order."""

    documents: tuple[Path, ...]
    guidance: tuple[Path, ...]
    """Folders of guidance."""

    def fingerprint(self, encoder: str) -> str:
        """SHA-256 over everything that decides what the generation will be."""
        digest = hashlib.sha256(f"{FORMAT}\n{encoder}\n".encode())
        folders = [file for folder in self.guidance for file in guidance.files(folder)]
        for file in (*self.documents, *folders):
            try:
                content = hashlib.sha256(file.read_bytes()).hexdigest()
            except OSError:
                content = "unreadable"
            digest.update(f"{file.name}\n{content}\n".encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided about a new generation before anything is embedded."""

    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    rules: dict[str, tuple[Rule, ...]]
    examples: dict[str, Example]
    passages: tuple[Passage, ...]


def find(paths: Sequence[Path]) -> Sources:
    """Documents under the paths: `DIR/documents` and `DIR/guidance` where they exist, else all of DIR."""
    documents: list[Path] = []
    folders: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NothingToIngest(f"There is no file or folder {path}. Check its name.")
        documents.extend([path] if path.is_file() else _documents_under(path))
        if (path / "guidance").is_dir():
            folders.append(path / "guidance")
    if not documents:
        places, kinds = ", ".join(str(path) for path in paths), ", ".join(sorted(READERS))
        raise NothingToIngest(f"No policies were found in {places}. Put your documents there ({kinds}).")
    return Sources(tuple(dict.fromkeys(documents)), tuple(folders))


def _documents_under(folder: Path) -> Iterator[Path]:
    root = folder / "documents" if (folder / "documents").is_dir() else folder
    for file in sorted(root.rglob("*")):
        inside = file.relative_to(root)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or inside.parts[0] == "guidance" or file.name.lower() in _NOT_POLICIES:
            continue
        if file.is_file() and file.suffix.lower() in READERS:
            yield file


def plan(sources: Sources, published: Content | None) -> Plan:
    """Read and cut every document; raises `Rejected` with every problem of every file."""
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    clauses: list[Clause] = []
    origin: dict[str, Path] = {}
    for file in sources.documents:
        try:
            document, found = _document(file)
        except Rejected as rejected:
            problems.extend(rejected.problems)
            continue
        if document.reference in documents:
            first = origin[document.reference]
            problems.append(Problem(file, f'has the reference "{document.reference}", which {first} has too.'))
            continue
        documents[document.reference], origin[document.reference] = document, file
        clauses.extend(keep_ids(found, published))
    advice = guidance.NO_GUIDANCE
    if not problems:
        advice = _guidance(sources.guidance, {clause.id for clause in clauses}, problems)
    if problems:
        raise Rejected(problems)
    examples = {f"example:{number}": example for number, example in enumerate(advice.examples)}
    passages = (*_clause_passages(documents, clauses, advice.rules), *_example_passages(examples))
    return Plan(tuple(documents.values()), tuple(clauses), advice.rules, examples, passages)


def _guidance(folders: Iterable[Path], clause_ids: set[str], problems: list[Problem]) -> Guidance:
    rules: dict[str, tuple[Rule, ...]] = {}
    examples: list[Example] = []
    for folder in folders:
        try:
            found = guidance.load(folder, clause_ids)
        except Rejected as rejected:
            problems.extend(rejected.problems)
        else:
            rules |= found.rules
            examples.extend(found.examples)
    return Guidance(rules, tuple(examples))


def _document(file: Path) -> tuple[Document, tuple[Clause, ...]]:
    reading = read(file)
    pieces = cut(reading)
    meta = reading.metadata
    document = Document(
        reference=meta.reference,
        title=meta.title,
        status=meta.status,
        source=file.name,
        source_sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        text=pieces.text,
        owner=meta.owner,
        issue=meta.issue,
        last_updated=meta.last_updated,
        last_reviewed=meta.last_reviewed,
        effective_from=meta.effective_from.isoformat() if meta.effective_from else None,
        effective_until=meta.effective_until.isoformat() if meta.effective_until else None,
        audience=meta.audience,
        note=meta.note,
    )
    return document, pieces.clauses


def _clause_passages(
    documents: dict[str, Document], clauses: Iterable[Clause], rules: dict[str, tuple[Rule, ...]]
) -> Iterator[Passage]:
    """Each clause with its place and lead-in, each of its sentences, and each plain-words rule."""
    for clause in clauses:
        place = ". ".join([documents[clause.document].title, *clause.section_path])
        told = f"{clause.lead_in} {clause.text}".strip()
        yield Passage(
            key=f"clause:{clause.id}",
            kind=PassageKind.CLAUSE,
            clause=clause.id,
            text=f"{place}. {told}",
            end=len(clause.text),
        )
        spans = sentences(clause.text)
        for number, (start, end) in enumerate(spans if len(spans) > 1 else ()):
            yield Passage(
                key=f"sentence:{clause.id}:{number}",
                kind=PassageKind.SENTENCE,
                clause=clause.id,
                text=clause.text[start:end],
                start=start,
                end=end,
            )
        for number, rule in enumerate(rules.get(clause.id, ())):
            yield Passage(
                key=f"plain:{clause.id}:{number}",
                kind=PassageKind.PLAIN,
                clause=clause.id,
                text=rule.plain,
                start=number,
            )


def _example_passages(examples: dict[str, Example]) -> Iterator[Passage]:
    for key, example in examples.items():
        yield Passage(key=key, kind=PassageKind.EXAMPLE, clause=example.clause, text=example.ask)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of a text's sentences, which together with the spaces between them make up the whole."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    ends = [*starts[1:], len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]
