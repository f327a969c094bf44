"""What changed between two editions of a policy: which clauses, and which words of them.

Clauses pair up by id. A kept clause has *changed* when its own words differ (white space is no word); it has *moved*
when it stands outside the longest order that both editions share, or in another section that both have; its *setting*
is new when only the heading or lead-in over it reads differently; it is *renumbered* when nothing but its printed place
differs. Clauses that come and go never make others moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import Indel

from ingest.identity import keep_ids
from ingest.readers.reading import cleaned
from knowledge.catalogue import Library
from knowledge.model import Clause, Document

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|\w+(?:['’-]\w+)*|[^\w\s]")
_TOLD = (
    "title",
    "status",
    "owner",
    "issue",
    "last_updated",
    "last_reviewed",
    "effective_from",
    "effective_until",
    "audience",
    "note",
)
"""What a document says of itself that its readers care about."""


class Kind(StrEnum):
    """What can happen to a clause from one edition to the next."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SETTING = "setting"
    RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of one policy with its clauses in the order they stand."""

    document: Document
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words, with the white space after it: what it was and what it is. `kept` when they are the same."""

    before: str
    after: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause that is not as it was; `before` is None for an added one, `after` for a removed one.

    `text`, `lead_in` and `heading` hold the words of what differs, and are empty where nothing does.
    """

    kinds: tuple[Kind, ...]
    before: Clause | None
    after: Clause | None
    text: tuple[Words, ...] = ()
    lead_in: tuple[Words, ...] = ()
    heading: tuple[Words, ...] = ()

    @property
    def clause(self) -> Clause:
        """The clause as it is now, or as it was last."""
        clause = self.after or self.before
        assert clause
        return clause


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Something that a document says of itself: its dates, its owner, its issue."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that differs between two editions; `old` is None where there was none before."""

    old: Document | None
    new: Document
    fields: tuple[FieldChange, ...]
    changes: tuple[Change, ...]
    unchanged: int

    def counts(self) -> dict[Kind, int]:
        """How many clauses each thing happened to; a clause can count twice."""
        found = Counter(kind for change in self.changes for kind in change.kinds)
        return {kind: found[kind] for kind in Kind}

    @property
    def same(self) -> bool:
        return not self.fields and not self.changes


def continued(old: Edition, new: Edition) -> Edition:
    """The new edition under the old one's reference, its clauses with the ids that they keep or get."""
    reference = old.document.reference
    renamed = [
        replace(c, document=reference, id=f"{reference}:{c.id.removeprefix(f'{c.document}:')}") for c in new.clauses
    ]
    return Edition(replace(new.document, reference=reference), tuple(keep_ids(renamed, [old.clauses])))


def editions(documents: Iterable[Document], clauses: Iterable[Clause]) -> dict[str, Edition]:
    """The newest edition of each document with its clauses, by reference."""
    standing: defaultdict[str, list[Clause]] = defaultdict(list)
    newest = Library(documents, clauses, {}).newest()
    for clause in newest.clauses.values():
        standing[clause.document].append(clause)
    return {name: Edition(document, tuple(standing[name])) for name, document in newest.documents.items()}


def compare(old: Edition | None, new: Edition) -> Comparison:
    """What differs between two editions whose clauses have their ids (`continued` gives them)."""
    before = {clause.id: clause for clause in old.clauses} if old else {}
    kept = [clause for clause in new.clauses if clause.id in before]
    shared = {c.section_path for c in before.values()} & {c.section_path for c in new.clauses}
    moved = _moved(before, kept, shared)
    found: list[Change] = []
    for clause in new.clauses:
        was = before.get(clause.id)
        change = _kept(was, clause, moved=clause.id in moved) if was else _added(clause)
        if change:
            found.append(change)
    stayed = {clause.id for clause in kept}
    gone = [clause for clause in before.values() if clause.id not in stayed]
    found.extend(Change(kinds=(Kind.REMOVED,), before=c, after=None, text=words(c.text, "")) for c in gone)
    return Comparison(
        old=old.document if old else None,
        new=new.document,
        fields=_fields(old.document, new.document) if old else (),
        changes=tuple(_in_reading_order(found, list(before), [c.id for c in new.clauses])),
        unchanged=len(kept) - sum(1 for change in found if change.before and change.after),
    )


