"""Whether the server is still there: TCP tells nobody about a line that is cut in the middle or a machine that hangs."""

from bot.adapters.irc.out import Kind, Out, line
from bot.adapters.irc.timings import Timings


class Alive:
    """Asks after silence, and gives up when no byte comes back. Times are the bot's clock, in seconds."""

    def __init__(self, timings: Timings, at: float) -> None:
        self.timings, self.heard_at = timings, at
        self.asked_at: float | None = None

    def heard(self, at: float) -> None:
        """Any byte will do."""
        self.heard_at, self.asked_at = at, None

    def tick(self, at: float, out: Out) -> None:
        if at < self.due():
            return
        if self.asked_at is not None:
            out.fail(Kind.LOST, f"nothing from the server for {at - self.heard_at:.0f} s")
        else:
            self.asked_at = at
            out.lines.append(line("PING", text="are you there"))

    def due(self) -> float:
        return self.heard_at + self.timings.ping_after if self.asked_at is None else self.asked_at + self.timings.dead_after
