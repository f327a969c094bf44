"""The pages of a journey: welcome, each section in plain words beside its clauses, the checks, and the statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot import messages
from bot.letters import Cited
from bot.onboarding import changes, checks
from bot.onboarding.attestation import canonical, sha256
from bot.onboarding.changes import Difference
from bot.onboarding.model import Journey, Page, PageKind, State, Told
from bot.onboarding.office import Office
from knowledge.catalogue import Catalogue
from knowledge.model import Check, Clause, Document

CLAUSES_A_PAGE = 5
WORDS_A_MINUTE = 238
"""How fast adults read to themselves (Brysbaert 2019)."""


@dataclass(frozen=True, slots=True)
class Walk:
    """All pages of a journey, and beside each the check that it asks, if it asks one."""

    document: Document
    pages: tuple[Page, ...]
    checks: tuple[Check | None, ...]

    def place(self, step: int) -> int:
        """Where a step is now that the pages may be others than when it was taken."""
        return min(max(step, 0), len(self.pages) - 1)

    def unanswered(self, passed: Sequence[str]) -> int | None:
        """The place of the first check that has not been answered yet."""
        left = (n for n, check in enumerate(self.checks) if check and checks.key(check) not in passed)
        return next(left, None)

    @property
    def asked(self) -> list[Check]:
        return [check for check in self.checks if check]


def walk(journey: Journey, name: str, office: Office) -> Walk | None:
    """The pages for a journey of somebody of this name; None where its edition is not on record any more."""
    view = office.edition(journey.document, journey.edition)
    if view is None:
        return None
    document = view.documents[journey.document]
    signing = office.signing[journey.document]
    before = office.edition(journey.document, journey.since) if journey.since else None
    newest = office.library.newest()
    if before is None:
        read = _sections(view, document)
        asked = checks.of(view, newest, signing)
    else:
        differences = changes.between(before, view)
        read = _changed(before, view, differences, document)
        asked = checks.of_changes(view, newest, signing, differences)
    ends = journey.state is State.TOLD
    asked = () if ends else asked
    welcome = _welcome(document, name, read, again=before is not None or ends, told=ends)
    questions = [_question(document, check, n, len(asked)) for n, check in enumerate(asked, 1)]
    last = done(document) if ends else _signing(document, signing.statement)
    pages = [welcome, *read, *questions, last]
    numbered = tuple(replace(page, place=n, places=len(pages)) for n, page in enumerate(pages))
    return Walk(document, numbered, (*[None] * (1 + len(read)), *asked, None))


def statement(document: Document, owners: str) -> str:
    """What is signed, in the owner's words or in ours."""
    return owners or messages.STATEMENT.format(title=document.title)


def text_sha256(document: Document) -> str:
    """Of the words that are shown."""
    return sha256(document.text)


def done(document: Document) -> Page:
    """The end of a way on which nothing is to be signed."""
    return _page(document, PageKind.DONE, messages.NOTHING_TO_SIGN)


def minutes(pages: Sequence[Page]) -> int:
    """How long reading takes, rounded up."""
    told = [text for page in pages for one in page.told for text in (*one.plain, one.quote.quote)]
    return max(1, -(-sum(len(text.split()) for text in told) // WORDS_A_MINUTE))


def _page(document: Document, kind: PageKind, title: str, *lines: str, told: Sequence[Told] = ()) -> Page:
    return Page(
        kind=kind, document=document.reference, edition=document.edition, title=title, lines=lines, told=tuple(told)
    )


def _welcome(document: Document, name: str, read: Sequence[Page], *, again: bool, told: bool) -> Page:
    if again:
        closing = messages.CHANGES_TOLD if told else messages.CHANGES_AGAIN
        title = messages.CHANGES_TITLE.format(name=name, title=document.title)
        return _page(document, PageKind.WELCOME, title, *messages.CHANGES_LINES, closing)
    title = messages.WELCOME_TITLE.format(name=name, title=document.title)
    lines = [line.format(minutes=minutes(read) + 2) for line in messages.WELCOME_LINES]
    return _page(document, PageKind.WELCOME, title, *lines)


def _sections(view: Catalogue, document: Document) -> list[Page]:
    """A page a section, several where it has many clauses."""
    found = []
    for path, clauses in groupby(view.clauses.values(), key=lambda clause: clause.section_path[:1]):
        for title, part in _parts(path[0] if path else document.title, list(clauses)):
            found.append(_page(document, PageKind.READ, title, told=[_told(clause, view) for clause in part]))
    return found


def _parts(title: str, clauses: Sequence[Clause]) -> Iterator[tuple[str, Sequence[Clause]]]:
    """Clauses a page at a time, as even as can be, and each page's title."""
    count = -(-len(clauses) // CLAUSES_A_PAGE)
    size = -(-len(clauses) // count)
    for n in range(count):
        numbered = messages.SECTION.format(section=title, place=n + 1, places=count) if count > 1 else title
        yield numbered, clauses[n * size : (n + 1) * size]


def _told(clause: Clause, view: Catalogue, was: str = "") -> Told:
    quote = view.quote(clause.id)
    view.check(quote)
    return Told(tuple(rule.plain for rule in view.rules.get(clause.id, ())), Cited(quote.label, quote.text), was)


def _changed(before: Catalogue, view: Catalogue, differences: Sequence[Difference], document: Document) -> list[Page]:
    """What is new, what is worded differently and what has gone, some clauses a page."""
    new = [_told(one.after, view) for one in differences if one.after and not one.before]
    other = [_told(one.after, view, one.before.text) for one in differences if one.after and one.before]
    gone = [_told(one.before, before) for one in differences if one.before and not one.after]
    titled = ((messages.NEW_CLAUSES, new), (messages.CHANGED_CLAUSES, other), (messages.GONE_CLAUSES, gone))
    found = [
        _page(document, PageKind.READ, title, told=told[start : start + CLAUSES_A_PAGE])
        for title, told in titled
        for start in range(0, len(told), CLAUSES_A_PAGE)
    ]
    return found or [_page(document, PageKind.READ, messages.NO_CHANGES)]


def _question(document: Document, check: Check, place: int, places: int) -> Page:
    title = messages.CHECK_TITLE.format(place=place, places=places)
    page = _page(document, PageKind.CHECK, title, check.ask)
    return replace(page, options=checks.options(check))


def taught(check: Check, view: Catalogue) -> tuple[Told, ...]:
    """What a wrong choice teaches: the clause that answers, in plain words and in its own."""
    told = _told(view.clauses[check.clause], view)
    return (replace(told, plain=(check.why,)) if check.why else told,)


def _signing(document: Document, owners: str) -> Page:
    told = statement(document, owners)
    lines = [line.format(version=document.version, text_sha256=text_sha256(document)) for line in messages.SIGN_LINES]
    page = _page(document, PageKind.SIGN, messages.SIGN_TITLE.format(title=document.title), *lines)
    return replace(page, statement=told, seal=seal(document, told))


def seal(document: Document, told: str) -> str:
    """Stands for exactly what is signed: the edition, its bytes, its words, the statement."""
    return sha256(
        canonical([document.reference, document.edition, document.source_sha256, text_sha256(document), told])
    )
