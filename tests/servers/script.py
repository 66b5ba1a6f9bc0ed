"""A conversation with `Wire`, line by line: no network, a clock that stands still until told, and everything that came out kept."""

import random

from bot.adapters.irc.out import Fault, Out
from bot.adapters.irc.register import Dialled
from bot.adapters.irc.sts import Policy
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, tokenise
from bot.adapters.irc.wire import Self, Wire
from bot.core.events import Event, Message
from bot.core.settings import IrcNetwork, Login, Room

NOON = 1_700_000_000.0  # 2023-11-14T22:13:20Z
CAPS = "message-tags server-time account-tag account-notify extended-join batch echo-message multi-prefix userhost-in-names chghost"
LABELS = f"{CAPS} labeled-response"
ISUPPORT = "CASEMAPPING=rfc1459 CHANTYPES=# STATUSMSG=@+ PREFIX=(ov)@+ NICKLEN=30 WHOX BOT=B MONITOR=30"
NO_LOGIN = Login()
NONCE = "rOprNGfwEbeRWgbNEkqO"  # of the example in RFC 7677
UNPACED = Timings(line_burst=100)


def read(text: str) -> Line:
    """One line in its parts."""
    line = tokenise(text)
    assert line is not None
    return line


class Script:
    """One connection of a bot called `helper` to a server `s`. The lines sent so far are taken by `sent`, the events by `heard`."""

    def __init__(
        self, login: Login = NO_LOGIN, rooms: tuple[str, ...] = ("#rdo",), name: str = "helper", owner: str = "the ops", secure: bool = True
    ) -> None:
        network = IrcNetwork("oftc", "irc.test", login=login, rooms=tuple(Room(room) for room in rooms))
        self.at = NOON
        chance = random.Random(7)  # noqa: S311 -- the same dice every time
        self.wire = Wire(Self(network, name, owner), UNPACED, chance, self.at, Dialled(secure, NONCE))
        self._lines: list[str] = []
        self._events: list[Event] = []
        self.reports: list[str] = []
        self.policies: list[Policy] = []
        self.vouched: list[Message] = []
        self.fault: Fault | None = None
        self.answers = True  # whether the server answers PING
        self._keep(self.wire.start(self.at))

    def server(self, *lines: str) -> "Script":
        """The server sends lines."""
        for line in lines:
            self.bytes(line.encode("utf-8", "surrogateescape") + b"\r\n")
        return self

    def bytes(self, data: bytes) -> "Script":
        self._keep(self.wire.receive(data, self.at))
        return self

    def verify(self, message: Message) -> None:
        """The house wants to know who said that."""
        self._keep(self.wire.verify(message, self.at))

    def wait(self, seconds: float) -> "Script":
        """Time passes, from one moment at which something is due to the next; the server answers our PINGs."""
        end = self.at + seconds
        while (due := self.wire.due()) <= end and self.fault is None:
            self.at = max(self.at, due)
            out = self.wire.tick(self.at)
            self._keep(out)
            if self.answers and any(line.startswith("PING ") for line in out.lines):
                self.server(":s PONG s :are you there")
        self.at = end
        return self

    def until(self, line: str) -> float:
        """Wait until that line is sent; how many seconds it took. Other lines are dropped. A day is too long."""
        start = self.at
        while line not in self.sent():
            assert self.at - start < 86_400.0, f"{line!r} was never sent"
            self.wait(1.0)
        return self.at - start

    def sent(self) -> list[str]:
        """The lines written since the last look."""
        lines, self._lines = self._lines, []
        return lines

    def heard(self) -> list[Event]:
        """The events since the last look."""
        events, self._events = self._events, []
        return events

    def _keep(self, out: Out) -> None:
        self._lines += out.lines
        self._events += out.events
        self.reports += out.reports
        self.policies += [out.policy] if out.policy else []
        self.vouched += [out.vouched] if out.vouched else []
        self.fault = self.fault or out.fault


def welcomed(script: Script, caps: str = CAPS, isupport: str = ISUPPORT, nick: str = "helper") -> Script:
    """Through registration without a login, up to the JOINs."""
    script.server(f":s CAP * LS :{caps}")
    if caps:
        script.server(f":s CAP * ACK :{caps}")
    script.server(f":s 001 {nick} :Welcome", f":s 005 {nick} {isupport} :are supported by this server", f":s 376 {nick} :End of MOTD")
    return script


def joined(names: str = "@ann!a@host +bob!b@host helper!helper@bot.host", **options: str) -> Script:
    """In #rdo, with ann as operator and bob voiced; what led there is taken."""
    script = welcomed(Script(), **options)
    script.server(
        ":helper!helper@bot.host JOIN #rdo * :Patience",
        f":s 353 helper = #rdo :{names}",
        ":s 366 helper #rdo :End of /NAMES list.",
        ":s PONG s :joined #rdo",
        ":s 315 helper #rdo :End of /WHO list.",
    )
    script.sent()
    script.heard()
    return script
