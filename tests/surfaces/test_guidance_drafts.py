"""`clausewise guidance` on the command line, with and without a chat model, which is asked over real HTTP."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[dict[str, "str | bytes"]], Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
LEAVE = "---\nreference: L\ntitle: Leave\n---\n\n## Days\n\nColleagues may take 25 days.\n\nNever carry days over.\n"


class Model(ThreadingHTTPServer):
    """A chat model behind the OpenAI API that answers every request with `content`, or fails with `status`."""

    def __init__(self) -> None:
        self.content = ""
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(raw))
        message = {"role": "assistant", "content": self.server.content}
        body = json.dumps({
            "id": "1", "object": "chat.completion", "created": 0, "model": "m",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }).encode()  # fmt: skip
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing on standard error."""


@pytest.fixture
def model() -> Iterator[Model]:
    with Model() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def with_model(model: Model, clausewise: Run) -> Run:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return clausewise(
            *arguments,
            CLAUSEWISE_MODEL__NAME="openai:test",
            CLAUSEWISE_MODEL__BASE_URL=f"http://127.0.0.1:{model.server_port}/v1",
            CLAUSEWISE_MODEL__API_KEY="a secret",
        )

    return run


def test_from_draft_to_use(policies: Write, clausewise: Run) -> None:
    folder = policies({"documents/leave.md": LEAVE})
    assert clausewise("guidance", "draft", "L").returncode == 1
    clausewise("ingest", folder)
    done = clausewise("guidance", "draft", "L")
    rules, examples = folder / "guidance/drafts/L.yaml", folder / "guidance/drafts/examples/L.jsonl"
    assert f"clausewise guidance accept {rules}" in done.stderr
    assert "stance: permit" in rules.read_text()
    again = clausewise("guidance", "draft", folder / "documents/leave.md")
    assert (again.returncode, "There is a draft already" in again.stderr) == (1, True)

    unfinished = clausewise("guidance", "accept", rules)
    assert unfinished.returncode == 1
    assert "L.yaml:11" in unfinished.stderr
    rules.write_text(rules.read_text().replace('plain: ""', "plain: So it is."))
    examples.write_text('{"type": "question", "ask": "how long can I be off?", "clause": "L:1a"}\n')
    assert clausewise("guidance", "accept", rules, examples).returncode == 0
    report = json.loads(clausewise("ingest", "--json", folder).stdout)
    assert report["examples"] == 1
    assert "Every clause has guidance." in clausewise("guidance", "check").stdout
    assert "has guidance already" in clausewise("guidance", "draft", "L").stderr

    (folder / "guidance/old.yaml").write_text("document: L\nclauses:\n  L:9:\n    rules: []\n")
    gone = clausewise("guidance", "check", "--json")
    assert gone.returncode == 1
    assert 'there is no clause "L:9"' in json.loads(gone.stdout)["problems"][0]


def test_a_model_drafts_questions_that_are_marked_as_drafted(policies: Write, with_model: Run, model: Model) -> None:
    model.content = json.dumps({"questions": ["how many days off?", "How many days off", "x" * 400, "", "when?\u202e"]})
    folder = policies({"leave.md": LEAVE})
    done = with_model("guidance", "draft", folder / "leave.md")
    assert done.returncode == 0
    rows = [json.loads(line) for line in (folder / "guidance/drafts/examples/L.jsonl").read_text().splitlines()]
    assert [(row["ask"], row["clause"], row["drafted"]) for row in rows[:2]] == [
        ("How many days off", "L:1a", True),
        ("when?", "L:1a", True),
    ]
    assert len(model.asked) == 2
    assert "Colleagues may take 25 days." in model.asked[0]["messages"][1]["content"]
    assert "a secret" not in done.stdout + done.stderr


@pytest.mark.parametrize(("status", "content"), [(500, "{}"), (200, "no JSON at all"), (200, '{"other": 1}')])
def test_without_a_model_that_answers_there_is_a_skeleton_all_the_same(
    status: int, content: str, policies: Write, with_model: Run, model: Model
) -> None:
    model.status, model.content = status, content
    folder = policies({"leave.md": LEAVE})
    done = with_model("guidance", "draft", folder / "leave.md")
    assert done.returncode == 0
    assert "Questions are drafted for 0 of 2 clauses." in done.stderr
    assert "Traceback" not in done.stderr
    rows = [json.loads(line) for line in (folder / "guidance/drafts/examples/L.jsonl").read_text().splitlines()]
    assert [row["ask"] for row in rows] == ["", ""]
