"""What runs beside the loop: one after another, each once, when it is due, and again when nobody was at home."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from bot.adapters.matrix.backoff import Backoff
from bot.adapters.matrix.errands import SLOTS, Errands
from bot.adapters.matrix.link import Unreachable
from bot.adapters.matrix.timings import DEFAULT

QUICK = replace(DEFAULT, backoff=0.0)


def errands(now: Callable[[], float] = lambda: 0.0) -> Errands:
    return Errands(now, Backoff(QUICK, random.Random(1)))  # noqa: S311 - dice


async def done(work: Errands, ended: asyncio.Event) -> None:
    """Work until it has come to that."""
    async with asyncio.timeout(5.0), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work.run())
        await ended.wait()
        task.cancel()


async def test_errands_are_done_in_order() -> None:
    order: list[int] = []
    work, ended = errands(), asyncio.Event()

    def number(of: int) -> Callable[[], Awaitable[None]]:
        async def errand() -> None:
            order.append(of)
            if of == 4:
                ended.set()

        return errand

    for of in range(5):
        work.add(str(of), number(of))
    await done(work, ended)
    assert order == [0, 1, 2, 3, 4]


async def test_one_that_found_nobody_at_home_is_done_again() -> None:
    tries: list[int] = []
    work, ended = errands(), asyncio.Event()

    async def errand() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise Unreachable("nobody")
        ended.set()

    work.add("a", errand)
    await done(work, ended)
    assert (len(tries), len(work)) == (3, 0)


async def test_one_that_wants_to_be_done_again_waits_for_its_time() -> None:
    now, tries = [0.0], []
    work, ended = errands(lambda: now[0]), asyncio.Event()

    async def errand() -> float | None:
        tries.append(now[0])
        if len(tries) == 2:
            ended.set()
        return 100.0

    async def later() -> None:
        now[0] = 100.0

    work.add("a", errand)
    work.add("b", later)
    await done(work, ended)
    assert (tries, len(work)) == ([0.0, 100.0], 1)


async def test_the_same_errand_waits_once_and_a_full_list_takes_no_more() -> None:
    async def errand() -> None:
        return

    work = errands()
    assert work.add("a", errand)
    assert not work.add("a", errand)
    assert all(work.add(str(number), errand) for number in range(SLOTS - 1))
    assert not work.add("one more", errand)
    assert len(work) == SLOTS


async def test_who_waits_for_work_wakes_when_there_is_some() -> None:
    work, came = errands(), asyncio.Event()

    async def errand() -> None:
        came.set()

    async with asyncio.timeout(5.0), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work.run())
        await asyncio.sleep(0)
        work.add("a", errand)
        await came.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_one_that_fails_by_a_mistake_of_ours_ends_no_other() -> None:
    work, ended = errands(), asyncio.Event()

    async def mistaken() -> None:
        raise KeyError("room_id")

    async def errand() -> None:
        ended.set()

    work.add("mistaken", mistaken)
    work.add("sound", errand)
    await done(work, ended)
    assert (ended.is_set(), len(work)) == (True, 0)
