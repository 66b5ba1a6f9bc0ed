"""When to try again: full jitter over a doubling delay, from the beginning only after a while that went well."""

import random

from bot.adapters.jitter import whole
from bot.adapters.matrix.timings import Timings


class Backoff:
    """Remembers over the syncs of one adapter how it went so far."""

    def __init__(self, timings: Timings, chance: random.Random) -> None:
        self.timings, self.chance = timings, chance
        self.failures = 0
        self._well_since: float | None = None

    def succeeded(self, now: float) -> None:
        """A sync went well at `now`."""
        self._well_since = now if self._well_since is None else self._well_since
        if now - self._well_since >= self.timings.stable:
            self.failures = 0

    def failed(self, least: float = 0.0) -> float:
        """Seconds until the next try; no less than the server itself asked for."""
        self._well_since = None
        most = whole(self.timings.backoff, self.timings.backoff_cap, self.failures)
        self.failures += 1
        return least + self.chance.uniform(0.0, most)
