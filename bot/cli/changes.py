"""What differs between two editions, in words, as rows for a program, and laid out for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from ingest.diff import Change, Comparison, FieldChange, Kind, Words
from ingest.readers.reading import cleaned

if TYPE_CHECKING:
    from knowledge.model import Clause, Document

SAYS = {
    Kind.ADDED: "added",
    Kind.REMOVED: "removed",
    Kind.CHANGED: "changed",
    Kind.MOVED: "moved",
    Kind.SETTING: "under reworded headings or lead-ins",
    Kind.RENUMBERED: "renumbered",
}
_SIGNS = {Kind.ADDED: "+", Kind.REMOVED: "−", Kind.CHANGED: "~", Kind.MOVED: "↕"}
_COLOURS = {Kind.ADDED: "green", Kind.REMOVED: "red", Kind.CHANGED: "yellow", Kind.MOVED: "cyan"}
_LONG, _AROUND = 40, 12
"""Kept words from which the middle of a run is left out, and how many stay at each end."""


def summary(found: Comparison) -> str:
    """One line: how many clauses were added, removed, changed and so on."""
    if found.same:
        return f"Nothing has changed. All {clauses(found.unchanged)} are as they were."
    parts = [f"{count} {SAYS[kind]}" for kind, count in found.counts().items() if count]
    told = ", ".join(parts) or "no clause changed"
    return f"{told[0].upper()}{told[1:]}; {found.unchanged} as they were."


def clauses(count: int) -> str:
    """A number of clauses, in words."""
    return "1 clause" if count == 1 else f"{count:,} clauses"


def documents(count: int) -> str:
    """A number of documents, in words."""
    return "1 document" if count == 1 else f"{count:,} documents"


def named(document: Document) -> str:
    """A document's title with its reference."""
    title = cleaned(document.title)
    return title if document.reference in title else f"{title} ({document.reference})"


def edition_named(document: Document) -> str:
    """Which edition of a document it is, and the file that it stands in."""
    return f"{cleaned(document.version)}, {cleaned(document.source)}"


def place(clause: Clause) -> str:
    """Where a clause stands, in words that can be found in the document."""
    return ", ".join([*(f'"{section}"' for section in clause.section_path), clause.position])


def field_name(field: FieldChange) -> str:
    """A field of the front matter as people write it."""
    return field.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Told:
    """Changes as people read them: one by one, but for those that many clauses share and those of numbers alone."""

    single: tuple[Change, ...]
    settings: tuple[tuple[Change, ...], ...]
    """Clauses that are as they were under the same reworded heading or lead-in, group by group."""
    renumbered: tuple[Change, ...]


def told(found: Comparison) -> Told:
    """A comparison's changes, sorted for reading."""
    groups: dict[object, list[Change]] = {}
    for change in found.changes:
        if Kind.SETTING in change.kinds:
            groups.setdefault((change.heading, change.lead_in), []).append(change)
    quiet = {(Kind.SETTING,), (Kind.RENUMBERED,)}
    return Told(
        tuple(change for change in found.changes if change.kinds not in quiet),
        tuple(map(tuple, groups.values())),
        tuple(change for change in found.changes if change.kinds == (Kind.RENUMBERED,)),
    )


def as_json(found: Comparison) -> dict[str, Any]:
    """The whole comparison for a program."""
    return {
        "old": _edition(found.old) if found.old else None,
        "new": _edition(found.new),
        "same": found.same,
        "counts": {**{kind.value: count for kind, count in found.counts().items()}, "unchanged": found.unchanged},
        "fields": [{"field": f.name, "before": f.before, "after": f.after} for f in found.fields],
        "changes": [_row(change) for change in found.changes],
    }


def _edition(document: Document) -> dict[str, Any]:
    return {
        "document": document.reference,
        "title": document.title,
        "version": document.version,
        "source": document.source,
    }


