"""Which editions there are after an ingest, and which holds when. Nothing is embedded here: this is about the plan."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import Rejected
from ingest.planning import Plan, plan
from ingest.record import Record
from ingest.sources import find
from knowledge.catalogue import Library
from knowledge.generation import Content
from knowledge.learned import UNTAUGHT_GATE, Learned

TODAY = date(2026, 3, 2)
LATER = date(2026, 9, 1)


class Folder:
    """A folder of policies that is read in again and again, each time on top of what was there before."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.last: Plan | None = None

    def write(self, name: str, days: str = "25", **metadata: str) -> Folder:
        """A leave policy: its number of days is how a test tells editions apart."""
        head = "".join(f"{key}: {value}\n" for key, value in {"reference": "HR-2", **metadata}.items())
        text = f"---\n{head}---\n\n## Leave\n\nColleagues have {days} days.\n\nAsk early.\n\nCarry nothing over.\n"
        (self.place / name).write_text(text, encoding="utf-8")
        return self

    def remove(self, name: str) -> Folder:
        (self.place / name).unlink()
        return self

    def read(self, today: date = TODAY, *, strict: bool = False, same_places: bool = True) -> Plan:
        record = Record(content(self.last) if self.last else None, same_places=same_places)
        self.last = plan(find([self.place]), record, today, strict=strict)
        return self.last

    def held(self, day: date, *audiences: str) -> str | None:
        """The number of days' leave by the edition in force on a day."""
        assert self.last
        view = Library(self.last.documents, self.last.clauses, self.last.rules).at(day, audiences)
        return view.clauses["HR-2:1a"].text.split()[2] if "HR-2:1a" in view.clauses else None


def content(made: Plan) -> Content:
    return Content(
        documents=made.documents,
        clauses=made.clauses,
        rules=made.rules,
        passages=made.passages,
        examples=made.examples,
        vectors=np.zeros((0, 1), dtype=np.float32),
        learned=Learned(UNTAUGHT_GATE),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "policies").mkdir()
    return Folder(tmp_path / "policies")


def test_the_only_edition_without_a_date_has_held_since_ever(folder: Folder) -> None:
    folder.write("leave.md").read()
    assert folder.held(date(1990, 1, 1)) == folder.held(TODAY) == "25"


def test_the_next_edition_holds_from_the_day_it_came(folder: Folder) -> None:
    folder.write("leave.md").read()
    folder.write("leave.md", "26").read(LATER)
    assert folder.held(LATER - timedelta(1)) == "25"
    assert folder.held(LATER) == "26"


def test_effective_dates_decide_whenever_the_files_came(folder: Folder) -> None:
    folder.write("leave.md", effective_from="2023-01-01").read()
    folder.write("leave.md", "26", effective_from="2024-06-01").read()
    assert folder.held(date(2022, 12, 31)) is None
    assert folder.held(date(2024, 5, 31)) == "25"
    assert folder.held(date(2024, 6, 1)) == folder.held(TODAY) == "26"


def test_an_edition_to_come_holds_from_its_day_without_another_ingest(folder: Folder) -> None:
    folder.write("leave.md").read()
    folder.write("leave.md", "26", effective_from=LATER.isoformat()).read()
    assert folder.held(TODAY) == folder.held(LATER - timedelta(1)) == "25"
    assert folder.held(LATER) == "26"


def test_an_edition_to_come_that_is_taken_back_never_holds(folder: Folder) -> None:
    folder.write("a.md").write("b.md", "26", effective_from=LATER.isoformat()).read()
    folder.remove("b.md").read()
    assert folder.held(LATER) == "25"


def test_nothing_holds_after_the_last_day(folder: Folder) -> None:
    folder.write("leave.md", effective_until="2026-12-31").read()
    assert folder.held(date(2026, 12, 31)) == "25"
    assert folder.held(date(2027, 1, 1)) is None


def test_years_of_editions_read_in_at_once_follow_each_other_by_their_printed_dates(folder: Folder) -> None:
    folder.write("x.md", "26", last_updated="3 March 2024").write("y.md", "24", last_reviewed="June 2019")
    folder.write("z.md", "25", last_updated="14 Dec 2021 in Ways of Working").read()
    years = [folder.held(date(year, 12, 31)) for year in (2015, 2020, 2021, 2023, 2024)]
    assert years == ["24", "24", "25", "25", "26"]


