"""Whether a policy has been understood: the owner's checks, or some made of its clauses and the owner's plain words.

Made from nothing but what is published, so everybody is asked the same, and any document can be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot import messages
from bot.onboarding.attestation import sha256
from bot.onboarding.changes import Difference
from knowledge.catalogue import Catalogue, reads_as
from knowledge.model import Check, Clause, Rule, Signing, Stance

MOST = 3
"""How many are made where the owner gives none."""
LONGEST = 240
"""Characters of a sentence or option that is asked about."""
_WRONG = 2
_BINDING, _FREE = (Stance.PROHIBIT, Stance.REQUIRE), (Stance.PERMIT, Stance.INFORM)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_MODAL = re.compile(r"\b(must not|may not|should not|must|may|should)\b")
_INSTEAD = {
    "must": ("may", "must not"),
    "must not": ("may", "should"),
    "may": ("must", "must not"),
    "may not": ("may", "must"),
    "should": ("may", "should not"),
    "should not": ("may", "should"),
}


def key(check: Check) -> str:
    """Names a check among those of its document."""
    return f"{check.clause}#{sha256(check.ask)[:8]}"


def options(check: Check) -> tuple[str, ...]:
    """The right one and the wrong ones, in an order that gives nothing away and never changes."""
    return tuple(sorted((check.right, *check.wrong), key=lambda option: sha256(key(check) + option)))


def of(view: Catalogue, newest: Catalogue, signing: Signing) -> tuple[Check, ...]:
    """Checks on a whole document, of which `view` is the edition read and `newest` what guidance speaks about."""
    given = _given(view, newest, signing, view.clauses)
    return given or _spread([*_on_rules(view, view.clauses), *_on_words(view, view.clauses)])


def of_changes(
    view: Catalogue, newest: Catalogue, signing: Signing, differences: Sequence[Difference]
) -> tuple[Check, ...]:
    """Checks on what is new or worded differently; none where clauses have only gone."""
    changed = {one.after.id for one in differences if one.after}
    given = _given(view, newest, signing, changed)
    return given or _spread([*_on_rules(view, changed), *_on_words(view, changed)]) or _which(view, changed)


def _given(view: Catalogue, newest: Catalogue, signing: Signing, among: Collection[str]) -> tuple[Check, ...]:
    """The owner's, where the clause reads in this edition as the owner had it before them."""
    return tuple(
        check
        for check in signing.checks
        if check.clause in among and reads_as(view.clauses[check.clause], newest.clauses.get(check.clause))
    )


def _spread(found: Sequence[Check]) -> tuple[Check, ...]:
    """A few, one a clause, from all over the document."""
    single = list({check.clause: check for check in reversed(found)}.values())[::-1]
    count = min(MOST, len(single))
    return tuple(single[place * len(single) // count] for place in range(count))


def _on_rules(view: Catalogue, among: Collection[str]) -> Iterator[Check]:
    """Which of these is asked of you, which is left to you: by the owner's stances, other clauses' rules beside."""
    rules = [(name, rule) for name in view.clauses for rule in view.rules.get(name, ())]
    for name, rule in rules:
        if name not in among or len(rule.plain) > LONGEST:
            continue
        asked = _asked(rule.stance)
        wrong = _beside(name, rule, [(n, r) for n, r in rules if asked and r.stance in asked[1]])
        if asked and len(wrong) == _WRONG:
            yield Check(clause=name, ask=asked[0], right=rule.plain, wrong=wrong)


def _asked(stance: Stance) -> tuple[str, tuple[Stance, ...]] | None:
    """The question for a rule, and what the wrong options do instead."""
    if stance in _BINDING:
        return messages.CHECK_BINDING, _FREE
    return (messages.CHECK_FREE, _BINDING) if stance is Stance.PERMIT else None


def _beside(name: str, rule: Rule, others: Sequence[tuple[str, Rule]]) -> tuple[str, ...]:
    """Rules of other clauses, chosen by a hash so that they differ from check to check and not from day to day."""
    fit = {r.plain for n, r in others if n != name and len(r.plain) <= LONGEST}
    return tuple(sorted(fit, key=lambda plain: sha256(rule.plain + plain))[:_WRONG])


def _on_words(view: Catalogue, among: Collection[str]) -> Iterator[Check]:
    """Must, may or should: the policy's own word, left out of its own sentence."""
    for name in view.clauses:
        if name not in among:
            continue
        for sentence in _SENTENCE_END.split(view.clauses[name].text):
            found = _MODAL.findall(sentence)
            if len(found) == 1 and len(sentence) <= LONGEST:
                asked = messages.CHECK_WORD.format(sentence=_MODAL.sub("____", sentence))
                yield Check(clause=name, ask=asked, right=found[0], wrong=_INSTEAD[found[0]])


def _which(view: Catalogue, changed: Collection[str]) -> tuple[Check, ...]:
    """Which of these is new: a changed clause among some that are as they were."""
    told = {name: _short(clause) for name, clause in view.clauses.items()}
    new = next((name for name in told if name in changed), None)
    if new is None:
        return ()
    same = sorted({told[name] for name in told if name not in changed} - {told[new]}, key=lambda t: sha256(new + t))
    if not same:
        return ()
    return (Check(clause=new, ask=messages.CHECK_NEW, right=told[new], wrong=tuple(same[:_WRONG])),)


def _short(clause: Clause) -> str:
    text = " ".join(f"{clause.lead_in} {clause.text}".split())
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
