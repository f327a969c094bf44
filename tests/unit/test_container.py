"""What the container promises: an ordinary user, nothing writable but the home, pins, and a check of its health."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile's instructions, stage by stage."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    found: list[list[tuple[str, str]]] = []
    for line in filter(None, lines):
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, " ".join(rest.split())))
    return found


@pytest.fixture
def service() -> dict[str, Any]:
    held = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return dict(held["services"]["clausewise"])


def last(stage: list[tuple[str, str]], name: str) -> str:
    return [rest for instruction, rest in stage if instruction == name][-1]


def test_what_is_built_is_pinned_and_brings_no_torch(stages: list[list[tuple[str, str]]]) -> None:
    installed = last(stages[0], "RUN")
    assert "--constraint /src/constraints.txt /src" in installed
    assert "[" not in installed
    assert [name for name, _ in stages[-1]].count("RUN") == 1


def test_it_runs_as_nobody_in_particular(stages: list[list[tuple[str, str]]], service: dict[str, Any]) -> None:
    user = last(stages[-1], "USER")
    assert user == service["user"]
    assert user.split(":")[0] not in ("0", "root")


def test_nothing_but_the_home_and_temporary_files_can_be_written(
    stages: list[list[tuple[str, str]]], service: dict[str, Any]
) -> None:
    home = last(stages[-1], "VOLUME")
    assert f"CLAUSEWISE_HOME={home}" in last(stages[-1], "ENV")
    assert service["read_only"] is True
    assert [volume.split(":")[1] for volume in service["volumes"]] == [home]
    assert [mount.split(":")[0] for mount in service["tmpfs"]] == ["/tmp"]


def test_it_has_no_rights_and_is_reached_from_this_machine_alone(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert not {"privileged", "network_mode", "pid", "ipc", "cap_add", "devices"} & set(service)


def test_its_health_is_asked_where_it_serves(stages: list[list[tuple[str, str]]], service: dict[str, Any]) -> None:
    check, command = last(stages[-1], "HEALTHCHECK"), last(stages[-1], "CMD")
    assert "127.0.0.1:8400/healthz" in check
    assert '"8400"' in command
    assert service["ports"] == ["127.0.0.1:8400:8400"]


def test_compose_would_take_its_file() -> None:
    schema = json.loads((ROOT / "tests/surfaces/data/compose-spec.json").read_text(encoding="utf-8"))
    told = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert [fault.message for fault in Draft7Validator(schema).iter_errors(told)] == []


def test_what_asks_for_its_health_is_a_command_that_works_and_fails_where_nothing_serves(
    stages: list[list[tuple[str, str]]],
) -> None:
    command = json.loads(last(stages[-1], "HEALTHCHECK").partition("CMD ")[2])
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = str(nobody.getsockname()[1])
    asked = [sys.executable, *(part.replace("8400", port) for part in command[1:])]
    assert subprocess.run(asked, capture_output=True, check=False, timeout=30).returncode == 1
    with served(200, int(port)):
        assert subprocess.run(asked, capture_output=True, check=False, timeout=30).returncode == 0
    with served(503, int(port)):
        assert subprocess.run(asked, capture_output=True, check=False, timeout=30).returncode == 1


@contextmanager
def served(status: int, port: int) -> Iterator[None]:
    """Something that answers with a status."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def test_only_what_is_installed_goes_in() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert kept == {"bot", "ingest", "knowledge", "constraints.txt", "pyproject.toml", "README.md", "LICENSE"}
    assert all((ROOT / name).exists() for name in kept)
