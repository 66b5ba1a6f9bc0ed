"""Protocol lines that can wait (JOIN, WHO, NAMES …), let out at a pace that no server calls a flood."""

from collections import deque
from collections.abc import Iterable

from bot.adapters.irc.timings import Timings

WAITING = 200  # lines; with more than that the server has sent us round in circles, and new ones are dropped
NEVER = float("inf")


class Pacing:
    """A token bucket with a queue in front. Times are the bot's clock, in seconds."""

    def __init__(self, timings: Timings, at: float) -> None:
        self.timings = timings
        self.tokens, self.filled_at = float(timings.line_burst), at
        self._waiting: deque[str] = deque()

    def add(self, lines: Iterable[str]) -> None:
        """Queue them; a line that is waiting already is not queued again."""
        for line in lines:
            if line not in self._waiting and len(self._waiting) < WAITING:
                self._waiting.append(line)

    def take(self, at: float) -> list[str]:
        """What may go now."""
        self.tokens = min(float(self.timings.line_burst), self.tokens + (at - self.filled_at) / self.timings.line_every)
        self.filled_at = at
        taken: list[str] = []
        while self._waiting and self.tokens >= 1.0:
            self.tokens -= 1.0
            taken.append(self._waiting.popleft())
        return taken

    def free(self, at: float) -> bool:
        """Whether a line could go at once without holding up another."""
        tokens = self.tokens + (at - self.filled_at) / self.timings.line_every
        return not self._waiting and tokens >= 1.0

    def due(self) -> float:
        """When the next line may go."""
        return self.filled_at + max(0.0, 1.0 - self.tokens) * self.timings.line_every if self._waiting else NEVER
