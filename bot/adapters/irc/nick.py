"""Our own nick: another one while ours is taken, and ours back as soon as its holder leaves.

People may call us by either name meanwhile, so the house hears both (`Named`). A server or its services may rename us at any
time; each time they take our nick away again we wait twice as long before the next try, so that there is no tug-of-war.
"""

import random

from bot.adapters.irc.names import safe_nick
from bot.adapters.irc.out import Kind, Out, line
from bot.adapters.irc.state import State
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, param
from bot.core.events import Named

ERRONEOUS, IN_USE = "432", frozenset({"433", "436", "437"})
OFFLINE = "731"  # RPL_MONOFFLINE
TRIES = 8  # nicks offered before welcome; servers that refuse more will refuse all
TAILS = 2  # tries with one more "_", before digits
NICKSERV = "NickServ"


class Nick:
    """The nick on one connection."""

    def __init__(self, wanted: str, services: bool, timings: Timings, chance: random.Random) -> None:
        self.wanted, self.services, self.timings, self.chance = wanted, services, timings, chance
        self.refusals = 0
        self.erroneous = False
        self.asked = ""  # what we last asked for
        self.settled = False
        self.retry_at = float("inf")
        self.delay = timings.nick_retry

    def start(self, out: Out) -> None:
        self._ask(self.wanted, out)

    def refused(self, reply: Line, out: Out) -> None:
        """Before the welcome a refused nick must be followed by another one."""
        self.refusals += 1
        self.erroneous = self.erroneous or reply.command == ERRONEOUS
        if self.refusals > TRIES:
            out.fail(Kind.LOST, f"the server takes none of our nicks: {param(reply, -1)}")
        elif self.erroneous:
            digits = f"{self.chance.randrange(100):02}" if self.refusals > 1 else ""
            self._ask(safe_nick(self.wanted)[:7] + digits, out)
        elif self.refusals <= TAILS:
            self._ask(self.wanted + "_" * self.refusals, out)
        else:
            self._ask(f"{safe_nick(self.wanted)[:7]}{self.chance.randrange(100):02}", out)

    def settle(self, state: State, at: float, out: Out) -> None:
        """We are welcome and logged in: say what we are called, and begin to ask for our nick if we have another."""
        self.settled = True
        self._named(state, at, out)
        if not self._is_ours(state, state.nickname):
            out.reports.append(f"the nick {self.wanted} is taken: I am {state.nickname} until it is free")
            if state.isupport.monitor is not None:
                out.later.append(line("MONITOR", "+", self.wanted))
            self.retry(at, out)

    def heard(self, reply: Line, state: State, at: float, out: Out) -> None:
        """After the welcome: our own renames, and signs that the holder of our nick has left. Comes after `state` took the line."""
        if reply.command == "NICK" and state.casefold(param(reply, 0)) == state.nickname_lower:
            self._renamed(state, at, out)
        elif not self.settled or self._is_ours(state, state.nickname):
            return
        elif reply.command == OFFLINE:
            if any(self._is_wanted(state, name.split("!")[0]) for name in param(reply, -1).split(",")):
                self._ask(self.wanted, out)
        elif reply.command in ("QUIT", "NICK") and reply.source and self._is_wanted(state, reply.hostmask.nickname):
            self._ask(self.wanted, out)

    def tick(self, state: State, at: float, out: Out) -> None:
        if at >= self.retry_at:
            if self._is_ours(state, state.nickname):
                self.retry_at = float("inf")
            else:
                self.retry(at, out)

    def retry(self, at: float, out: Out) -> None:
        """Ask once more, through services where we are logged in."""
        self.retry_at = at + self.delay
        if self.services:
            out.later.append(line("PRIVMSG", NICKSERV, text=f"REGAIN {self.wanted}"))
        self.asked = self.wanted
        out.later.append(line("NICK", self.wanted))

    def _renamed(self, state: State, at: float, out: Out) -> None:
        ours = self._is_ours(state, state.nickname)
        if self.settled:
            self._named(state, at, out)
        if ours:
            self.retry_at = float("inf")
            if state.isupport.monitor is not None:
                out.later.append(line("MONITOR", "-", self.wanted))
        elif state.casefold(state.nickname) != state.casefold(self.asked):
            out.reports.append(f"the server renamed me to {state.nickname}; I will ask for {self.wanted} again")
            if state.isupport.monitor is not None:
                out.later.append(line("MONITOR", "+", self.wanted))
            self.delay = min(self.delay * 2, self.timings.nick_retry_cap)
            self.retry_at = at + self.delay

    def _named(self, state: State, at: float, out: Out) -> None:
        also = () if state.casefold(state.nickname) == state.casefold(self.wanted) else (self.wanted,)
        out.events.append(Named(at, state.network, state.nickname, also))

    def _ask(self, nick: str, out: Out) -> None:
        self.asked = nick
        out.lines.append(line("NICK", nick))

    def _is_wanted(self, state: State, nick: str) -> bool:
        return state.casefold(nick) == state.casefold(self.wanted)

    def _is_ours(self, state: State, nick: str) -> bool:
        """Whether this is our nick, or as much of it as the server allows."""
        cut = self.wanted[: state.isupport.nicklen] if "NICKLEN" in state.isupport.raw else self.wanted
        return state.casefold(nick) in (state.casefold(self.wanted), state.casefold(cut))
