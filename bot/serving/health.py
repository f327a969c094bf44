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
    async def ready() -> JSONResponse:
        """Ready with a generation that was verified when it was opened, records that answer, and every surface."""
        parts = {"records": await asyncio.to_thread(_answers, core), "deliveries": core.runner.running}
        parts |= {surface.name: surface.ready() for surface in surfaces}
        parts["policies"] = bool(core.policies.catalogue.documents)
        return JSONResponse({"ready": all(parts.values()), "parts": parts}, 200 if all(parts.values()) else 503)

    @found.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not _from_here(request):
            return Response(status_code=404)
        return Response(await asyncio.to_thread(core.policies.metrics.told), media_type=CONTENT_TYPE_LATEST)

    return found


def _answers(core: Core) -> bool:
    """Whether the records answer; they were migrated when they were opened."""
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
