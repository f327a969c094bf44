"""What the container promises: an ordinary user, nothing writable but the home, pins, and a check of its health."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

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


def test_only_what_is_installed_goes_in() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert kept == {"bot", "ingest", "knowledge", "constraints.txt", "pyproject.toml", "README.md", "LICENSE"}
    assert all((ROOT / name).exists() for name in kept)