def words(before: str, after: str) -> tuple[Words, ...]:
    """Two texts as runs of kept and changed words: the fewest changes, a few more where that reads better."""
    olds, news = _runs(before), _runs(after)
    keys = [token.strip() for token in olds], [token.strip() for token in news]
    pieces: list[tuple[list[str], list[str], bool]] = []
    for step in Indel.opcodes(*keys):
        was, now = olds[step.src_start : step.src_end], news[step.dest_start : step.dest_end]
        kept = step.tag == "equal"
        if pieces and not kept and not pieces[-1][2]:
            pieces[-1][0].extend(was)
            pieces[-1][1].extend(now)
        else:
            pieces.append((was, now, kept))
    return tuple(Words("".join(was), "".join(now), kept) for was, now, kept in _readable(pieces))


def reads_the_same(before: str, after: str) -> bool:
    """Whether two texts have the same words, numbers and signs."""
    return _WORD.findall(before) == _WORD.findall(after)


def _runs(text: str) -> list[str]:
    """A text's words and signs, each with the white space after it, folded to one space."""
    folded = " ".join(text.split())
    starts = [match.start() for match in _WORD.finditer(folded)]
    return [folded[start:end] for start, end in pairwise([*starts, len(folded)])]


def _readable(pieces: Sequence[tuple[list[str], list[str], bool]]) -> list[tuple[list[str], list[str], bool]]:
    """A stray word or two that survived between larger rewritings join them; a single changed word stays exact."""
    joined: list[tuple[list[str], list[str], bool]] = []
    for place, (was, now, same) in enumerate(pieces):
        kept = same
        if same and 0 < place < len(pieces) - 1:
            around = min(max(len(o), len(n)) for o, n, _ in (joined[-1], pieces[place + 1]))
            kept = len(now) >= around
        if joined and not kept and not joined[-1][2]:
            joined[-1] = ([*joined[-1][0], *was], [*joined[-1][1], *now], False)
        else:
            joined.append((was, now, kept))
    return joined


def _added(clause: Clause) -> Change:
    return Change(kinds=(Kind.ADDED,), before=None, after=clause, text=words("", clause.text))


def _kept(before: Clause, after: Clause, *, moved: bool) -> Change | None:
    """What happened to a clause that both editions have; None where nothing did."""
    text = _differing(before.text, after.text)
    lead_in = () if moved else _differing(before.lead_in, after.lead_in)
    heading = () if moved else _differing(" › ".join(before.section_path), " › ".join(after.section_path))
    kinds = [
        kind for kind, holds in ((Kind.CHANGED, text), (Kind.MOVED, moved), (Kind.SETTING, lead_in or heading)) if holds
    ]
    if not kinds and before.position != after.position:
        kinds = [Kind.RENUMBERED]
    if not kinds:
        return None
    return Change(kinds=tuple(kinds), before=before, after=after, text=text, lead_in=lead_in, heading=heading)


def _differing(before: str, after: str) -> tuple[Words, ...]:
    return () if reads_the_same(before, after) else words(before, after)


def _moved(before: Mapping[str, Clause], kept: Sequence[Clause], shared: Collection[tuple[str, ...]]) -> set[str]:
    """Kept clauses out of the longest common order, or in another of the sections that both editions have."""
    place = {name: number for number, name in enumerate(before)}
    stayed = _longest_rising([place[clause.id] for clause in kept])
    return {
        now.id
        for now in kept
        if place[now.id] not in stayed
        or (
            now.section_path != before[now.id].section_path
            and now.section_path in shared
            and before[now.id].section_path in shared
        )
    }


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The numbers of a longest rising subsequence (each number stands once)."""
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(tails, number)
        previous[number] = tails[length - 1] if length else None
        tails[length : length + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = previous[last]
    return found


def _in_reading_order(changes: Iterable[Change], old_order: Sequence[str], new_order: Sequence[str]) -> list[Change]:
    """As the new edition reads, each removed clause after the one that it used to follow."""
    now = {name: number for number, name in enumerate(new_order)}
    places: dict[str, tuple[int, int]] = {name: (number, -1) for name, number in now.items()}
    follows = -1
    for number, name in enumerate(old_order):
        if name in now:
            follows = now[name]
        else:
            places[name] = (follows, number)
    return sorted(changes, key=lambda change: places[change.clause.id])


def _fields(old: Document, new: Document) -> tuple[FieldChange, ...]:
    pairs = [(name, _as_text(getattr(old, name)), _as_text(getattr(new, name))) for name in _TOLD]
    return tuple(FieldChange(name, was, now) for name, was, now in pairs if was != now)


def _as_text(value: object) -> str | None:
    if isinstance(value, tuple):
        return cleaned(", ".join(map(str, value))) or None
    return None if value is None else cleaned(str(value))
