"""Logs as JSON, a line each, for machines to read. What people ask, draft and write never gets there."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

NAMES = ("uvicorn.error", "dbos", "slack_bolt", "slack_sdk", "bot")


def begin(level: str, stream: TextIO = sys.stderr) -> None:
    """Send everything that anything logs, ours or a library's, to one stream."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(stream)
    handler.setLevel(level.upper())  # some libraries set a lower one for themselves
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_content,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _without_content(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An error is named by its type and where it was raised: its words may hold what somebody wrote."""
    failed = event.pop("exc_info", None)
    event.pop("exception", None)
    if isinstance(failed, tuple) and failed[0] is not None:
        event["error"] = failed[0].__name__
        event["at"] = _raised(failed[2])
    return event


def _raised(traceback: object) -> list[str]:
    found = []
    while traceback is not None:
        frame = traceback.tb_frame  # type: ignore[attr-defined]
        found.append(f"{frame.f_globals.get('__name__')}:{traceback.tb_lineno}")  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return found[-5:]
