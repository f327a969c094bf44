"""Whether the process lives, whether it is ready for work, and what it counts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.records.database import reading
from bot.records.tables import OUTBOX
from bot.serving.core import Core, Surface

HERE = ("127.0.0.1", "::1")
PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def routes(core: Core, surfaces: Sequence[Surface]) -> APIRouter:
    """`/healthz`, `/readyz` and, on this machine alone, `/metrics`."""
    found = APIRouter()

    @found.get("/healthz")
    async def alive() -> JSONResponse:
        return JSONResponse({"alive": True})

    @found.get("/readyz")
    async def ready(request: Request) -> JSONResponse:
        """Whether everything is; what is missing where, this machine alone is told."""
        lacking = await asyncio.to_thread(_lacking, core, surfaces)
        told: dict[str, object] = {"ready": not any(lacking.values())}
        if _from_here(request):
            told["parts"] = {part: not why for part, why in lacking.items()}
            told["lacking"] = {part: why for part, why in lacking.items() if why}
        return JSONResponse(told, 503 if any(lacking.values()) else 200)

    @found.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not _from_here(request):
            return Response(status_code=404)
        return Response(await asyncio.to_thread(core.policies.metrics.told), media_type=CONTENT_TYPE_LATEST)

    return found


def _lacking(core: Core, surfaces: Sequence[Surface]) -> dict[str, str]:
    """By part, what keeps it from work in plain words, "" where nothing does.

    Policies were verified, and records migrated, when they were opened.
    """
    behind = {
        "policies": "" if core.policies.catalogue.documents else "No policy is in force today.",
        "records": "" if _answer(core) else "The database doesn't answer.",
        "deliveries": "" if core.runner.running else "Letters and messages aren't seen to yet.",
    }
    trouble = " ".join(filter(None, behind.values()))
    return behind | {surface.name: (surface.watch.trouble if surface.watch else trouble) for surface in surfaces}


def _answer(core: Core) -> bool:
    """Whether the records do."""
    try:
        with reading(core.desk.engine) as connection:
            connection.execute(select(OUTBOX.c.key).limit(1)).first()
    except SQLAlchemyError:
        return False
    return True


def _from_here(request: Request) -> bool:
    """Whether a request comes from this machine, and isn't one that a proxy on it passes on."""
    here = request.client is not None and request.client.host in HERE
    return here and not any(name in request.headers for name in PASSED_ON)
