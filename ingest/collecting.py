"""From files to editions: what has been read before isn't read again, and what says the same is one edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path, PurePosixPath

from rapidfuzz import fuzz

from ingest.clauses import cut
from ingest.editions import own_date
from ingest.errors import Problem, Rejected, shown
from ingest.readers import read
from ingest.readers.metadata import reference_from
from ingest.readers.reading import Reading
from ingest.record import Record, are_one_policy
from ingest.sources import UNREADABLE, Sources, sha256_of
from knowledge.generation import Remark
from knowledge.model import Clause, Document

NAME_LENGTH = 12
"""Hexadecimal digits of a file's hash that name an edition."""
_FORMATS = (".md", ".markdown", ".docx", ".html", ".htm", ".txt", ".pdf")
"""Formats from the one that says most about a document's structure to the one that says least."""
_RECORDED = ("source", "source_sha256", "edition", "published", "begins", "withdrawn", "present")
"""What is known of a document from elsewhere than its words."""
_SAME = 97.0
"""Percent likeness from which two formats of one document say the same, but for what a reader made of them."""
LONGEST_REFERENCE = 60
_STAYS = "The edition published before stays in force."


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as read from a file, or as recorded.

    `named` is whether its clauses have the ids they keep, `derived` whether its reference is made of the file's name.
    """

    file: Path
    document: Document
    clauses: tuple[Clause, ...]
    named: bool = False
    derived: bool = False


@dataclass(slots=True)
class Shelf:
    """What an ingest has found: editions among the files, files that can't be taken, remarks for their owners."""

    editions: list[Edition] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def collect(sources: Sources, record: Record, today: str) -> Shelf:
    """Read every file that isn't recorded already; what can't be read is a problem, and its recorded edition stays."""
    shelf = Shelf()
    first_with: dict[str, Path] = {}
    for file in sources.documents:
        name, digest = sources.name(file), sha256_of(file)
        first = first_with.setdefault(digest, file)
        if first != file and digest != UNREADABLE:
            shelf.remarks.append(Remark(shown(file), f"is the same file as {shown(first)}, which is taken."))
        elif known := record.of_bytes(digest):
            shelf.editions.append(_recorded(file, replace(known, source=name), record))
        else:
            _read_one(file, name, digest, record, today, shelf)
    _settle_references(shelf, record)
    shelf.editions = [edition if edition.named else _continued(edition, record) for edition in shelf.editions]
    _settle_rivals(shelf, record)
    return shelf


def _recorded(file: Path, known: Document, record: Record) -> Edition:
    return Edition(file, replace(known, present=True, withdrawn=None), record.clauses(known), named=True)


def _read_one(file: Path, name: str, digest: str, record: Record, today: str, shelf: Shelf) -> None:
    known = record.of_name(name)
    try:
        reading = read(file)
    except Rejected as rejected:
        if known:
            shelf.editions.append(_recorded(file, known, record))
        shelf.problems += [replace(p, reason=f"{p.reason} {_STAYS}") if known else p for p in rejected.problems]
        return
    shelf.remarks += [Remark(shown(file), remark) for remark in reading.remarks]
    document, clauses = as_document(reading, name, digest, today)
    edition = Edition(file, document, clauses, derived=reading.metadata.derived)
    shelf.editions.append(_renamed(edition, known.reference) if known and edition.derived else edition)


def edition(file: Path) -> tuple[Document, tuple[Clause, ...]]:
    """A file's document and its clauses, as if they were published for the first time; raises `Rejected`."""
    return as_document(read(file), file.name, sha256_of(file), "")


