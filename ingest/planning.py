"""What a generation will hold: all editions with their clauses, the guidance, and the passages to search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest import collecting, guidance
from ingest.collecting import Edition
from ingest.editions import timeline
from ingest.errors import Problem, Rejected, shown
from ingest.guidance import Guidance
from ingest.identity import keep_ids
from ingest.record import Record
from ingest.sources import Sources
from knowledge.catalogue import Library, reads_as
from knowledge.generation import Remark, Skipped
from knowledge.model import Clause, Document, Draft, Example, Handling, Passage, PassageKind, Rule, Saying, Signing

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’”)]?\s+(?=[\"'‘“(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided about a new generation before anything is embedded."""

    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    rules: dict[str, tuple[Rule, ...]]
    signing: dict[str, Signing]
    examples: dict[str, Example]
    words: tuple[Saying, ...]
    passages: tuple[Passage, ...]
    drafts: tuple[Draft, ...]
    sharing: dict[str, Handling]
    skipped: tuple[Skipped, ...]
    remarks: tuple[Remark, ...]


def plan(sources: Sources, record: Record, today: date, *, strict: bool = False) -> Plan:
    """Read and cut what is new, keep what was, and settle which edition holds when.

    Files that can't be taken are skipped, or, where `strict`, raise `Rejected` with every problem of every file. So
    does guidance that can't be taken, and so do skipped files that leave nothing.
    """
    shelf = collecting.collect(sources, record, today.isoformat())
    problems = [*sources.problems, *shelf.problems]
    if problems and (strict or not shelf.editions):
        raise Rejected(problems)
    documents, clauses = _editions(shelf.editions, record, today.isoformat())
    remarks = [*shelf.remarks, *_withdrawals(documents, record)]
    advice = _guidance(sources.guidance, {clause.id for clause in clauses}, problems)
    examples = {f"example:{number}": example for number, example in enumerate(advice.examples)}
    passages = (*_clause_passages(documents, clauses, advice.rules), *_example_passages(examples))
    return Plan(
        tuple(documents),
        tuple(clauses),
        advice.rules,
        advice.signing,
        examples,
        advice.words,
        passages,
        advice.drafts,
        advice.sharing,
        tuple(Skipped(shown(p.file), p.reason if p.line is None else f"line {p.line}: {p.reason}") for p in problems),
        tuple(remarks),
    )


def _editions(found: Sequence[Edition], record: Record, today: str) -> tuple[list[Document], list[Clause]]:
    """All editions and their clauses: what was found, and what is kept of what was published before."""
    documents: list[Document] = []
    clauses: list[Clause] = []
    among_files: dict[str, dict[str, Edition]] = {}
    for edition in found:
        among_files.setdefault(edition.document.reference, {})[edition.document.edition] = edition
    gone: dict[str, dict[str, Edition]] = {
        reference: {} for reference in record.references() if reference not in among_files
    }
    for reference, editions in (among_files | gone).items():
        kept = record.kept(reference, (edition.clauses for edition in editions.values()))
        past = [document for document in kept if document.edition not in editions]
        ordered = timeline([edition.document for edition in editions.values()], past, today)
        documents += ordered
        clauses += _named(ordered, editions, record)
    return documents, clauses


def _withdrawals(documents: Iterable[Document], record: Record) -> Iterator[Remark]:
    """A document that has gone from the files may have gone by mistake, so its owner is told."""
    present = {document.reference for document in documents if document.present}
    for document in documents:
        if document.reference not in present and record.is_among_files(document):
            told = f"is no longer there, so {document.reference} is withdrawn from today on and kept for the record."
            yield Remark(document.source, told)


def _named(ordered: Sequence[Document], among_files: dict[str, Edition], record: Record) -> Iterator[Clause]:
    """The clauses of all editions of one document, those of new ones with ids that no other clause ever had."""
    settled: dict[str, Sequence[Clause]] = {}
    for document in ordered:
        found = among_files.get(document.edition)
        if found is None or found.named:
            settled[document.edition] = found.clauses if found else record.clauses(document)
    for document in ordered:
        if document.edition not in settled:
            known = [settled[other.edition] for other in reversed(ordered) if other.edition in settled]
            named = keep_ids(among_files[document.edition].clauses, known)
            settled[document.edition] = [replace(clause, edition=document.edition) for clause in named]
    for document in ordered:
        yield from settled[document.edition]


def _guidance(folders: Iterable[Path], clause_ids: set[str], skipped: Sequence[Problem]) -> Guidance:
    """All guidance; where it can't be taken, what was skipped is told too: it may be why a clause is unknown."""
    rules: dict[str, tuple[Rule, ...]] = {}
    signing: dict[str, Signing] = {}
    examples: list[Example] = []
    drafts: list[Draft] = []
    sharing: dict[str, Handling] = {}
    words: list[Saying] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            found = guidance.load(folder, clause_ids)
        except Rejected as rejected:
            problems.extend(rejected.problems)
        else:
            rules |= found.rules
            signing |= found.signing
            examples.extend(found.examples)
            drafts.extend(found.drafts)
            sharing |= found.sharing
            words.extend(found.words)
    if problems:
        raise Rejected([*skipped, *problems])
    return Guidance(rules, tuple(examples), tuple(drafts), sharing, tuple(words), signing)


def _clause_passages(
    documents: Iterable[Document], clauses: Sequence[Clause], rules: dict[str, tuple[Rule, ...]]
) -> Iterator[Passage]:
    """Each clause with its place and lead-in, each of its sentences, and each plain-words rule.

    What several editions have in common is one passage, named after the first of them.
    """
    titles = {(document.reference, document.edition): document.title for document in documents}
    advised = Library(documents, clauses, rules).newest().clauses
    passages: dict[Passage, Passage] = {}
    for clause in clauses:
        place = ". ".join([titles[clause.document, clause.edition], *clause.section_path])
        for passage in _passages_of(clause, place, rules if reads_as(clause, advised.get(clause.id)) else {}):
            content = replace(passage, key="", editions=())
            first = passages.get(content)
            passages[content] = replace(first, editions=(*first.editions, clause.edition)) if first else passage
    yield from passages.values()


def _passages_of(clause: Clause, place: str, rules: dict[str, tuple[Rule, ...]]) -> Iterator[Passage]:
    name, editions = f"{clause.id}@{clause.edition}", (clause.edition,)
    told = f"{clause.lead_in} {clause.text}".strip()
    yield Passage(
        key=f"clause:{name}",
        kind=PassageKind.CLAUSE,
        clause=clause.id,
        text=f"{place}. {told}",
        end=len(clause.text),
        editions=editions,
    )
    spans = sentences(clause.text)
    for number, (start, end) in enumerate(spans if len(spans) > 1 else ()):
        yield Passage(
            key=f"sentence:{name}:{number}",
            kind=PassageKind.SENTENCE,
            clause=clause.id,
            text=clause.text[start:end],
            start=start,
            end=end,
            editions=editions,
        )
    for number, rule in enumerate(rules.get(clause.id, ())):
        yield Passage(
            key=f"plain:{name}:{number}",
            kind=PassageKind.PLAIN,
            clause=clause.id,
            text=rule.plain,
            start=number,
            editions=editions,
        )


def _example_passages(examples: dict[str, Example]) -> Iterator[Passage]:
    for key, example in examples.items():
        yield Passage(key=key, kind=PassageKind.EXAMPLE, clause=example.clause, text=example.ask)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of a text's sentences, which together with the spaces between them make up the whole."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    ends = [*starts[1:], len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]
