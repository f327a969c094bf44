"""Opening the database: SQLite in the home by default, PostgreSQL by one setting; migrated before it is used."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import RecordsUnusable

FILE = "records.db"
WAIT_S = 30.0
"""Seconds that one writer waits for another."""
_READS = "clausewise_reads"
_MIGRATIONS = Path(__file__).with_name("migrations")


def open_records(url: str | None, home: Path) -> Engine:
    """The database, its tables up to date; raises `RecordsUnusable`. SQLite in the home where no `url` is given."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        if url is None:
            (home / FILE).touch(mode=0o600)  # letters and signatures are for nobody else on the machine to read
        engine = _engine(url or f"sqlite:///{home.resolve() / FILE}")
        with FileLock(home / "records.lock"):
            _migrate(engine)
    except (OSError, SQLAlchemyError, ArgumentError, CommandError, ImportError) as error:
        told = str(error).splitlines()[0] if not isinstance(error, SQLAlchemyError) else type(error).__name__
        raise RecordsUnusable(
            f"The records can't be opened ({told}). Check `records.url` and the home folder."
        ) from error
    return engine


def reading(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that only reads, and waits for nobody."""
    return engine.execution_options(**{_READS: True}).begin()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"timeout": WAIT_S}, hide_parameters=True)
        event.listen(engine, "connect", _careful)
        event.listen(engine, "begin", _at_once)
        return engine
    return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)


def _careful(connection: Any, _: object) -> None:
    """What has been committed is on the disk; and transactions begin when we say so, not when the driver likes."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _at_once(connection: Connection) -> None:
    """What is going to write waits for its turn at the start, so that no transaction fails halfway."""
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    configured = Config()
    configured.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        known = ScriptDirectory.from_config(configured)
        if here and here not in {script.revision for script in known.walk_revisions()}:
            raise RecordsUnusable("The records were written by a newer Clausewise. Upgrade, then start again.")
        if here != known.get_current_head():
            configured.attributes["connection"] = connection
            command.upgrade(configured, "head")
            connection.commit()
