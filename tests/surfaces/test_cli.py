"""The command line as a person and as a program meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Write = Callable[[dict[str, "str | bytes"]], Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def clausewise(
    *arguments: str, home: Path, stdin: str | bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    raw = subprocess.run(
        [sys.executable, "-m", "bot.cli.main", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "CLAUSEWISE_HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
        timeout=300,
    )
    return subprocess.CompletedProcess(raw.args, raw.returncode, raw.stdout.decode(), raw.stderr.decode())


def test_the_main_job(shipped_home: Path) -> None:
    done = clausewise("ask", "can I post our sales figures on LinkedIn?", home=shipped_home)
    assert done.returncode == 0
    printed = " ".join(done.stdout.split())
    assert printed.startswith("No, best not.")
    assert "“Do not share business information such as commercially sensitive information" in printed
    assert 'Use of Social Networks Policy (PSG-SM-001), "Colleague Behaviour on Social Networks", point 2' in printed
    assert "your line manager" in printed


def test_json_has_the_documented_fields(shipped_home: Path) -> None:
    done = clausewise("ask", "--json", "can I post our sales figures on LinkedIn?", home=shipped_home)
    found = json.loads(done.stdout)
    assert list(found) == [
        "id", "question", "status", "verdict", "answer", "citations", "route", "confidence", "writer", "generation",
        "took_ms",
    ]  # fmt: skip
    assert list(found["citations"][0]) == ["clause_id", "label", "quote", "status", "version"]
    assert (found["status"], found["verdict"], found["route"]) == ("answered", "no", None)
    assert found["citations"][0]["clause_id"] == "PSG-SM-001:4.2"


def test_a_refusal_says_so_and_exits_with_1(shipped_home: Path) -> None:
    done = clausewise("ask", "what is the capital of Mongolia?", home=shipped_home)
    assert done.returncode == 1
    assert "won't guess" in " ".join(done.stdout.split())


def test_a_line_out_for_each_line_in(shipped_home: Path) -> None:
    lines: list[bytes] = [
        b"can I post our sales figures?",
        b"",
        b"   ",
        json.dumps({"id": "X7", "q": "can I post a photo of the bake sale?", "conversation": "c"}).encode(),
        json.dumps({"id": "X8", "q": "and with surnames?", "conversation": "c"}).encode(),
        b"{not json",
        b'{"id": "X9"}',
        b'{"q": 7}',
        b"\xff\xfe bytes that are not text \x00",
        "могу ли я это опубликовать? \u202egnp.exe".encode(),
        b"x" * 200_000,
        b"{" * 3000,
        b"hello",
    ]
    done = clausewise("ask", "--json", "-", home=shipped_home, stdin=b"\n".join(lines) + b"\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert [answer["id"] for answer in answers[:5]] == ["Q1", "Q2", "Q3", "X7", "X8"]
    assert all(answer["answer"] for answer in answers)
    assert "4,000 characters" in answers[10]["answer"]
    assert done.returncode == 1
    assert done.stderr == ""


def test_lines_are_answered_as_they_come(shipped_home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli.main", "ask", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "CLAUSEWISE_HOME": str(shipped_home), "PYTHONPATH": str(ROOT)},
        text=True,
        bufsize=1,
    )
    assert process.stdin
    assert process.stdout
    for question in ("can I like a rude post?", "do I sign the policy?"):
        process.stdin.write(question + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["question"] == question
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    process.stdout.close()


def test_the_same_question_gets_the_same_answer(shipped_home: Path) -> None:
    question = "is it ok to repost a meme about our competitors"
    first, second = (json.loads(clausewise("ask", "--json", question, home=shipped_home).stdout) for _ in range(2))
    del first["took_ms"], second["took_ms"]
    assert first == second


def test_chat_answers_and_shows_whole_clauses(shipped_home: Path) -> None:
    done = clausewise("chat", home=shipped_home, stdin="what happens if I swear at a colleague online?\nwhole\nquit\n")
    assert done.returncode == 0
    assert "Use of Social Networks Policy" in done.stdout
    assert "Bye for now." in done.stdout


def test_clauses_lists_every_clause(shipped_home: Path) -> None:
    done = clausewise("clauses", "--json", home=shipped_home)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 34
    assert {"clause_id", "document", "title", "section_path", "position", "text", "version", "status", "owner",
            "last_reviewed"} <= set(rows[0])  # fmt: skip
    assert {row["status"] for row in rows} == {"official", "paraphrase"}
    reviewed = {row["last_reviewed"] for row in rows if row["document"] == "PSG-SM-001"}
    assert reviewed == {"June 2019"}


def test_doctor_on_a_working_machine_and_before_ingest(shipped_home: Path, tmp_path: Path) -> None:
    assert clausewise("doctor", home=shipped_home).returncode == 0
    done = clausewise("doctor", home=tmp_path / "new")
    assert done.returncode == 1
    assert "clausewise ingest" in " ".join(done.stdout.split())


def test_own_documents_without_guidance(policies: Write, tmp_path: Path) -> None:
    folder = policies({
        "leave.md": "---\ntitle: Leave Policy\nreference: HR-2\n---\n\n## Holiday\n\nColleagues have 25 days of annual "
        "leave.\n\n## Carrying over\n\nUp to five days may be carried over into the next year with agreement.\n",
        "bikes.txt": "Cycle Policy\nParking\nBicycles may be parked in the rear yard only.\n",
    })  # fmt: skip
    home = tmp_path / "home"
    report = json.loads(clausewise("ingest", "--json", str(folder), home=home).stdout)
    assert (report["documents"], report["clauses"], report["changed"]) == (2, 3, True)
    again = json.loads(clausewise("ingest", "--json", str(folder), home=home).stdout)
    assert (again["changed"], again["embedded"]) == (False, 0)
    answer = json.loads(clausewise("ask", "--json", "how many days can I carry over to next year?", home=home).stdout)
    assert answer["citations"][0]["clause_id"] == "HR-2:2a"
    refusal = json.loads(clausewise("ask", "--json", "who won the cup final in 1966?", home=home).stdout)
    assert refusal["status"] == "refused"


def test_another_knowledge_folder_is_read_when_asked_for(policies: Write, shipped_home: Path, tmp_path: Path) -> None:
    folder = policies({"bikes.txt": "Cycle Policy\nParking\nBicycles may be parked in the rear yard only.\n"})
    done = clausewise("clauses", "--json", "--knowledge", str(folder), home=tmp_path / "home")
    assert [json.loads(line)["clause_id"] for line in done.stdout.splitlines()] == ["BIKES:1a"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("ask",), 2, "Missing argument"),
        (("ask", "-"), 2, "clausewise ask --json -"),
        (("ask", ""), 1, "Please type a question"),
        (("ask", "x" * 100_000), 1, "4,000 characters"),
        (("ingest", "/nowhere/at/all"), 1, "There is no file or folder"),
        (("ask", "hello", "--knowledge", "/nowhere/at/all"), 1, "There is no file or folder"),
        (("eval", "/nowhere.jsonl"), 2, "can't be read"),
        (("dance",), 2, "No such command"),
    ],
)
def test_wrong_use_is_told_what_to_do(
    arguments: tuple[str, ...], status: int, message: str, shipped_home: Path
) -> None:
    done = clausewise(*arguments, home=shipped_home)
    assert done.returncode == status
    assert message in " ".join((done.stdout + done.stderr).split())
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_taken_is_skipped_or_stops_the_run(policies: Write, tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = policies({"a.md": "# A\n\nYou may park."})
    clausewise("ingest", str(folder), home=home)
    before = (home / "current").read_text()
    policies({"b.md": "---\nownr: me\n---\nText.", "c.md": "# C\n\nYou may not."})
    strict = clausewise("ingest", "--strict", str(folder), home=home)
    assert strict.returncode == 1
    assert 'b.md:2: the front matter has an unknown key "ownr"' in strict.stderr
    assert (home / "current").read_text() == before
    done = clausewise("ingest", "--json", str(folder), home=home)
    assert done.returncode == 0
    assert "1 file was skipped; everything else is published:" in done.stderr
    skipped = json.loads(done.stdout)["skipped"]
    assert [Path(each["file"]).name for each in skipped] == ["b.md"]
    assert 'unknown key "ownr"' in skipped[0]["reason"]
    again = json.loads(clausewise("ingest", "--json", str(folder), home=home).stdout)
    assert (again["changed"], again["skipped"]) == (False, skipped)
    assert clausewise("ingest", "--strict", str(folder), home=home).returncode == 1


def leave(days: int, **metadata: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in metadata.items())
    return (
        f"---\ntitle: Leave Policy\nreference: HR-2\n{head}---\n\n## Leave\n\nColleagues have {days} days of leave.\n"
    )


def test_answers_as_of_another_day(policies: Write, tmp_path: Path) -> None:
    home, question = tmp_path / "home", "how many days of leave do colleagues have?"
    folder = policies({"leave.md": leave(25, effective_from="2023-01-01")})
    clausewise("ingest", str(folder), home=home)
    policies({"leave.md": leave(26, effective_from="2024-06-01")})
    report = json.loads(clausewise("ingest", "--json", str(folder), home=home).stdout)
    assert (report["documents"], report["editions"], report["clauses"]) == (1, 2, 1)
    now = json.loads(clausewise("ask", "--json", question, home=home).stdout)
    assert "26 days" in now["answer"]
    assert "as_of" not in now
    then = clausewise("ask", "--as-of", "3 March 2024", question, home=home)
    assert then.returncode == 0
    assert "As of 3 March 2024, from the edition in force then." in then.stdout
    assert "25 days" in then.stdout
    assert "26 days" not in then.stdout
    lines = [json.dumps({"q": question, "as_of": day}) for day in ("2024-03-03", "2022-12-31", "soon")]
    done = clausewise("ask", "--json", "-", home=home, stdin="\n".join(lines))
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["status"], first["as_of"]) == ("answered", "2024-03-03")
    assert first["citations"][0]["version"].startswith("2023-01-01 (")
    assert (second["status"], second["citations"]) == ("refused", [])
    assert "None of the policies I have covers 31 December 2022" in second["answer"]
    assert "isn't a day that I can read" in third["answer"]
    wrong = clausewise("ask", "--as-of", "last week", question, home=home)
    assert wrong.returncode == 2
    assert "Write it like 2024-03-03 or 3 March 2024" in wrong.stderr
    listed = clausewise("clauses", "--as-of", "2024-03-03", home=home)
    assert "25 days" in listed.stdout
    assert "26 days" not in listed.stdout


def test_answers_for_an_audience(policies: Write, tmp_path: Path) -> None:
    home, question = tmp_path / "home", "where do phones stay while children are present?"
    folder = policies({
        "nursery.md": "---\nreference: NUR\naudience: Nursery\n---\n\nPhones stay in the locker while children are "
        "present.\n",
        "leave.md": leave(25),
    })  # fmt: skip
    clausewise("ingest", str(folder), home=home)

    def cited(*arguments: str, **environment: str) -> list[str]:
        done = clausewise("ask", "--json", *arguments, question, home=home, **environment)
        return [each["clause_id"] for each in json.loads(done.stdout)["citations"]]

    assert "NUR:a" not in cited()
    assert cited("--audience", "nursery") == ["NUR:a"]
    assert cited(CLAUSEWISE_AUDIENCES="stores, nursery") == ["NUR:a"]
    line = json.dumps({"q": question, "audience": ["nursery"]})
    assert "NUR:a" in clausewise("ask", "--json", "-", home=home, stdin=line).stdout
    assert "NUR:a" not in clausewise("clauses", home=home).stdout
    assert "NUR:a" in clausewise("clauses", "--audience", "nursery", home=home).stdout
    chat = clausewise("chat", "--audience", "nursery", home=home, stdin=f"{question}\nwhole\nquit\n")
    assert "Phones stay in the locker" in chat.stdout


def test_unknown_settings_are_refused(shipped_home: Path, tmp_path: Path) -> None:
    done = clausewise("ask", "hello", home=shipped_home, CLAUSEWISE_HOEM="x")
    assert done.returncode == 2
    assert "There is no setting CLAUSEWISE_HOEM" in done.stderr
    (tmp_path / "clausewise.toml").write_text("colour = 'red'\n")
    done = clausewise("ask", "hello", home=shipped_home)
    assert done.returncode == 2
    assert "colour" in done.stderr


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = clausewise("ingest", home=tmp_path / "file")
    assert done.returncode == 1
    assert "can't be written to" in done.stderr


@pytest.mark.parametrize(
    "command",
    ["ask", "chat", "ingest", "clauses", "diff", "generations", "rollback", "prune", "guidance", "eval", "doctor"],
)
def test_every_command_has_help_and_is_documented(command: str, shipped_home: Path) -> None:
    done = clausewise(command, "--help", home=shipped_home)
    assert done.returncode == 0
    assert "Usage" in done.stdout
    assert f"clausewise {command}" in (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def test_answering_never_imports_torch_or_learning(shipped_home: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from bot.settings import Settings; from bot.wiring import *;"
        f"from bot.model import Question; o = open_generation(Home(Path({str(shipped_home)!r})));"
        "answering(Settings(), o).answer(Question('can I post a photo?'));"
        "print([m for m in ('torch', 'sentence_transformers', 'sklearn', 'ingest') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "[]"


def test_eval_writes_a_page_compares_and_fails_below_a_bar(shipped_home: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    rows = [
        {"q": "can I post our sales figures on LinkedIn?", "clauses": ["PSG-SM-001:4.2"], "form": "permission"},
        {"q": "what's the capital of Mongolia?", "clauses": []},
        {"turns": [{"q": "can I post our sales figures?", "clauses": ["PSG-SM-001:4.2"]}]},
    ]
    asked.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    page, history = tmp_path / "report.html", tmp_path / "history.jsonl"
    arguments = ("eval", str(asked), "--html", str(page), "--history", str(history))
    assert clausewise(*arguments, home=shipped_home).returncode == 0
    (tmp_path / "bars.toml").write_text('[questions]\n"right clause first" = { least = 0.5 }\n', encoding="utf-8")
    again = clausewise(*arguments, "--json", home=shipped_home)
    assert again.returncode == 0
    assert json.loads(again.stdout)["missed"] == []
    assert "100.0%" in page.read_text(encoding="utf-8")
    (tmp_path / "bars.toml").write_text('[questions]\n"answered" = { most = 0.5 }\n', encoding="utf-8")
    assert clausewise(*arguments, home=shipped_home).returncode == 1