def test_an_older_edition_added_later_takes_its_place_before(folder: Folder) -> None:
    folder.write("new.md", "26", last_updated="March 2024").read()
    folder.write("old.md", "24", last_updated="June 2019").read(LATER)
    assert [folder.held(date(year, 12, 31)) for year in (2018, 2023, 2024)] == ["24", "24", "26"]
    assert folder.held(LATER) == "26"


def test_a_correction_on_the_day_it_came_replaces_it_altogether(folder: Folder) -> None:
    folder.write("leave.md", "52").read()
    folder.write("leave.md", "25").read()
    assert folder.held(TODAY - timedelta(1)) == folder.held(TODAY) == "25"
    assert [document.withdrawn for document in folder.last.documents] == [TODAY.isoformat(), None]


def test_an_edition_put_back_holds_again(folder: Folder) -> None:
    folder.write("leave.md").read()
    folder.write("leave.md", "26").read(LATER)
    folder.write("leave.md").read(LATER + timedelta(10))
    assert folder.held(LATER + timedelta(5)) == "26"
    assert folder.held(LATER + timedelta(10)) == folder.held(TODAY) == "25"


def test_a_document_that_has_gone_is_withdrawn_and_kept_for_the_record(folder: Folder) -> None:
    folder.write("leave.md").write("other.md", reference="HR-3").read()
    made = folder.remove("leave.md").read(LATER)
    assert folder.held(LATER - timedelta(1)) == "25"
    assert folder.held(LATER) is None
    assert [(remark.file, "HR-2 is withdrawn" in remark.remark) for remark in made.remarks] == [("leave.md", True)]
    folder.write("more.md", reference="HR-4").read(LATER + timedelta(1))
    assert folder.held(LATER - timedelta(1)) == "25"


def test_another_folder_is_another_collection(folder: Folder) -> None:
    folder.write("leave.md").write("other.md", reference="HR-3").read()
    (folder.place / "leave.md").write_text("---\nreference: HR-2\n---\n\nCats sleep all day.\n\nDogs don't.")
    made = folder.remove("other.md").read(LATER, same_places=False)
    assert len(made.documents) == 1
    assert {clause.id for clause in made.clauses} == {"HR-2:a", "HR-2:b"}


def test_a_later_edition_from_another_folder_follows_the_one_before(folder: Folder) -> None:
    folder.write("leave.md").read()
    folder.write("leave.md", "26").read(LATER, same_places=False)
    assert (folder.held(TODAY), folder.held(LATER)) == ("25", "26")


def test_a_renamed_file_is_the_same_edition(folder: Folder) -> None:
    folder.write("leave.md").read()
    (folder.place / "leave.md").rename(folder.place / "annual-leave.md")
    made = folder.read(LATER)
    assert [(d.source, d.published, d.present) for d in made.documents] == [("annual-leave.md", "2026-03-02", True)]


def test_white_space_makes_no_new_edition(folder: Folder) -> None:
    before = folder.write("leave.md").read()
    file = folder.place / "leave.md"
    file.write_text(file.read_text().replace("\n\n", "\n\n\n"))
    after = folder.read(LATER)
    assert [d.edition for d in after.documents] == [d.edition for d in before.documents]
    assert after.clauses == before.clauses


def test_two_editions_that_no_date_tells_apart_are_named_both(folder: Folder) -> None:
    folder.write("a.md").write("b.md", "26").write("c.md", reference="HR-3")
    made = folder.read()
    assert [Path(skipped.file).name for skipped in made.skipped] == ["a.md", "b.md"]
    assert all("effective_from" in skipped.reason for skipped in made.skipped)
    assert "b.md" in made.skipped[0].reason
    assert {document.reference for document in made.documents} == {"HR-3"}
    with pytest.raises(Rejected, match="no date tells which edition follows which"):
        folder.read(strict=True)


def test_of_two_that_no_date_tells_apart_the_published_one_stays(folder: Folder) -> None:
    folder.write("b.md").read()
    made = folder.write("a.md", "26").read(LATER)
    assert [Path(skipped.file).name for skipped in made.skipped] == ["a.md"]
    assert folder.held(LATER) == "25"


