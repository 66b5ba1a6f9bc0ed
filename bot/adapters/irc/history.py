"""Old lines shown on joining: history batches, time stamps from before we came in, and lines without any mark.

Answering them would answer yesterday's questions. "Before we came" is judged by the server's own clock (the time tag of its
welcome and of our JOIN), so that a clock that is wrong, theirs or ours, does no harm. A server without batches replays as if it
were said now; but it does so while it carries out our JOIN. So we send a PING behind such a JOIN, and what comes before its PONG
is old, unless its stamp says otherwise; without stamps a line that was new after all is what that costs.
"""

from datetime import UTC, datetime

from bot.adapters.irc.batches import HISTORY, Batches
from bot.adapters.irc.out import Out, line
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line

GRACE = 5.0  # seconds that servers of one network may differ
FENCE = "joined"  # first word of the PING behind a JOIN


def sent(reply: Line) -> float | None:
    """The line's server-time stamp in seconds since the epoch; None without a readable one (IRCv3 server-time)."""
    try:
        stamp = datetime.fromisoformat((reply.tags or {}).get("time") or "")
    except ValueError:
        return None
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).timestamp()


class History:
    """Tells what is old on one connection."""

    def __init__(self, connected: float, batches: Batches, timings: Timings) -> None:
        self.batches, self.timings = batches, timings
        self._since = connected  # nothing older than this is new
        self._joined: dict[str, float] = {}  # the same for each channel
        self._entering: dict[str, float] = {}  # channels whose JOIN is being carried out -> until when we believe that

    def welcomed(self, reply: Line) -> None:
        """The server's clock at our welcome (001)."""
        self._since = sent(reply) or self._since

    def entered(self, room: str, reply: Line, batches: bool, at: float, out: Out) -> None:
        """The server's clock at our JOIN; `batches`: whether it marks what it replays."""
        stamp = sent(reply)
        if stamp is not None:
            self._joined[room] = stamp
        if stamp is None or not batches:
            self._entering[room] = at + self.timings.history
            out.lines.append(line("PING", text=f"{FENCE} {room}"))

    def answered(self, token: str) -> None:
        """The server has come to our PING."""
        word, _, room = token.partition(" ")
        if word == FENCE:
            self._entering.pop(room, None)

    def in_batch(self, reply: Line) -> bool:
        """Whether the line belongs to a history batch."""
        return self.batches.within(reply, HISTORY)

    def is_old(self, reply: Line, room: str | None, at: float) -> bool:
        """Whether a message was said before we were there to hear it."""
        if self.in_batch(reply):
            return True
        stamp, entering = sent(reply), at < self._entering.get(room or "", 0.0)
        if stamp is None:
            return entering
        return stamp < self._joined.get(room or "", self._since) - (0.0 if entering else GRACE)
