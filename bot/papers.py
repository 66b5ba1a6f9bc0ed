"""Drafts on their way to the knowledge folder, one after another, off the loop: git and disks may take their time."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.actions import Decide, WriteDraft
from bot.core.kernel import Kernel
from bot.drafting import Desk, Outcome

log = logging.getLogger("patience")

WAITING = 50  # drafts and decisions; each takes a moment, and people write them by hand

Order = WriteDraft | Decide
Rebuild = Callable[[], Kernel]  # reads knowledge and plugin settings anew. Raises ReloadFailed.


class ReloadFailed(Exception):
    """The new files cannot be used and the old ones stay. Says where to look: file and line, never the text of the error."""


@dataclass
class Papers:
    """The queue, and who carries the orders out. Without a `desk` nothing is written."""

    desk: Desk | None = None
    relist: Callable[[Kernel], Kernel] = lambda kernel: kernel  # the same knowledge, with the drafts as they lie there now
    _orders: asyncio.Queue[Order] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def put(self, order: Order) -> None:
        """Never waits: nothing is said while the committer does."""
        if self._orders.full():
            log.warning("not written down: too many drafts and decisions at once")
        else:
            self._orders.put_nowait(order)

    async def next(self) -> Order:
        return await self._orders.get()

    def ended(self) -> None:
        self._orders.task_done()

    async def all_ended(self) -> None:
        await self._orders.join()

    async def filed(self, order: Order) -> Outcome | None:
        """Carry an order out. None where that failed, which the log tells."""
        if self.desk is None:
            log.warning("there is nowhere to write drafts")
            return None
        try:
            return await asyncio.to_thread(_carried_out, self.desk, order)
        except Exception:  # a bug, met by one draft: the service must not fall over it
            log.exception("failed on a draft")
            return None

    async def taken_in(self, outcome: Outcome, kernel: Kernel, rebuild: Rebuild) -> Kernel:
        """The kernel that knows what has changed.

        A proposal changes nothing but the list of drafts: anybody may write one, and reading everything again is for maintainers.
        """
        if not outcome.done:
            return kernel
        try:
            return await asyncio.to_thread(rebuild if outcome.entries else lambda: self.relist(kernel))
        except ReloadFailed as failed:
            log.warning("the knowledge cannot be read: %s", failed)
            return kernel


def told(order: Order, outcome: Outcome) -> bool:
    """Whether the outcome is told: of a write-up that both have agreed to they have been told, unless it failed."""
    return not (isinstance(order, WriteDraft) and order.draft.kind == "writeup" and outcome.done)


def _carried_out(desk: Desk, order: Order) -> Outcome:
    if isinstance(order, WriteDraft):
        return desk.write(order.draft)
    return desk.accept(order.number, order.by) if order.accept else desk.reject(order.number, order.by)
