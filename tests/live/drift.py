"""How long the event loop was held up: a task that wants to run every 50 ms and notes how late it came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EVERY = 0.05  # seconds between two looks
HELD_UP = 2.0  # seconds: tests, servers and bots share two cores, perhaps; a blocking call of ours would take longer


@asynccontextmanager
async def unblocked() -> AsyncIterator[None]:
    """Fails when something inside has blocked the loop for a second. Wrap it around what runs on this loop."""
    loop = asyncio.get_running_loop()
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            before = loop.time()
            await asyncio.sleep(EVERY)
            worst = max(worst, loop.time() - before - EVERY)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(watch())
        try:
            yield
        finally:
            task.cancel()
    assert worst < HELD_UP, f"the event loop was held up for {worst:.1f} s"
