"""`clausewise directory check` as the one who keeps the file meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.directory_peers import Peer, graph_row, serving
from tests.surfaces.conftest import Run

ROOT = Path(__file__).parents[2]


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli.main", "directory", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_sound_directory_is_counted(tmp_path: Path) -> None:
    example = (ROOT / "docs/directory.md").read_text(encoding="utf-8").split("```csv\n")[1].split("```")[0]
    (tmp_path / "people.csv").write_text(example, encoding="utf-8")
    done = check(str(tmp_path / "people.csv"))
    assert done.returncode == 0
    assert "3 people, 2 of them with a line manager who can be found." in done.stdout


def test_what_needs_mending_is_told_and_fails(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name,manager\n1,Ann,\n2,Bob,9\n3,Cat,1\n")
    done = check(str(tmp_path / "people.csv"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["faults"] == [
        '2 has a line manager, "9", who can\'t be found. Add them, or name another.'
    ]


def test_no_directory_is_wrong_usage() -> None:
    done = check()
    assert done.returncode == 2
    assert "clausewise directory check people.csv" in done.stderr


def test_all_sources_are_asked_and_each_is_told_of(clausewise: Run, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,name,email,manager\n1,Ann,ann@example.org,\n2,Bob,bob@example.org,9\nx\n")
    rows = [graph_row("ann"), graph_row("bob", "ann"), graph_row("cat", "ann")]
    with serving(Peer(rows)) as peer:
        told = {
            "CLAUSEWISE_DIRECTORY__FILE": str(people), "CLAUSEWISE_GRAPH__TENANT": "t1",
            "CLAUSEWISE_GRAPH__CLIENT_ID": "c1", "CLAUSEWISE_GRAPH__CLIENT_SECRET": "s1",
            "CLAUSEWISE_GRAPH__API": f"{peer.url}/v1.0", "CLAUSEWISE_GRAPH__LOGIN": peer.url,
        }  # fmt: skip
        found = json.loads(clausewise("directory", "check", "--json", **told).stdout)
        assert (found["people"], [one["people"] for one in found["sources"]]) == (3, [2, 3])
        assert [fault.split()[0] for fault in found["faults"]] == ["people.csv:4:", "2"]
        peer.faults["/v1.0/users"] = [(403, {}, {"error": {"code": "Authorization_RequestDenied"}})]
        failed = clausewise("directory", "check", **told)
        assert failed.returncode == 1
        assert "From graph: 3 people." in failed.stdout
        assert "User.Read.All, with an administrator's consent. People count as they were on" in failed.stdout
        doctor = clausewise("doctor", "--json", **told).stdout
    assert "graph: Microsoft Graph doesn't tell who works here" in doctor


def test_a_source_that_is_not_configured_cannot_be_named(clausewise: Run) -> None:
    done = clausewise("directory", "check", CLAUSEWISE_DIRECTORY__SOURCES="graph")
    assert done.returncode == 2
    assert "directory.sources names graph, which isn't configured" in done.stderr
