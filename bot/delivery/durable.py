"""Durable running on DBOS: a workflow a letter or message, taken up again after a crash; a sweep each minute.

DBOS keeps its own tables in the records' family of database: a file beside SQLite's, a schema within PostgreSQL's.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from queue import SimpleQueue
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID

from bot.delivery.presence import Presence

VERSION = "clausewise-1"
"""Workflows are taken up by the same version alone; raise it when the steps of `see_to` change."""
NAME = "clausewise"
EVERY_MINUTE = "* * * * *"


SEATS = 6
"""Things of a kind that are seen to at a time: more would keep what comes in waiting, above all after a slow spell.
Each kind has its own, so that no letter waits behind messages that wait for a chat model."""
AFTER_A_FAULT_S = 30.0
"""Seconds until a letter is tried again when the records themselves fail."""
_LOG = logging.getLogger(__name__)


Task = Callable[[str], float | None]
"""Tries one thing by its key; seconds until it is worth trying again, None where it is settled."""


class Durable:
    """Runs each thing's task until it is settled, and `sweep` each minute. One a process, of any number.

    `sweep` does what is due and gives what is to be seen to, as pairs of a task's name and a key.
    """

    def __init__(
        self,
        url: str,
        tasks: Mapping[str, Task],
        sweep: Callable[[], Iterable[tuple[str, str]]],
        presence: Presence,
        *,
        sweeping: bool = True,
    ) -> None:
        self._url = url
        self._tasks = tasks
        self._sweep = sweep
        self._presence = presence
        self._sweeping = sweeping
        self._seats = {task: threading.BoundedSemaphore(SEATS) for task in tasks}
        self._coming: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
        self._seeing_to: Callable[[str, str], None] | None = None

    @property
    def running(self) -> bool:
        """Whether it has been started and not stopped."""
        return self._seeing_to is not None

    def start(self) -> None:
        """Begin, taking up what a crash cut short."""
        self._presence.stay()
        config: DBOSConfig = {
            "name": NAME,
            "system_database_url": self._url,
            "application_version": VERSION,
            "executor_id": self._presence.name,
            "log_level": "ERROR",
            "enable_otlp": False,
        }
        DBOS(config=config)

        @DBOS.step(name="attempt")
        def attempt(task: str, key: str) -> float | None:
            try:
                with self._seats[task]:
                    return self._tasks[task](key)
            except Exception as error:  # noqa: BLE001 - a workflow that ends in an error is never taken up again
                _LOG.error("A %s couldn't be seen to (%s). It is tried again.", task, type(error).__name__)
                return AFTER_A_FAULT_S

        @DBOS.workflow(name="see_to", max_recovery_attempts=10_000)
        def see_to(task: str, key: str) -> None:
            while (seconds := attempt(task, key)) is not None:
                DBOS.sleep(seconds)

        @DBOS.workflow(name="sweep")
        def sweep(_at: datetime, _context: Any) -> None:
            self.look()

        self._seeing_to = see_to
        DBOS.launch()
        if self._sweeping:
            DBOS.apply_schedules([{"schedule_name": "sweep", "workflow_fn": sweep, "schedule": EVERY_MINUTE}])
        threading.Thread(target=self._begin_what_comes, name="what comes in", daemon=True).start()
        self.look()

    def look(self) -> None:
        """Do what is due, and see to everything that nobody is seeing to."""
        self._presence.stay()
        self._take_over()
        for task, key in self._sweep():
            self.post(task, key)

    def post(self, task: str, key: str) -> None:
        """See to something; what is being seen to already is left alone."""
        assert self._seeing_to is not None, "start it first"
        with SetWorkflowID(f"{task}:{key}"):
            DBOS.start_workflow(self._seeing_to, task, key)

    def post_soon(self, task: str, key: str) -> None:
        """As `post`, without waiting for it. Only for what a sweep finds again, should the process end before."""
        self._coming.put((task, key))

    def stop(self) -> None:
        """Take no more; what is unfinished goes on after the next start."""
        self._coming.put(None)
        DBOS.destroy(destroy_registry=True)
        self._presence.leave()
        self._seeing_to = None

    def _begin_what_comes(self) -> None:
        while (coming := self._coming.get()) is not None:
            try:
                self.post(*coming)
            except Exception as error:  # noqa: BLE001 - the sweep posts it again
                _LOG.error("A %s couldn't be begun (%s). It is tried again.", coming[0], type(error).__name__)

    def _take_over(self) -> None:
        """Go on with what processes that have ended left unfinished; what a living one is at is left to it."""
        begun = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        others = {one.executor_id for one in begun if one.executor_id} - {self._presence.name}
        gone = [name for name in sorted(others) if self._presence.gone(name)]
        if gone:
            DBOS._recover_pending_workflows(gone)  # noqa: SLF001 - the public ways recover one's own, or don't ask whose
