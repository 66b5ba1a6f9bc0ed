"""The bot's own clock: wall time at the start, then the monotonic clock, so that it never goes back. The only reader of time."""

import time


class Clock:
    """Seconds since the epoch. `not_before`: the latest time that the store remembers, should the wall clock have been set back."""

    def __init__(self, not_before: float = 0.0) -> None:
        self._wall = max(time.time(), not_before)  # noqa: TID251 - the one place
        self._monotonic = time.monotonic()

    def __call__(self) -> float:
        return self._wall + time.monotonic() - self._monotonic
