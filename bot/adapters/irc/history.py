"""Old lines shown on joining: history batches, and time stamps from before we came in.

Answering them would answer yesterday's questions. "Before we came" is judged by the server's own clock (the time tag of its
welcome and of our JOIN), so that a clock that is wrong, theirs or ours, does no harm.
"""

from collections import OrderedDict
from datetime import UTC, datetime

from bot.adapters.irc.tokens import Line, param

HISTORY = frozenset({"chathistory", "draft/chathistory", "znc.in/playback", "playback"})
GRACE = 5.0  # seconds that servers of one network may differ
OPEN_BATCHES = 100  # of a server that opens without closing, the oldest are forgotten


def sent(line: Line) -> float | None:
    """The line's server-time stamp in seconds since the epoch; None without a readable one (IRCv3 server-time)."""
    try:
        stamp = datetime.fromisoformat((line.tags or {}).get("time") or "")
    except ValueError:
        return None
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).timestamp()


class History:
    """Tells what is old on one connection."""

    def __init__(self, connected: float) -> None:
        self._since = connected  # nothing older than this is new
        self._joined: dict[str, float] = {}  # the same for each channel
        self._batches: OrderedDict[str, bool] = OrderedDict()  # open batch -> whether it is history

    def welcomed(self, line: Line) -> None:
        """The server's clock at our welcome (001)."""
        self._since = sent(line) or self._since

    def entered(self, room: str, line: Line) -> None:
        """The server's clock at our JOIN."""
        stamp = sent(line)
        if stamp is not None:
            self._joined[room] = stamp

    def batch(self, line: Line) -> None:
        """Keep track of BATCH lines; a batch inside a history batch is history, too."""
        reference = param(line, 0)
        if reference.startswith("-"):
            self._batches.pop(reference[1:], None)
        elif reference.startswith("+"):
            self._batches[reference[1:]] = param(line, 1) in HISTORY or self.in_batch(line)
            if len(self._batches) > OPEN_BATCHES:
                self._batches.popitem(last=False)

    def in_batch(self, line: Line) -> bool:
        """Whether the line belongs to a history batch."""
        return self._batches.get((line.tags or {}).get("batch") or "", False)

    def is_old(self, line: Line, room: str | None) -> bool:
        """Whether a message was said before we were there to hear it."""
        stamp = sent(line)
        since = self._joined.get(room or "", self._since)
        return self.in_batch(line) or (stamp is not None and stamp < since - GRACE)
