"""The guidance loader folds duplicates and names file and line of what it rejects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import guidance, rows
from ingest.errors import Rejected
from knowledge.model import Check, Saying, Signing

IDS = {"P:1", "P:2"}


def folder(tmp_path: Path, *lines: object, rules: str = "") -> Path:
    (tmp_path / "examples").mkdir()
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (tmp_path / "examples/a.jsonl").write_text(text, encoding="utf-8")
    if rules:
        (tmp_path / "P.yaml").write_text(rules, encoding="utf-8")
    return tmp_path


def question(ask: str, clause: str = "P:1", **more: object) -> dict[str, object]:
    return {"type": "question", "ask": ask, "clause": clause, **more}


def test_duplicates_are_folded(tmp_path: Path) -> None:
    found = guidance.load(folder(tmp_path, question("Can I go?"), question("can i GO"), question("Why?")), IDS)
    assert [example.ask for example in found.examples] == ["Can I go?", "Why?"]


def test_two_lines_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match=r"a\.jsonl:2: asks the same as a\.jsonl:1 but names another clause"):
        guidance.load(folder(tmp_path, question("Can I go?"), question("can i go", "P:2")), IDS)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "isn't a line of JSON"),
        ({"type": "question", "ask": "Why?"}, "clause: Field required"),
        ({"type": "riddle", "ask": "Why?"}, "does not match any of the expected tags"),
        (question("Why?", "P:9"), 'there is no clause "P:9"'),
        (question("Why?", verdict="maybe"), "verdict"),
        (question(""), "is still empty"),
        (question("Why?", colour="red"), "Extra inputs are not permitted"),
        ('["a list"]', "a.jsonl:2"),
    ],
)
def test_a_bad_line_is_named(line: object, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as rejected:
        guidance.load(folder(tmp_path, question("Fine?"), line), IDS)
    assert reason in str(rejected.value)
    assert "a.jsonl:2" in str(rejected.value)


def test_a_rule_for_an_unknown_clause_is_named_with_its_line(tmp_path: Path) -> None:
    rules = "document: P\nclauses:\n  P:7:\n    rules:\n      - {stance: permit, plain: You may.}\n"
    with pytest.raises(Rejected, match=r'P\.yaml:3: there is no clause "P:7"'):
        guidance.load(folder(tmp_path, question("Fine?"), rules=rules), IDS)


def test_the_shipped_guidance_is_sound() -> None:
    root = Path(__file__).parents[2]
    ids = set(json.loads((root / "tests/golden/clauses.json").read_text(encoding="utf-8")))
    found = guidance.load(root / "knowledge/guidance", ids)
    assert set(found.rules) == ids
    assert len(found.examples) > 9000
    folded = [rows.folded(example.ask) for example in found.examples]
    assert len(folded) == len(set(folded))


def words(tmp_path: Path, text: str) -> guidance.Guidance:
    (tmp_path / guidance.WORDS).write_text(text, encoding="utf-8")
    return guidance.load(tmp_path, IDS)


def test_an_owner_s_everyday_words_are_read_beside_the_rest(tmp_path: Path) -> None:
    found = words(tmp_path, "# ours\nthe hub, hubby : intranet page\nhv = home visit\nlmao =\n")
    assert found.words == (
        Saying(("the hub", "hubby"), ("intranet page",)),
        Saying(("hv",), ("home visit",), replaced=True),
        Saying(("lmao",), (), replaced=True),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("the hub", "needs what is said and what is written"),
        (": intranet", "needs what is said and what is written"),
        ("the hub :", "needs what is said and what is written"),
        ("the hub = intranet", "Use : instead of ="),
        ("rota : shift", 'says "rota" as line 1 does'),
        ("ROTA = shift", 'says "ROTA" as line 1 does'),
    ],
)
def test_a_bad_line_of_words_is_named(line: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as rejected:
        words(tmp_path, f"rota : working pattern\n{line}\n")
    assert reason in str(rejected.value)
    assert "words.txt:2" in str(rejected.value)


def test_words_that_are_no_text_are_told_of(tmp_path: Path) -> None:
    (tmp_path / guidance.WORDS).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Rejected, match=r"words\.txt: can't be read"):
        guidance.load(tmp_path, IDS)


def draft(text: str = "The code is 4471", verdict: str = "do_not_share", **more: object) -> dict[str, object]:
    finding = {"kind": "credential", "clauses": ["P:1"], "span": "code is 4471"}
    return {"type": "draft", "text": text, "verdict": verdict, "findings": [finding], **more}


def test_drafts_are_read_with_their_faults_and_file(tmp_path: Path) -> None:
    found = guidance.load(folder(tmp_path, draft(), draft()), IDS).drafts
    assert len(found) == 1
    assert (found[0].outcome, found[0].source, found[0].faults[0].words) == ("do_not_share", "a", "code is 4471")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (draft(verdict="ok"), "is the same draft as a.jsonl:1 with another verdict"),
        (draft("No number in it"), "don't stand in the draft"),
        (draft(findings=[{"kind": "rude", "clauses": [], "span": None}]), "kind"),
        (draft(findings=[{"kind": "credential", "clauses": ["P:9"], "span": None}]), 'there is no clause "P:9"'),
    ],
)
def test_a_bad_draft_is_named(line: object, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as rejected:
        guidance.load(folder(tmp_path, draft(), line), IDS)
    assert reason in str(rejected.value)
    assert "a.jsonl:2" in str(rejected.value)


SHARING = "document: P\nclauses: {}\nsharing:\n  credential:\n    clauses: [P:1]\n    outcome: change_first\n"


def test_what_the_owner_wants_done_about_faults_is_read(tmp_path: Path) -> None:
    rules = f"{SHARING}    alone: do_not_share\n    ask: true\n"
    handling = guidance.load(folder(tmp_path, rules=rules), IDS).sharing["credential"]
    assert (handling.clauses, handling.outcome, handling.alone, handling.ask) == (
        ("P:1",),
        "change_first",
        "do_not_share",
        True,
    )


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (SHARING, "P.yaml:4: sharing.credential.alone: Field required"),
        (f"{SHARING}    alone: never\n", "P.yaml:7"),
        (f"{SHARING.replace('P:1', 'P:9')}    alone: ok\n", 'P.yaml:4: there is no clause "P:9"'),
        (f"{SHARING.replace('credential', 'rudeness')}    alone: ok\n", "P.yaml:4"),
    ],
)
def test_a_bad_handling_is_named_with_its_line(rules: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as rejected:
        guidance.load(folder(tmp_path, rules=rules), IDS)
    assert reason in str(rejected.value)


def test_two_documents_that_both_handle_a_kind_are_refused(tmp_path: Path) -> None:
    found = folder(tmp_path, rules=f"{SHARING}    alone: ok\n")
    (found / "Q.yaml").write_text(f"{SHARING}    alone: ok\n", encoding="utf-8")
    with pytest.raises(Rejected, match=r"Q\.yaml:4: says what to do about credential, as P\.yaml:4 does"):
        guidance.load(found, IDS)


SIGNING = """document: P
signing:
  statement: I have read it.
  again_since: 2026-09-01
  checks:
  - clause: P:1
    ask: May I?
    right: No.
    wrong: [Perhaps.]
"""


def test_what_is_to_be_signed_is_read_with_its_checks(tmp_path: Path) -> None:
    found = guidance.load(folder(tmp_path, rules=SIGNING), IDS).signing["P"]
    assert (found.statement, found.again_since) == ("I have read it.", "2026-09-01")
    assert found.checks == (Check(clause="P:1", ask="May I?", right="No.", wrong=("Perhaps.",)),)


def test_signing_without_more_is_enough(tmp_path: Path) -> None:
    assert guidance.load(folder(tmp_path, rules="document: P\nsigning: {}\n"), IDS).signing == {"P": Signing()}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("P:1", "P:9"), 'there is no clause "P:9"'),
        (("[Perhaps.]", "[no!]"), "two options say the same"),
        (("[Perhaps.]", "[]"), "at least 1 item"),
        (("2026-09-01", "soon"), "again_since"),
    ],
)
def test_checks_that_cannot_be_asked_are_refused(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        guidance.load(folder(tmp_path, rules=SIGNING.replace(*change)), IDS)