def as_document(reading: Reading, name: str, digest: str, today: str) -> tuple[Document, tuple[Clause, ...]]:
    """A reading cut into clauses, with the ids of a first edition."""
    pieces = cut(reading)
    meta = reading.metadata
    document = Document(
        reference=meta.reference,
        title=meta.title,
        status=meta.status,
        source=name,
        source_sha256=digest,
        text=pieces.text,
        edition=digest[:NAME_LENGTH],
        published=today,
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


def _renamed(edition: Edition, reference: str) -> Edition:
    old = edition.document.reference
    clauses = tuple(
        replace(c, document=reference, id=f"{reference}:{c.id.removeprefix(f'{old}:')}") for c in edition.clauses
    )
    return replace(edition, document=replace(edition.document, reference=reference), clauses=clauses)


def _settle_references(shelf: Shelf, record: Record) -> None:
    """A reference made of a file's name is no more than a name: another policy that would have the same gets its own.

    Pages of a handbook are often called alike, one a folder; what is on record keeps what it is called.
    """
    first: dict[str, Edition] = {}
    settled: dict[int, Edition] = {}
    order = sorted(range(len(shelf.editions)), key=lambda place: _claim(shelf.editions[place], place, record))
    for place in order:
        edition = shelf.editions[place]
        rival = first.get(edition.document.reference)
        if rival and edition.derived and not are_one_policy(rival.clauses, edition.clauses):
            edition = _renamed(edition, _own_reference(edition, set(first)))
        first.setdefault(edition.document.reference, edition)
        settled[place] = edition
    shelf.editions = [settled[place] for place in range(len(shelf.editions))]


def _claim(edition: Edition, place: int, record: Record) -> tuple[bool, bool, int]:
    """Who has a reference first: who had it before, then who prints it, then who comes first."""
    known = record.of_name(edition.document.source)
    return not (known and known.reference == edition.document.reference), edition.derived, place


def _own_reference(edition: Edition, taken: set[str]) -> str:
    """The folder's name before the file's, and a number where that is taken too."""
    reference = edition.document.reference
    folder = PurePosixPath(edition.document.source).parent
    bare = f"{reference_from(Path(folder))}-{reference}"[:LONGEST_REFERENCE] if folder.name else reference
    numbered = (bare if number == 1 else f"{bare}-{number}" for number in count(1))
    return next(name for name in numbered if name not in taken)


def _continued(edition: Edition, record: Record) -> Edition:
    """A reading with what is recorded of the edition it is, if it is one: same bytes, or same words and metadata."""
    for known in record.of(edition.document.reference):
        same = _says_the_same(edition, known, record.clauses(known))
        if same or known.source_sha256 == edition.document.source_sha256:
            document = replace(edition.document, edition=known.edition, published=known.published, begins=known.begins)
            clauses = record.clauses(known) if same else edition.clauses
            return replace(edition, document=document, clauses=clauses, named=same)
    return edition


def _says_the_same(edition: Edition, known: Document, clauses: Sequence[Clause]) -> bool:
    """Whether words, clauses and metadata are those on record, whatever the file is called or made of."""
    recorded = {name: getattr(known, name) for name in _RECORDED}
    return replace(edition.document, **recorded) == known and _bare(edition.clauses) == _bare(clauses)


def _bare(clauses: Iterable[Clause]) -> list[Clause]:
    return [replace(clause, id="", edition="") for clause in clauses]


def _settle_rivals(shelf: Shelf, record: Record) -> None:
    """Of two files that are one edition take one; two editions that no date tells apart are a problem."""
    taken: dict[tuple[str, str], Edition] = {}
    unclear: dict[tuple[str, str], list[Edition]] = {}
    for edition in sorted(shelf.editions, key=lambda e: _preference(e, record)):
        key = edition.document.reference, own_date(edition.document)
        first = taken.setdefault(key, edition)
        if first is edition:
            continue
        if _same_document(first, edition):
            told = f"is the same document as {shown(first.file)}, which is taken."
            shelf.remarks.append(Remark(shown(edition.file), told))
        else:
            unclear.setdefault(key, [first]).append(edition)
    for key, rivals in unclear.items():
        first = rivals[0]
        stays = record.is_among_files(first.document)
        if not stays:
            del taken[key]
        shelf.problems += [_rivalry(rival, rivals, stays=stays) for rival in (rivals[1:] if stays else rivals)]
    order = {id(edition): place for place, edition in enumerate(shelf.editions)}
    shelf.editions = sorted(taken.values(), key=lambda e: order[id(e)])


def _preference(edition: Edition, record: Record) -> tuple[bool, int, str]:
    """What has been published goes first, then the format that says most about a document's structure."""
    suffix = edition.file.suffix.lower()
    rank = _FORMATS.index(suffix) if suffix in _FORMATS else len(_FORMATS)
    return not record.is_among_files(edition.document), rank, str(edition.file)


def _same_document(edition: Edition, other: Edition) -> bool:
    """Whether two files of one reference and date say the same; in two formats, all but the same."""
    texts = [" ".join(clause.text.casefold() for clause in each.clauses) for each in (edition, other)]
    formats = {each.file.suffix.lower() for each in (edition, other)}
    return texts[0] == texts[1] or (len(formats) > 1 and fuzz.ratio(*texts) >= _SAME)


def _rivalry(edition: Edition, rivals: Sequence[Edition], *, stays: bool) -> Problem:
    others = " and ".join(shown(rival.file) for rival in rivals if rival is not edition)
    reason = (
        f'has the reference "{edition.document.reference}", which {others} has too, and no date tells which edition '
        'follows which. Add "effective_from: YYYY-MM-DD" to each, or give one another reference.'
    )
    return Problem(edition.file, f"{reason} {_STAYS}" if stays else reason)