def _row(change: Change) -> dict[str, Any]:
    return {
        "clause_id": change.clause.id,
        "kinds": [kind.value for kind in change.kinds],
        "before": _side(change.before) if change.before else None,
        "after": _side(change.after) if change.after else None,
        "words": [_words_row(run) for run in change.text],
        "lead_in_words": [_words_row(run) for run in change.lead_in],
        "heading_words": [_words_row(run) for run in change.heading],
    }


def _side(clause: Clause) -> dict[str, Any]:
    return {
        "section_path": list(clause.section_path),
        "position": clause.position,
        "text": clause.text,
        "lead_in": clause.lead_in,
    }


def _words_row(run: Words) -> dict[str, str]:
    op = "equal" if run.kept else "replace" if run.before and run.after else "insert" if run.after else "delete"
    return {"op": op, "before": run.before, "after": run.after}


def render(found: Comparison) -> RenderableType:
    """For the terminal: the marks [−out−] and [+in+] say what the colours say."""
    parts: list[RenderableType] = [Text(named(found.new), style="bold")]
    if found.old:
        parts.append(Text(f"{edition_named(found.old)}  →  {edition_named(found.new)}", style="dim"))
    else:
        parts.append(Text(f"{edition_named(found.new)}. Nothing with this reference is published yet.", style="dim"))
    parts.extend((Text(""), Text(summary(found))))
    for field in found.fields:
        line = Text(f"{field_name(field)}: ")
        _mark(line, field.before or "", field.after or "")
        parts.extend((Text(""), line))
    changes = told(found)
    for block in (*map(_single, changes.single), *map(_setting, changes.settings)):
        parts.extend((Text(""), *block))
    if changes.renumbered:
        parts.extend((Text(""), *_renumbered(changes.renumbered)))
    return Padding(Group(*parts, Text("")), (0, 1))


def _single(change: Change) -> Iterator[RenderableType]:
    """One clause: what happened to it, where it stands, and its words."""
    first = change.kinds[0]
    heading = Text(f"{_SIGNS[first]} ", style=_COLOURS.get(first, ""))
    heading.append(" and ".join(SAYS[kind] for kind in change.kinds if kind is not Kind.SETTING))
    yield heading.append(f"  {change.clause.id}  {place(change.clause)}", style="bold")
    if change.before and change.after and place(change.before) != place(change.after):
        yield _indented(Text(f"was: {place(change.before)}", style="dim"))
    yield _indented(_marked(change.text) if change.text else Text(change.clause.text))


def _setting(group: Sequence[Change]) -> Iterator[RenderableType]:
    """A reworded heading or lead-in, once for all the clauses under it."""
    for name, runs in (("heading", group[0].heading), ("lead-in", group[0].lead_in)):
        if runs:
            yield Text.assemble((f"¶ {name} reworded  ", "bold"), _marked(runs))
    yield _indented(Text(f"over {', '.join(change.clause.id for change in group)}", style="dim"))


def _renumbered(changes: Sequence[Change]) -> Iterator[RenderableType]:
    yield Text("# renumbered, word for word the same", style="bold")
    for change in changes:
        assert change.before
        yield _indented(Text(f"{change.clause.id}  {place(change.before)} → {change.clause.position}"))


def _indented(text: Text) -> RenderableType:
    return Padding(text, (0, 0, 0, 2))


def _marked(runs: Sequence[Words]) -> Text:
    line = Text()
    for run in runs:
        if run.kept:
            line.append(_shortened(run.after))
        else:
            _mark(line, run.before, run.after)
            line.append(" " if (run.after or run.before).endswith(" ") else "")
    return line


def _mark(line: Text, before: str, after: str) -> None:
    """Add what went and what came, each with its mark."""
    if before.strip():
        line.append(f"[−{before.strip()}−]", style="red strike")
    if before.strip() and after.strip():
        line.append(" ")
    if after.strip():
        line.append(f"[+{after.strip()}+]", style="green underline")


def _shortened(text: str) -> str:
    parts = text.split()
    if len(parts) <= _LONG:
        return text
    space = " " if text.endswith(" ") else ""
    return " ".join([*parts[:_AROUND], "…", *parts[-_AROUND:]]) + space
