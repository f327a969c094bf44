"""Questions on whether a policy was understood, made of any policy, the same for everybody."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot import messages
from bot.onboarding import changes, checks
from bot.onboarding.changes import Difference
from knowledge.catalogue import Catalogue
from knowledge.model import Check, Clause, Document, Rule, Signing, Stance, Status
from tests import offices

_SENTENCES = st.lists(st.sampled_from("must may should not go stay . ? MUST".split()), min_size=1, max_size=15).map(
    " ".join
)


def catalogue(*texts: str, rules: dict[str, tuple[Rule, ...]] | None = None) -> Catalogue:
    whole = "\n".join(texts)
    document = Document(
        reference="P", title="Policy", status=Status.OFFICIAL, source="p.md", source_sha256="0", text=whole,
        edition="e", published="",
    )  # fmt: skip
    starts = [sum(len(text) + 1 for text in texts[:place]) for place in range(len(texts))]
    clauses = [
        Clause(
            id=f"P:{place}", document="P", section_path=(), position=f"point {place}", text=text, lead_in="",
            start=start, end=start + len(text), edition="e",
        )
        for place, (text, start) in enumerate(zip(texts, starts, strict=True), 1)
    ]  # fmt: skip
    return Catalogue([document], clauses, rules or {})


def made(view: Catalogue) -> tuple[Check, ...]:
    return checks.of(view, view, Signing())


def test_a_policy_without_guidance_is_asked_about_in_its_own_words() -> None:
    (check,) = made(catalogue("Receipts must be kept. Keep them dry."))
    assert check.ask == messages.CHECK_WORD.format(sentence="Receipts ____ be kept.")
    assert (check.right, check.wrong) == ("must", ("may", "must not"))


def test_a_sentence_in_which_two_words_would_fit_is_not_asked_about() -> None:
    assert made(catalogue("You may go but must come back.")) == ()


def test_the_owners_stances_make_questions_with_other_clauses_beside() -> None:
    rules = {
        "P:1": (Rule(Stance.REQUIRE, "Keep receipts."),),
        "P:2": (Rule(Stance.PERMIT, "You can travel first."),),
        "P:3": (Rule(Stance.INFORM, "Fares change in May."),),
        "P:4": (Rule(Stance.PROHIBIT, "Don't claim twice."),),
    }
    found = {check.clause: check for check in made(catalogue("a", "b", "c", "d", rules=rules))}
    assert found["P:1"].ask == messages.CHECK_BINDING
    assert set(found["P:1"].wrong) == {"You can travel first.", "Fares change in May."}
    assert found["P:2"].ask == messages.CHECK_FREE
    assert set(found["P:2"].wrong) == {"Keep receipts.", "Don't claim twice."}
    assert "P:3" not in found


def test_there_are_few_and_they_come_from_all_over_the_document() -> None:
    found = made(catalogue(*(f"Thing {place} must be done." for place in range(30))))
    assert [check.clause for check in found] == ["P:1", "P:11", "P:21"]


def test_a_policy_of_which_nothing_can_be_asked_is_signed_without() -> None:
    assert made(catalogue("We are glad that you are here.")) == ()


def test_only_what_changed_is_asked_about(tmp_path: Path) -> None:
    library = offices.library(tmp_path, (offices.FIRST, ""), (offices.SECOND, "2026-04-01"))
    old, new = (library.edition("WP", document.edition) for document in library.documents)
    assert old
    assert new
    differences = changes.between(old, new)
    assert [(one.before and one.before.id, one.after and one.after.id) for one in differences] == [
        ("WP:1.1", "WP:1.1"),
        ("WP:1.3", None),
    ]
    assert {check.clause for check in checks.of_changes(new, new, Signing(), differences)} == {"WP:1.1"}


def test_where_nothing_else_can_be_asked_it_is_which_clause_is_new() -> None:
    view = catalogue("Old words.", "New words.", "More old words.")
    (check,) = checks.of_changes(view, view, Signing(), [Difference(None, view.clauses["P:2"])])
    assert (check.ask, check.right) == (messages.CHECK_NEW, "New words.")
    assert set(check.wrong) == {"Old words.", "More old words."}


def test_clauses_that_have_only_gone_are_not_asked_about() -> None:
    view = catalogue("Old words.", "More old words.")
    gone = catalogue("Gone.").clauses["P:1"]
    assert checks.of_changes(view, view, Signing(), [Difference(gone, None)]) == ()


@given(st.lists(_SENTENCES, max_size=12))
def test_whatever_the_policy_every_check_has_one_right_answer_and_never_changes(texts: list[str]) -> None:
    view = catalogue(*texts)
    found = made(view)
    assert found == made(view)
    assert len(found) <= checks.MOST
    for check in found:
        options = checks.options(check)
        assert len(set(options)) == len(options) >= 2
        assert options.count(check.right) == 1
