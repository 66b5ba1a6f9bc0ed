"""One connection to an IRC server as a value: bytes and times in, events and lines out. No socket, no clock, no chance of its own.

The link feeds it (`receive`, `tick`, `wrote`) and does what `Out` says. Everything that can be wrong with a server's line is
settled here: it is noted and skipped, and the connection lives on.
"""

import logging
import random
import re
from dataclasses import dataclass

from bot.adapters.irc import names, outgoing
from bot.adapters.irc.alive import Alive
from bot.adapters.irc.batches import Batches
from bot.adapters.irc.delivery import Delivery
from bot.adapters.irc.hearing import ARRIVING, LEAVING, message
from bot.adapters.irc.history import History
from bot.adapters.irc.markup import ctcp, plain
from bot.adapters.irc.nick import Nick
from bot.adapters.irc.out import Fault, Kind, Out, is_word, line
from bot.adapters.irc.pacing import Pacing
from bot.adapters.irc.register import LOGGED_OUT, Dialled, Phase, Registration
from bot.adapters.irc.rooms import Rooms
from bot.adapters.irc.splits import Splits
from bot.adapters.irc.state import State
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, LineReader, TooLongError, param, tokenise
from bot.adapters.irc.whois import Whois, vouched
from bot.core.actions import Say
from bot.core.events import Event, Gone, Message, Present
from bot.core.people import Place, surely_not
from bot.core.settings import IrcNetwork

log = logging.getLogger(__name__)

BARRED = re.compile(r"[kgz]-?:?\s?line|\bbanned|\bban\b|throttl|too (fast|many)|reconnect|flood|recvq|blacklist|dnsbl", re.IGNORECASE)
WORDS = 400  # bytes of a token, reason or quotation; the longest that fits in a line whatever stands before it
REALNAME = 100  # bytes; servers cut it at 50 to 150
NEVER = float("inf")
REMARKS = frozenset({"FAIL", "WARN"})  # IRCv3 standard-replies; a NOTE asks for nothing
ANSWERED = frozenset({"PRIVMSG", "JOIN"})  # what Delivery and Rooms make of these is told by them
DIALLED = Dialled()


@dataclass(frozen=True, slots=True)
class Self:
    """Who we are on this network."""

    network: IrcNetwork
    name: str
    owner: str


