"""What became of our lines. With labeled-response every line of ours has a label that its answer bears: an echo, or a refusal.

Without it IRC says "cannot send to channel" without saying which line, so a refusal is taken for the last line sent there.
A line whose label was still unanswered when the connection broke has not arrived, as far as anybody can know.
"""

import re
from collections import deque
from dataclasses import dataclass

from bot.adapters.irc.batches import Batches
from bot.adapters.irc.markup import plain
from bot.adapters.irc.out import Out
from bot.adapters.irc.state import State
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, param
from bot.core.events import Undelivered
from bot.core.people import Place

# Numerics that refuse a message: no such nick or channel, cannot send (+m +n +b, colours, registered only), caller-id, target change …
REFUSED = frozenset("401 403 404 408 439 477 482 486 492 531 707 716".split())
ERROR = re.compile(r"[45][0-9]{2}|531|707|716|FAIL")  # what refuses a line whose label it bears
FAIL = "FAIL"  # IRCv3 standard-replies: FAIL command code context … :words
KEPT = 50  # utterances of the last seconds; the pace allows about ten


@dataclass(slots=True)
class Written:
    """One utterance on its way."""

    at: float
    place: Place
    key: str
    labels: frozenset[str]  # of its lines
    waits: set[str]  # those without an answer yet


class Delivery:
    """Matches answers with what was said, on one connection."""

    def __init__(self, timings: Timings, batches: Batches) -> None:
        self.timings, self.batches = timings, batches
        self._written: deque[Written] = deque(maxlen=KEPT)

    def wrote(self, place: Place, key: str, labels: frozenset[str], at: float) -> None:
        """The lines of an utterance went out under these labels (none where the server knows no labels)."""
        self._written.append(Written(at, place, key, labels, set(labels)))

    def heard(self, reply: Line, state: State, at: float, out: Out) -> None:
        """A refusal becomes Undelivered, once for each utterance; any other answer to a label confirms its line."""
        label = self.batches.label(reply)
        if label and reply.command != "BATCH":
            for written in self._written:
                if label in written.labels:
                    written.waits.discard(label)
                    if ERROR.fullmatch(reply.command):
                        self._refused(written, reply, state, out, at)
                    return
        elif "labeled-response" not in state.caps:
            self._guess(reply, state, at, out)

    def broken(self, at: float) -> tuple[Undelivered, ...]:
        """The connection is gone: what was written shortly before and never answered."""
        since = at - self.timings.ping_after - self.timings.dead_after - self.timings.refusal
        lost = [written for written in self._written if written.waits and written.at >= since]
        self._written.clear()
        return tuple(Undelivered(at, written.place, written.key, "the connection broke before it had arrived") for written in lost)

    def _guess(self, reply: Line, state: State, at: float, out: Out) -> None:
        if reply.command in REFUSED:
            about = reply.params[1:]
        elif reply.command == FAIL and param(reply, 0) == "PRIVMSG":
            about = reply.params[2:-1]
        else:
            return
        rooms = {state.room_of(target) or state.casefold(target) for target in about}
        for written in reversed(self._written):
            if written.place.room in rooms and at - written.at <= self.timings.refusal:
                self._refused(written, reply, state, out, at)
                return

    def _refused(self, written: Written, reply: Line, state: State, out: Out, at: float) -> None:
        self._written.remove(written)
        why = f"{plain(param(reply, -1))} ({param(reply, 1) if reply.command == FAIL else reply.command})"
        out.events.append(Undelivered(at, written.place, written.key, why))
        out.reports.append(f"{state.shown(written.place.room)}: a line of mine was refused: {why}")
