"""Slack waits three seconds. What takes longer (a slow model) is shown when it is there, and holds nothing else up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import messages
from bot.slack import views
from bot.slack.blocks import Block

T = TypeVar("T")
SOON_S = 1.5
AT_A_TIME = 4
"""Answers and checks that are worked on at a time for those who wait in a window or for a command."""


class Soon:
    """Works on what somebody waits for, apart from everything else."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._pool = ThreadPoolExecutor(AT_A_TIME, "soon")
        self._later: set[asyncio.Task[None]] = set()

    async def begun(self, job: Callable[[], T]) -> asyncio.Future[T]:
        """A job that is done by now, or is given up waiting for."""
        working = asyncio.get_running_loop().run_in_executor(self._pool, job)
        await asyncio.wait([working], timeout=SOON_S)
        return working

    async def turned(self, ack: AsyncAck, view_id: str, title: str, job: Callable[[], Block]) -> None:
        """The window that was sent off shows what a job makes, now or later."""
        working = await self.begun(job)
        if working.done():
            await ack(response_action="update", view=working.result())
            return
        await ack(response_action="update", view=views.told(title, messages.SLACK_LOOKING_WINDOW))
        self._show_later(working, view_id)

    async def opened(self, trigger: str, title: str, job: Callable[[], Block]) -> None:
        """A window opens with what a job makes, now or later."""
        working = await self.begun(job)
        view = working.result() if working.done() else views.told(title, messages.SLACK_LOOKING_WINDOW)
        shown = await self._client.views_open(trigger_id=trigger, view=view)
        if not working.done():
            self._show_later(working, str(shown["view"]["id"]))

    def _show_later(self, working: asyncio.Future[Block], view_id: str) -> None:
        async def show() -> None:
            await self._client.views_update(view_id=view_id, view=await working)

        task = asyncio.create_task(show())
        self._later.add(task)
        task.add_done_callback(self._later.discard)