class Wire:
    """One connection, from connected to lost. Times are the bot's clock, in seconds."""

    def __init__(self, us: Self, timings: Timings, chance: random.Random, at: float, dialled: Dialled = DIALLED) -> None:
        self.us, self.timings = us, timings
        self.state = State(us.network.name)
        self.reader = LineReader()
        self.batches = Batches()
        self.history = History(at, self.batches, timings)
        self.splits = Splits(timings, self.batches)
        self.nick = Nick(names.nick(us.name), us.network.login.method != "none", timings, chance)
        self.registration = Registration(us.network.login, self.nick, timings, dialled)
        self.rooms = Rooms(tuple(room.name for room in us.network.rooms), timings)
        self.delivery = Delivery(timings, self.batches)
        self.whois = Whois()
        self.pacing = Pacing(timings, at)
        self.alive = Alive(timings, at)
        self.ready_at: float | None = None
        self.ctcp_at = -NEVER
        self.resynced: dict[str, float] = {}
        self.typed: dict[str, float] = {}  # place -> when it was last shown there that an answer is on its way
        self.error: str | None = None  # the server's last word
        self.ended = False

    @property
    def ready(self) -> bool:
        """Welcome and, where a login is configured, logged in."""
        return self.ready_at is not None and not self.ended

    # --- in ---

    def start(self, at: float) -> Out:
        """The connection stands."""
        out = Out()
        realname = outgoing.cut(outgoing.clean(f"Patience, a bot. Run by {self.us.owner}"), REALNAME)
        self.registration.start(names.ident(self.us.name), realname, at, out)
        return self._finish(out, at)

    def receive(self, data: bytes, at: float) -> Out:
        """Bytes have come."""
        self.alive.heard(at)
        out = Out()
        try:
            lines = self.reader.feed(data)
        except TooLongError:
            out.fail(Kind.LOST, "the server sends a line without end")
            lines = []
        for text in lines:
            self._line(text, at, out)
        return self._finish(out, at)

    def tick(self, at: float) -> Out:
        """Time has passed."""
        out = Out(events=self.splits.tick(at))
        self.registration.tick(self.state, at, out)
        if self.ready:
            self.nick.tick(self.state, at, out)
            self.rooms.tick(at, out)
        self.alive.tick(at, out)
        return self._finish(out, at)

    def due(self) -> float:
        """When `tick` should be called at the latest."""
        times = [self.alive.due(), self.registration.due(), self.pacing.due(), self.splits.due()]
        if self.ready:
            times += [self.nick.retry_at, self.rooms.due()]
        return min(times)

    def lost(self, why: str) -> Fault:
        """The connection is gone: what that means."""
        self.ended = True
        if self.error is None:
            return Fault(Kind.LOST, why)
        return Fault(Kind.BARRED if BARRED.search(self.error) else Kind.LOST, f"the server hung up: {self.error}")

    def gone(self, at: float, why: str) -> tuple[Event, ...]:
        """What the house must hear after a connection, or an attempt at one."""
        return (*self.delivery.broken(at), Gone(at, self.us.network.name, None, why))

    def _line(self, text: str, at: float, out: Out) -> None:
        """One line of the server's, whatever it is."""
        if out.fault is not None or self.ended:
            return
        reply = tokenise(text)
        if reply is None:
            return
        before = len(out.events)
        try:
            self._heard(reply, at, out)
        except Exception:  # a line that nobody foresaw, or a fault of ours: skipped, so that no stranger can end the connection
            log.exception("%s: skipped a line (%s)", self.us.network.name, reply.command[:WORDS])  # what people say is in no log
            log.debug("%s: it was %r", self.us.network.name, text[:WORDS])
        out.events[before:] = self.splits.tell(reply, out.events[before:], at)

    def _heard(self, reply: Line, at: float, out: Out) -> None:
        if reply.command == "PING":
            out.lines.append(line("PONG", text=outgoing.cut(param(reply, -1), WORDS)))
        elif reply.command == "ERROR":
            self.error = plain(param(reply, -1))[:WORDS]
        elif reply.command == "BATCH":
            self.batches.heard(reply)
        elif reply.command == "PONG":
            self.history.answered(param(reply, -1))
        elif reply.command in ("PRIVMSG", "NOTICE"):
            self._message(reply, at, out)
        elif not self.history.in_batch(reply):
            if reply.command == "001":
                self.history.welcomed(reply)
            self._news(reply, at, out)

    def _message(self, reply: Line, at: float, out: Out) -> None:
        self.state.feed(reply)
        if self.registration.phase is not Phase.READY:
            self._register(reply, at, out)
            return
        self.delivery.heard(reply, self.state, at, out)
        said = message(reply, self.state, self.history, at)
        if said is not None:
            out.events.append(said)
        elif reply.command == "PRIVMSG" and reply.source:
            self._ctcp(reply, at, out)

    def _news(self, reply: Line, at: float, out: Out) -> None:
        """Everything that is not a message."""
        reader = LEAVING.get(reply.command)
        if reader is not None:
            out.events += reader(reply, self.state, at)
        for room in self.state.feed(reply):
            self._resync(room, at, out)
        self._register(reply, at, out)
        if self.ready:
            self.nick.heard(reply, self.state, at, out)
            self.rooms.heard(reply, self.state, at, out)
            self.delivery.heard(reply, self.state, at, out)
            self.whois.heard(reply, self.state, at, out)
            self._presence(reply, at, out)
        reader = ARRIVING.get(reply.command)
        if reader is not None:
            out.events += reader(reply, self.state, at)
        if reply.command in REMARKS and param(reply, 0) not in ANSWERED:
            out.reports.append(f"the server says: {plain(' '.join(reply.params))[:WORDS]} ({reply.command})")

    def _register(self, reply: Line, at: float, out: Out) -> None:
        if self.ready_at is None or reply.command in ("CAP", LOGGED_OUT):
            self.registration.heard(reply, self.state, at, out)
        if self.ready_at is None and self.registration.phase is Phase.READY and out.fault is None:
            self.ready_at = at
            self.rooms.start(self.state, at, out)

    def _presence(self, reply: Line, at: float, out: Out) -> None:
        """Who is in a channel: after NAMES, and once more with accounts after WHO."""
        room = self.state.casefold(param(reply, 0 if reply.command == "JOIN" else 1))
        if not self.rooms.joined(room):
            return
        if reply.command == "JOIN" and reply.source and self.state.is_me(reply.hostmask.nickname):
            self.history.entered(room, reply, "batch" in self.state.caps, at, out)
        elif reply.command in ("366", "315"):
            out.events.append(Present(at, self.state.place(room), self.state.people(room)))
            if reply.command == "366":
                who = self.state.prepare_whox(self.state.shown(room)) if self.state.isupport.whox else None
                out.later.append(line("WHO", *(who.params if who else (self.state.shown(room),))))

    def _resync(self, room: str, at: float, out: Out) -> None:
        """We have missed something about one of our channels: ask who is there."""
        if self.rooms.joined(room) and at - self.resynced.get(room, -NEVER) >= self.timings.resync:
            self.resynced[room] = at
            out.later.append(line("NAMES", self.state.shown(room)))

    def _ctcp(self, reply: Line, at: float, out: Out) -> None:
        """Answer VERSION and PING of a person's, in private and not often."""
        asked = ctcp(param(reply, 1))
        if asked is None or asked.command not in ("VERSION", "PING") or at - self.ctcp_at < self.timings.ctcp:
            return
        nick = reply.hostmask.nickname
        if self.state.casefold(param(reply, 0)) == self.state.nickname_lower and is_word(nick):
            self.ctcp_at = at
            words = "Patience" if asked.command == "VERSION" else outgoing.clean(asked.words)[:64]
            out.later.append(line("NOTICE", nick, text=f"\x01{asked.command} {words}\x01"))

    # --- out ---

    def verify(self, message: Message, at: float) -> Out:
        """Ask who is behind a line; the answer comes as `vouched` of this or a later step, if it comes."""
        out = Out()
        if self.ready_at is None or message.at < self.ready_at:  # said on an earlier connection: much may have happened between
            out.vouched = vouched(message, None)
        else:
            self.whois.ask(message, self.state, out)
        return self._finish(out, at)

    def lines_for(self, say: Say) -> list[str]:
        """The lines of an utterance, ready for the wire; empty when nothing is left of it after cleaning.

        Raises out.UnsafeError when its place cannot be written to at all.
        """
        room = say.place.room
        name = self.rooms.name(room) if not say.place.direct and room not in self.state.channels else None
        target = outgoing.Target(say.place.status + (name or self.state.shown(room)), not say.place.direct)
        return outgoing.lines_for(say, target, self.state)

    def can_reach(self, place: Place) -> bool:
        """Whether a line to that place could be written now."""
        return self.ready and (place.direct or self.rooms.joined(place.room))

    def missed(self, say: Say) -> str:
        """Why the person it is for would not hear it: they have left, or somebody else has their nick now; "" when they would."""
        to = say.to
        if to is None or to.relayed:
            return ""
        room = self.state.channels.get(say.place.room)
        there = room.users if room is not None else self.state.users
        if to.id not in there:
            return "" if say.place.direct else f"{to.name} has left"  # who shares no channel with us may still be online
        return f"the nick {to.name} is somebody else's now" if surely_not(to, self.state.person(to.id)) else ""

    def wrote(self, say: Say, lines: int, at: float) -> None:
        """So many lines of an utterance were written."""
        self.delivery.wrote(say.place, say.key, outgoing.labels(say, lines, self.state), at)

    def typing(self, place: Place, at: float) -> Out:
        """Show that an answer to somebody is on its way (IRCv3 `+typing`): seldom, and only with a line that nothing else needs."""
        out = Out()
        shown = at - self.typed.get(place.key, -NEVER) < self.timings.typing
        if not shown and "message-tags" in self.state.caps and self.can_reach(place) and self.pacing.free(at):
            denied = set((self.state.isupport.raw.get("CLIENTTAGDENY") or "").split(","))
            name = place.status + self.state.shown(place.room)
            if is_word(name) and (denied.isdisjoint({"*", "typing"}) or "-typing" in denied):
                self.typed = {key: when for key, when in self.typed.items() if at - when < self.timings.typing} | {place.key: at}
                out.later.append(line("TAGMSG", name, tags="+typing=active"))
        return self._finish(out, at)

    def farewell(self, words: str) -> str:
        """The last line."""
        return line("QUIT", text=outgoing.cut(outgoing.clean(words), WORDS))

    def _finish(self, out: Out, at: float) -> Out:
        """Move paced lines to their queue, and take out of it what may go now."""
        self.pacing.add(out.later)
        out.later.clear()
        out.lines += self.pacing.take(at)
        if out.fault is not None and not self.ended:
            self.ended = True
            out.lines = [self.farewell("")] if out.fault.kind is not Kind.LOST else []
        return out
