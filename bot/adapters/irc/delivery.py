"""What became of our lines: IRC says "cannot send to channel" without saying which line, so it is taken for the last one sent there."""

from collections import deque
from dataclasses import dataclass

from bot.adapters.irc.markup import plain
from bot.adapters.irc.out import Out
from bot.adapters.irc.state import State
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, param
from bot.core.events import Undelivered
from bot.core.people import Place

# Numerics that refuse a message: no such nick or channel, cannot send (+m +n +b, colours, registered only), caller-id, target change …
REFUSED = frozenset("401 403 404 408 439 477 482 486 492 531 707 716".split())
KEPT = 50  # utterances of the last seconds; the pace allows about ten


@dataclass(frozen=True, slots=True)
class Written:
    """One utterance on its way."""

    at: float
    place: Place
    target: str  # folded, as errors name it
    key: str


class Delivery:
    """Matches refusals with what was said."""

    def __init__(self, timings: Timings) -> None:
        self.timings = timings
        self._written: deque[Written] = deque(maxlen=KEPT)

    def wrote(self, place: Place, key: str, at: float) -> None:
        self._written.append(Written(at, place, place.room, key))

    def heard(self, reply: Line, state: State, at: float, out: Out) -> None:
        """A refusal becomes Undelivered, once for each utterance."""
        if reply.command not in REFUSED:
            return
        target = state.casefold(param(reply, 1))
        for written in reversed(self._written):
            if written.target == target and at - written.at <= self.timings.refusal:
                why = f"{plain(param(reply, -1))} ({reply.command})"
                self._written.remove(written)
                out.events.append(Undelivered(at, written.place, written.key, why))
                out.reports.append(f"{state.shown(target)}: a line of mine was refused: {why}")
                return
