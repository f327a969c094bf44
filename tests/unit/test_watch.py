"""`bot.serving.watch`: what is ready stays so through a bad look or two, and what isn't says why."""

from __future__ import annotations

import asyncio

from bot.serving.watch import NOT_YET, PATIENCE, Watch

DOWN = "It is down."


async def fine() -> str:
    return ""


async def broken() -> str:
    raise RuntimeError("words of somebody's")


def test_it_is_not_ready_before_it_was_looked_at() -> None:
    assert Watch(fine).trouble == NOT_YET


def test_what_was_never_ready_says_at_once_what_is_the_matter() -> None:
    watch = Watch(fine)
    watch.heard(DOWN)
    assert watch.trouble == DOWN


def test_what_was_ready_is_given_up_after_several_bad_looks_in_a_row_and_taken_back_after_one_good() -> None:
    watch = Watch(fine)
    told = []
    for heard in ["", *[DOWN] * (PATIENCE - 1), "", *[DOWN] * PATIENCE, ""]:
        watch.heard(heard)
        told.append(watch.trouble)
    assert told == ["", *[""] * (PATIENCE - 1), "", *[""] * (PATIENCE - 1), DOWN, ""]


def test_what_cannot_be_looked_at_is_not_ready_and_is_looked_at_again() -> None:
    async def looked(watch: Watch) -> str:
        running = asyncio.ensure_future(watch.run())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not running.done()
        running.cancel()
        return watch.trouble

    assert asyncio.run(looked(Watch(fine))) == ""
    assert asyncio.run(looked(Watch(broken))) == "It can't be looked at (RuntimeError)."
