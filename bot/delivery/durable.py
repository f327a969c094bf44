"""Durable running on DBOS: a workflow a letter, taken up again after a crash; a sweep each minute for what is due.

DBOS keeps its own tables in the records' family of database: a file beside SQLite's, a schema within PostgreSQL's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID

VERSION = "clausewise-1"
"""Workflows are taken up by the same version alone; raise it when `deliver`'s steps change."""
NAME = "clausewise"
EVERY_MINUTE = "* * * * *"


AFTER_A_FAULT_S = 30.0
"""Seconds until a letter is tried again when the records themselves fail."""
_LOG = logging.getLogger(__name__)


class Durable:
    """Runs `deliver` for each letter until it is settled, and `sweep` each minute. One a process."""

    def __init__(
        self, url: str, deliver: Callable[[str], float | None], sweep: Callable[[], list[str]], *, sweeping: bool = True
    ) -> None:
        self._url = url
        self._deliver = deliver
        self._sweep = sweep
        self._sweeping = sweeping
        self._delivering: Callable[[str], None] | None = None

    def start(self) -> None:
        """Begin, taking up what a crash cut short."""
        config: DBOSConfig = {
            "name": NAME,
            "system_database_url": self._url,
            "application_version": VERSION,
            "executor_id": "local",
            "log_level": "ERROR",
            "enable_otlp": False,
        }
        DBOS(config=config)

        @DBOS.step(name="attempt")
        def attempt(key: str) -> float | None:
            try:
                return self._deliver(key)
            except Exception as error:  # noqa: BLE001 - a workflow that ends in an error is never taken up again
                _LOG.error("A letter couldn't be seen to (%s). It is tried again.", type(error).__name__)
                return AFTER_A_FAULT_S

        @DBOS.workflow(name="deliver", max_recovery_attempts=10_000)
        def deliver(key: str) -> None:
            while (seconds := attempt(key)) is not None:
                DBOS.sleep(seconds)

        @DBOS.workflow(name="sweep")
        def sweep(_at: datetime, _context: Any) -> None:
            self.look()

        self._delivering = deliver
        DBOS.launch()
        if self._sweeping:
            DBOS.apply_schedules([{"schedule_name": "sweep", "workflow_fn": sweep, "schedule": EVERY_MINUTE}])
        self.look()

    def look(self) -> None:
        """Do what is due, and see to every letter that nobody is seeing to."""
        for key in self._sweep():
            self.post(key)

    def post(self, key: str) -> None:
        """See to a letter; one that is being seen to already is left alone."""
        assert self._delivering is not None, "start it first"
        with SetWorkflowID(key):
            DBOS.start_workflow(self._delivering, key)

    def stop(self) -> None:
        """Take no more; what is unfinished goes on after the next start."""
        DBOS.destroy(destroy_registry=True)
        self._delivering = None
