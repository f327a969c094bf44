"""Databases to keep records in: SQLite, and PostgreSQL where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from bot.records.database import open_records
from bot.records.tables import METADATA


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own, where one is installed."""
    found = shutil.which("initdb") or next(iter(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)
    if not found:
        pytest.skip("PostgreSQL isn't installed here")
    binaries, folder = Path(found).parent, tmp_path_factory.mktemp("postgres")
    user: dict[str, int] = {}
    if os.geteuid() == 0:
        try:
            import pwd

            entry = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL can't run as root, and there is no user for it")
        user = {"user": entry.pw_uid, "group": entry.pw_gid}
        for place in (folder, *folder.parents[:3]):
            place.chmod(0o755)
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")
    made = [str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "clausewise"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **user)  # type: ignore[call-overload]
    settings = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    server = subprocess.Popen([str(binaries / "postgres"), "-D", data, *settings], stderr=subprocess.DEVNULL, **user)  # type: ignore[call-overload]
    url = f"postgresql+psycopg://clausewise@/postgres?host={folder}"
    _wait_for(url)
    yield url
    server.send_signal(signal.SIGQUIT)
    server.wait(30)


def _wait_for(url: str) -> None:
    for _ in range(300):
        with suppress(OperationalError):
            create_engine(url).connect().close()
            return
        time.sleep(0.1)
    pytest.fail("PostgreSQL doesn't answer")


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = request.getfixturevalue("postgres") if request.param == "postgres" else None
    opened = open_records(url, tmp_path)
    yield opened
    if url:
        with opened.begin() as connection:
            METADATA.drop_all(connection)
            connection.execute(text("DROP TABLE alembic_version"))
    opened.dispose()
