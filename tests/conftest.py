"""Fixtures shared by all tests. The network is closed: nothing here may open a connection."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring import Opened, answering, open_generation
from ingest.settings import IngestSettings
from ingest.wiring import ingest
from knowledge.adapters.memory import MemoryEncoder
from knowledge.generation import Home

ROOT = Path(__file__).parent.parent
KNOWLEDGE = ROOT / "knowledge"


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection to another machine fails the test that tries it."""

    connect = socket.socket.connect

    def refuse(connecting: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] == "127.0.0.1":
            connect(connecting, address)  # a peer that the test itself runs
            return
        message = f"a test tried to reach {address}"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the machine reach a test, and state is written nowhere but under its own folder."""
    for name in list(os.environ):
        if name.startswith("CLAUSEWISE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The knowledge that ships, ingested once with the real encoder and shared by all workers."""
    from filelock import FileLock

    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "shipped-home"
    with FileLock(f"{folder}.lock"):
        ingest(IngestSettings(home=folder))
    return folder


@pytest.fixture(scope="session")
def shipped(shipped_home: Path) -> Opened:
    return open_generation(Home(shipped_home))


@pytest.fixture(scope="session")
def service(shipped: Opened):  # noqa: ANN201
    return answering(Settings(), shipped)


@pytest.fixture
def policies(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder of policies: `policies(**{"a.md": "text"})`."""

    def write(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "policies"
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return write


@pytest.fixture
def small_encoder() -> MemoryEncoder:
    return MemoryEncoder()
