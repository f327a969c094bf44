"""What differs between two editions as one self-contained HTML page: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from bot.cli.changes import SAYS, Told, edition_named, field_name, named, place, summary, told
from ingest.diff import Change, Comparison, FieldChange, Kind, Words

_STYLE = Path(__file__).with_name("changes_page.css")
_CLOSE = '<span class="unseen">]</span>'
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Should anything ever slip through the escaping, the browser still runs and fetches nothing."""


def page(found: Comparison) -> str:
    """The whole page."""
    changes = told(found)
    numbers = {change.clause.id: number for number, change in enumerate(changes.single, 1)}
    title = f"What changed in {named(found.new)}"
    body = [
        f"<header><h1>{escape(title)}</h1>{_editions(found)}<p>{escape(summary(found))}</p>{_counts(found)}</header>",
        "<main>",
        *_fields(found.fields),
        *_contents(changes, numbers),
        *(line for change in changes.single for line in _article(change, numbers[change.clause.id])),
        *_settings(changes.settings),
        *_renumbered(changes.renumbered),
        "</main>",
    ]
    return "\n".join([
        "<!doctype html>",
        '<html lang="en-GB"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body>",
        *body,
        "</body></html>\n",
    ])  # fmt: skip


def _editions(found: Comparison) -> str:
    new = escape(edition_named(found.new))
    if not found.old:
        return f"<p>{new}. Nothing with this reference is published yet.</p>"
    return f"<p>From <strong>{escape(edition_named(found.old))}</strong> to <strong>{new}</strong></p>"


def _counts(found: Comparison) -> str:
    tiles = "".join(
        f'<li class="{kind}"><a href="#{kind}"><b>{count}</b> {SAYS[kind]}</a></li>'
        for kind, count in found.counts().items()
        if count
    )
    return f'<ul class="counts">{tiles}<li><b>{found.unchanged}</b> as they were</li></ul>'


def _fields(fields: Sequence[FieldChange]) -> Iterator[str]:
    if not fields:
        return
    yield "<section><h2>About the document</h2><table><thead><tr><td></td>"
    yield '<th scope="col">Before</th><th scope="col">Now</th></tr></thead><tbody>'
    for field in fields:
        before, after = (escape(value or "not given") for value in (field.before, field.after))
        yield f'<tr><th scope="row">{field_name(field)}</th><td>{before}</td><td>{after}</td></tr>'
    yield "</tbody></table></section>"


def _contents(changes: Told, numbers: dict[str, int]) -> Iterator[str]:
    if not changes.single:
        return
    yield '<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>'
    for kind in (Kind.ADDED, Kind.REMOVED, Kind.CHANGED, Kind.MOVED):
        chosen = [change for change in changes.single if kind in change.kinds]
        if chosen:
            yield f'<h3 id="{kind}">{SAYS[kind].capitalize()}</h3><ul>'
            yield from (
                f'<li><a href="#change-{numbers[c.clause.id]}">{escape(place(c.clause))}</a></li>' for c in chosen
            )
            yield "</ul>"
    yield "</nav>"


def _article(change: Change, number: int) -> Iterator[str]:
    named_kinds = [kind for kind in change.kinds if kind is not Kind.SETTING]
    kinds = "".join(f'<span class="kind {kind}">{SAYS[kind]}</span> ' for kind in named_kinds)
    yield f'<article id="change-{number}"><h2>{escape(place(change.clause))}</h2>'
    yield f"<p>{kinds}<code>{escape(change.clause.id)}</code></p>"
    if change.before and change.after and place(change.before) != place(change.after):
        yield f"<p>It stood at {escape(place(change.before))}.</p>"
    yield f"<blockquote>{_marked(change.text) if change.text else escape(change.clause.text)}</blockquote></article>"


def _settings(groups: Sequence[Sequence[Change]]) -> Iterator[str]:
    if not groups:
        return
    yield f'<section><h2 id="{Kind.SETTING}">Reworded headings and lead-ins</h2>'
    for group in groups:
        for name, runs in (("Heading", group[0].heading), ("Lead-in", group[0].lead_in)):
            if runs:
                yield f"<p><small>{name}</small></p><blockquote>{_marked(runs)}</blockquote>"
        over = ", ".join(f"<code>{escape(change.clause.id)}</code>" for change in group)
        yield f"<p>It stands over {over}.</p>"
    yield "</section>"


def _renumbered(changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        return
    yield f'<section><h2 id="{Kind.RENUMBERED}">Renumbered, word for word the same</h2><table><thead><tr>'
    yield '<th scope="col">Clause</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead><tbody>'
    for change in changes:
        assert change.before
        yield f'<tr><th scope="row"><code>{escape(change.clause.id)}</code></th><td>{escape(place(change.before))}</td>'
        yield f"<td>{escape(place(change.clause))}</td></tr>"
    yield "</tbody></table></section>"


def _marked(runs: Sequence[Words]) -> str:
    return "".join(escape(run.after) if run.kept else _mark(run) for run in runs)


def _mark(run: Words) -> str:
    """What went and what came, told to those who listen as well as shown to those who see."""
    parts = []
    if run.before:
        parts.append(f'<del><span class="unseen">[taken out: </span>{escape(run.before.rstrip())}</del>{_CLOSE}')
    if run.after:
        parts.append(f'<ins><span class="unseen">[put in: </span>{escape(run.after.rstrip())}</ins>{_CLOSE}')
    return " ".join(parts) + (" " if (run.after or run.before).endswith(" ") else "")
