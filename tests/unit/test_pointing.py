"""From what was spotted to what is shown: no words reported twice, kinds together, most serious first, one screen."""

from __future__ import annotations

from bot import messages, terminal
from bot.model import Check, Finding, Kind, Outcome, Spotted
from bot.sharing import pointing, telling
from knowledge.catalogue import Catalogue
from knowledge.model import Clause, Document, Status

TEXT = "Never give out numbers. Never share secrets. Be kind."


def catalogue() -> Catalogue:
    document = Document(
        reference="R", title="Rules", status=Status.OFFICIAL, source="r.md", source_sha256="s", text=TEXT, edition="e",
        published="2026-01-01",
    )  # fmt: skip
    spans = {"R:1": (0, 23), "R:2": (24, 44), "R:3": (45, 53)}
    clauses = [
        Clause(
            id=name, document="R", section_path=(), position=name[-1], text=TEXT[start:end], lead_in="", start=start,
            end=end, edition="e",
        )
        for name, (start, end) in spans.items()
    ]  # fmt: skip
    return Catalogue([document], clauses, {})


def found(kind: Kind, *clauses: str, start: int = 0, what: str = "") -> Finding:
    return Finding(kind, clauses, start, start + 4, f"w{start:03}", messages.why(kind, what), messages.fix(kind, what))


def check(*findings: Finding) -> Check:
    points = pointing.points(findings, list(Kind), catalogue())
    return Check(outcome=Outcome.CHANGE_FIRST, draft="word " * 200, text="", findings=findings, points=points)


def test_words_are_reported_once_a_kind_and_what_has_a_form_keeps_its_own() -> None:
    spotted = [
        Spotted(Kind.PERSONAL_DATA, 0, 40),
        Spotted(Kind.PERSONAL_DATA, 10, 20, what="phone_number", certainty=0.8),
        Spotted(Kind.PERSONAL_DATA, 12, 22, what="reference_number", certainty=0.6),
        Spotted(Kind.CREDENTIAL, 10, 20, what="access_code"),
        Spotted(Kind.DISREPUTE, 50, 60),
        Spotted(Kind.DISREPUTE, 55, 70),
        Spotted(Kind.DISREPUTE, 69, 75),
        Spotted(Kind.DISREPUTE, 80, 90),
    ]
    shown = [(one.kind, one.start, one.end) for one in pointing.merged(spotted, "1" * 90)]
    assert shown == [
        (Kind.CREDENTIAL, 10, 20),
        (Kind.PERSONAL_DATA, 10, 20),
        (Kind.DISREPUTE, 50, 75),
        (Kind.DISREPUTE, 80, 90),
    ]


def test_a_number_stands_beside_what_else_is_told_of_its_owner_and_words_are_whole() -> None:
    draft = "Mr Patel of 14 High Street is back after his heart operation, he says"
    spotted = [
        Spotted(Kind.PERSONAL_DATA, 12, 26, what="postal_address"),
        Spotted(Kind.PERSONAL_DATA, 0, 49, what="circumstances", certainty=0.8),
        Spotted(Kind.PERSONAL_DATA, 0, 30),
        Spotted(Kind.DISREPUTE, 36, 43),
    ]
    shown = [draft[one.start : one.end] for one in pointing.merged(spotted, draft)]
    assert shown == ["Mr Patel of 14 High Street is back after his heart", "14 High Street", "after his"]


def test_findings_that_are_told_alike_make_one_point_and_no_clause_is_quoted_twice() -> None:
    points = pointing.points(
        [
            found(Kind.DISREPUTE, "R:3", start=1),
            found(Kind.CREDENTIAL, "R:2", "R:1", start=2),
            found(Kind.PERSONAL_DATA, "R:1", start=3, what="phone_number"),
            found(Kind.PERSONAL_DATA, "R:1", start=4, what="postcode"),
            found(Kind.PERSONAL_DATA, "R:1", "R:9", start=5),
        ],
        [Kind.PERSONAL_DATA, Kind.CREDENTIAL, Kind.DISREPUTE],
        catalogue(),
    )
    assert [point.words for point in points] == [("w003", "w004"), ("w005",), ("w002",), ("w001",)]
    assert [point.quote and point.quote.clause_id for point in points] == ["R:1", None, "R:2", "R:3"]


def test_a_check_is_told_with_three_points_and_how_many_more() -> None:
    kinds = [Kind.CREDENTIAL, Kind.DISREPUTE, Kind.COPYRIGHT, Kind.WORK_TIME, Kind.SAFEGUARDING]
    one, two, three = texts = [telling.told(check(*(found(k) for k in kinds[:n]))) for n in (3, 4, 5)]
    assert [text.count("“w000”") for text in texts] == [3, 3, 3]
    assert messages.ONE_MORE_POINT not in one
    assert messages.ONE_MORE_POINT in two
    assert messages.MORE_POINTS.format(count=2) in three


def test_every_kind_has_its_reason_its_remedy_and_what_it_depends_on() -> None:
    for kind in Kind:
        assert messages.why(kind, "")
        assert messages.fix(kind, "")
        assert messages.depends(kind) != messages.depends("unsure")


def test_long_drafts_are_shown_around_their_faults() -> None:
    console = terminal.console()
    with console.capture() as shown:
        console.print(
            terminal.render_check(
                check(found(Kind.DISREPUTE, start=500), found(Kind.CREDENTIAL, start=900)), marked=True
            )
        )
    printed = " ".join(shown.get().split())
    assert printed.count("[[word]]") == 2
    assert printed.count("…") == 3
    assert printed.count("word") < 60