def test_one_document_in_two_formats_is_taken_once(folder: Folder) -> None:
    folder.write("leave.md")
    text = "Leave Policy\n\nReference: HR-2\n\nColleagues have 25 days.\n\nAsk early.\n\nCarry nothing over.\n"
    (folder.place / "a-leave.txt").write_text(text)
    (folder.place / "copy.md").write_bytes((folder.place / "leave.md").read_bytes())
    made = folder.read()
    assert [document.source for document in made.documents] == ["copy.md"]
    told = {Path(remark.file).name: remark.remark for remark in made.remarks}
    assert "is the same document as" in told["a-leave.txt"]
    assert "is the same file as" in told["leave.md"]


def test_pages_that_are_called_alike_are_documents_of_their_own(folder: Folder) -> None:
    for name, text in {
        "index.md": "Welcome.",
        "leave/index.md": "Ask early.",
        "pay/index.md": "Pay is monthly.",
    }.items():
        file = folder.place / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{text} This is a page.")
    assert [document.reference for document in folder.read().documents] == ["INDEX", "LEAVE-INDEX", "PAY-INDEX"]
    (folder.place / "index.md").write_text("Hello, all of you.")
    (folder.place / "pay/index.md").write_text("Pay comes weekly now.")
    made = folder.read(LATER)
    present = {document.source: document.reference for document in made.documents if document.present}
    assert present == {"index.md": "INDEX", "leave/index.md": "LEAVE-INDEX", "pay/index.md": "PAY-INDEX"}
    assert {clause.id for clause in made.clauses if clause.document == "PAY-INDEX"} == {"PAY-INDEX:a", "PAY-INDEX:a-2"}


def test_a_published_file_that_can_no_longer_be_read_stays_in_force(folder: Folder) -> None:
    folder.write("leave.md").write("other.md", reference="HR-3").read()
    (folder.place / "leave.md").write_bytes(b"\xff\xfe")
    made = folder.read(LATER)
    assert folder.held(LATER) == "25"
    assert "stays in force" in made.skipped[0].reason


def test_an_unchanged_document_is_not_read_again(folder: Folder) -> None:
    before = folder.write("leave.md").read()
    after = folder.write("other.md", reference="HR-3").read(LATER)
    assert after.documents[0] is not None
    assert [c for c in after.clauses if c.document == "HR-2"] == list(before.clauses)


def test_what_editions_have_in_common_is_searched_for_once(folder: Folder) -> None:
    folder.write("leave.md").read()
    made = folder.write("leave.md", "26").read(LATER)
    old, new = (document.edition for document in made.documents)
    standing = {(p.text.rsplit(". ", 1)[-1], p.editions) for p in made.passages}
    assert standing == {
        ("Colleagues have 25 days.", (old,)),
        ("Ask early.", (old, new)),
        ("Carry nothing over.", (old, new)),
        ("Colleagues have 26 days.", (new,)),
    }


def test_guidance_may_name_clauses_of_any_edition_and_speaks_for_the_newest(folder: Folder) -> None:
    rules = "document: HR-2\nclauses:\n" + "".join(
        f"  HR-2:1{letter}:\n    rules:\n      - {{stance: inform, plain: Rule {letter}.}}\n" for letter in "abc"
    )
    (folder.place / "guidance").mkdir()
    (folder.place / "guidance/HR-2.yaml").write_text(rules)
    folder.write("leave.md").read()
    file = folder.write("leave.md", "26").place / "leave.md"
    file.write_text(file.read_text().replace("Ask early.\n\n", ""))
    made = folder.read(LATER)
    library = Library(made.documents, made.clauses, made.rules)
    assert set(library.at(LATER).rules) == {"HR-2:1a", "HR-2:1c"}
    assert set(library.at(TODAY).rules) == {"HR-2:1c"}


def test_documents_with_an_audience_are_for_those_who_name_it(folder: Folder) -> None:
    folder.write("leave.md", audience="Nursery").read()
    assert folder.held(TODAY) is None
    assert folder.held(TODAY, "stores") is None
    assert folder.held(TODAY, "stores", " nursery") == "25"
