"""The editions of one document: which there are, in what order, and the day from which each holds.

Those among the files are `present`; those published before and no longer among them are kept for the record. Days are
ISO dates, which sort as text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from knowledge import dates
from knowledge.model import Document


def own_date(document: Document) -> str:
    """The date that tells an edition from others, as it says itself; "" where it says none that can be read."""
    if document.effective_from:
        return document.effective_from
    said = (dates.printed(text) for text in (document.last_updated, document.last_reviewed) if text)
    return next((day.isoformat() for day in said if day), "")


def timeline(present: Sequence[Document], past: Sequence[Document], today: str) -> list[Document]:
    """All editions of one document in their order, each with the day it begins and, where it ends early, ends.

    The dates of `present` editions must differ. `past` ones are in the order recorded. A new edition has `published`
    today and no `begins`; what has been recorded of the others stays, as far as what was added leaves it true.
    """
    past = [replace(document, present=False) for document in past]
    earliest = min((own_date(document) for document in present if own_date(document)), default=today)

    def place(document: Document) -> str:
        undated = min(document.published, earliest) if document.present else document.published
        return own_date(document) or undated

    ordered = sorted([*past, *sorted(present, key=own_date)], key=place)
    corrected = {id(document): _correction(document, present, today) for document in past}
    handed_on = {id(new): old.begins for old in past if (new := corrected[id(old)])}
    dated: list[Document] = []
    for number, document in enumerate(ordered):
        if document.present:
            begins = handed_on.get(id(document))
            dated.append(replace(document, begins=_begins(document, dated) if begins is None else begins))
        elif corrected[id(document)]:
            dated.append(replace(document, begins=today, withdrawn=today))
        else:
            dated.append(_kept(document, ordered[number + 1 :], today))
    return dated


def _correction(old: Document, present: Collection[Document], today: str) -> Document | None:
    """The edition that replaces one on the very day it came, under the same date: that one never was in force."""
    if old.effective_from or old.withdrawn or old.published != today:
        return None
    return next((e for e in present if e.published == today and own_date(e) == own_date(old)), None)


def _begins(document: Document, earlier: Sequence[Document]) -> str:
    """Its own effective date; else what is recorded; else the day it came, for the first edition since ever.

    Editions that came in together, years of them at once, begin with the date that each has printed.
    """
    before = [e for e in earlier if not (e.withdrawn and e.withdrawn <= e.begins)]
    if document.effective_from:
        return document.effective_from
    if not before:
        return ""
    if document.begins:
        return document.begins
    together = before[-1].present and before[-1].published >= document.published
    return (own_date(document) if together else "") or document.published


def _kept(document: Document, later: Sequence[Document], today: str) -> Document:
    """An edition no longer among the files: it holds until the next begins, and never begins if it hasn't yet."""
    followed = any(e.present for e in later)
    if document.withdrawn or (followed and document.begins <= today):
        return document
    return replace(document, withdrawn=today)
