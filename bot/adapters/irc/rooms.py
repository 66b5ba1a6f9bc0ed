"""Getting into our channels and back into them: JOIN, refusals, kicks, and being put where we do not belong.

Each channel has one time at which it is tried next. Refusals and kicks push it out, doubling, so that a channel that does not
want us hears of us less and less.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.irc.markup import plain
from bot.adapters.irc.out import Out, line
from bot.adapters.irc.state import State
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, param
from bot.core.events import Gone

# Numerics that refuse a JOIN (modern.ircdocs.horse; 470: forwarded elsewhere; 480, 489, 520: throttled, TLS or operators only).
REFUSED = frozenset("403 405 407 437 470 471 473 474 475 476 477 480 489 520".split())
INVITE_ONLY = "473"
NEVER = float("inf")
SAFE_NAME = re.compile(r"[^\s,:\x00-\x1f\x7f][^\s,\x00-\x1f\x7f]{0,99}")  # one word on the wire, and one channel


@dataclass(slots=True)
class Room:
    """One configured channel."""

    name: str  # as configured
    joined: bool = False
    asked: bool = False  # a JOIN is on its way
    closed: bool = False  # only who is invited comes in
    try_at: float = 0.0
    failures: int = 0  # refusals and kicks in a row
    since: float = 0.0  # when we came in


class Rooms:
    """All configured channels, on one connection."""

    def __init__(self, names: tuple[str, ...], timings: Timings) -> None:
        self.names, self.timings = names, timings
        self.rooms: dict[str, Room] = {}  # by folded name, once the CASEMAPPING is known

    def start(self, state: State, at: float, out: Out) -> None:
        """We may join now."""
        for name in self.names:
            if SAFE_NAME.fullmatch(name):
                self.rooms[state.casefold(name)] = Room(name, try_at=at)
            else:
                out.reports.append(f"{name!r} cannot be the name of a channel: left out")
        self.tick(at, out)

    def joined(self, room: str) -> bool:
        found = self.rooms.get(room)
        return found is not None and found.joined

    def name(self, room: str) -> str | None:
        """The name as configured, None for a channel that is not ours."""
        found = self.rooms.get(room)
        return found.name if found else None

    def tick(self, at: float, out: Out) -> None:
        for room in self.rooms.values():
            if not room.joined and at >= room.try_at:
                room.asked = True
                room.try_at = at + self.timings.join_answer
                out.later.append(line("JOIN", room.name))

    def due(self) -> float:
        return min((room.try_at for room in self.rooms.values() if not room.joined), default=NEVER)

    def heard(self, reply: Line, state: State, at: float, out: Out) -> None:
        """One line of the server's. Comes after `state` took it."""
        handler = self._handlers().get(reply.command)
        if handler is not None:
            handler(reply, state, at, out)
        else:
            self._refused(reply, state, at, out)

    def _handlers(self) -> dict[str, Callable[[Line, State, float, Out], None]]:
        return {"JOIN": self._join, "PART": self._part, "KICK": self._kick, "INVITE": self._invite}

    def _join(self, reply: Line, state: State, at: float, out: Out) -> None:
        if not self._is_us(reply.hostmask.nickname if reply.source else "", state):
            return
        name = param(reply, 0)
        room = self.rooms.get(state.casefold(name))
        if room is None and SAFE_NAME.fullmatch(name):
            out.later.append(line("PART", name, text="not one of my channels"))
        elif room is not None:
            room.joined, room.asked, room.closed, room.since = True, False, False, at

    def _part(self, reply: Line, state: State, at: float, out: Out) -> None:
        if self._is_us(reply.hostmask.nickname if reply.source else "", state):
            self._out_of(state.casefold(param(reply, 0)), "taken out of it", state, at, out)

    def _kick(self, reply: Line, state: State, at: float, out: Out) -> None:
        if self._is_us(param(reply, 1), state):
            by = reply.hostmask.nickname if reply.source else "the server"
            words = plain(param(reply, 2))
            self._out_of(state.casefold(param(reply, 0)), f"kicked by {by}: {words}", state, at, out)

    def _out_of(self, name: str, how: str, state: State, at: float, out: Out) -> None:
        room = self.rooms.get(name)
        if room is None or not room.joined:
            return
        if at - room.since >= self.timings.rejoin_cap:
            room.failures = 0
        room.joined = False
        room.try_at = at + _delay(self.timings.rejoin, self.timings.rejoin_cap, room.failures)
        room.failures += 1
        out.reports.append(f"{room.name}: {how}")
        out.events.append(Gone(at, state.network, state.place(name), how))

    def _refused(self, reply: Line, state: State, at: float, out: Out) -> None:
        name, code = _refusal(reply)
        room = self.rooms.get(state.casefold(name))
        if room is None or room.joined or not room.asked:
            return
        room.asked, room.closed = False, code == INVITE_ONLY
        room.try_at = at + _delay(self.timings.join_retry, self.timings.join_retry_cap, room.failures)
        room.failures += 1
        why = f"cannot join: {plain(param(reply, -1))} ({code})"
        out.reports.append(f"{room.name}: {why}; I keep trying")
        out.events.append(Gone(at, state.network, state.place(state.casefold(room.name)), why))

    def _invite(self, reply: Line, state: State, at: float, out: Out) -> None:
        """An invitation opens one of our own channels that was closed to us, and no other: a kick or a ban is not undone by it.

        Doubling goes on, so nobody can make us join in a loop.
        """
        room = self.rooms.get(state.casefold(param(reply, 1)))
        if room is not None and room.closed and not room.asked:
            room.closed, room.try_at = False, at
            self.tick(at, out)

    def _is_us(self, nick: str, state: State) -> bool:
        return bool(nick) and state.casefold(nick) == state.nickname_lower


def _refusal(reply: Line) -> tuple[str, str]:
    """The channel that a line keeps us out of, and its code; both empty for any other line (standard-replies: FAIL JOIN code channel)."""
    if reply.command in REFUSED:
        return param(reply, 1), reply.command
    return (param(reply, 2), param(reply, 1)) if (reply.command, param(reply, 0)) == ("FAIL", "JOIN") else ("", "")


def _delay(first: float, cap: float, failures: int) -> float:
    """Doubling from `first` to `cap` seconds; the exponent is bounded, a float is not."""
    return min(cap, first * 2.0 ** min(failures, 30))
