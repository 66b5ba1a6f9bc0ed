"""From the first byte to "we may join": capabilities, login, welcome. A login that is configured and does not succeed ends the link.

The order is that of IRCv3 capability-negotiation and sasl-3.2: CAP LS 302, REQ of an exact list, AUTHENTICATE, CAP END, welcome,
mode +B, NickServ. There is no path from a failed login to CAP END or to ready.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from bot.adapters.irc.markup import plain
from bot.adapters.irc.nick import ERRONEOUS, IN_USE, NICKSERV, Nick
from bot.adapters.irc.out import Kind, Out, is_word, line
from bot.adapters.irc.sasl import MECHANISMS, Sasl
from bot.adapters.irc.scram import SaslError, WrongPasswordError
from bot.adapters.irc.state import State
from bot.adapters.irc.sts import policy
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, param
from bot.core.settings import Login

# Asked for by name: some capabilities that servers offer make everything else fail (inspircd.org/poison).
WANTED = (
    "message-tags server-time account-tag account-notify extended-join batch echo-message labeled-response multi-prefix userhost-in-names "
    "chghost away-notify setname standard-replies inspircd.org/standard-replies"
).split()
WELCOMED = frozenset({"376", "422"})  # end of MOTD, no MOTD
SASL_FAILED = frozenset({"901", "902", "905", "906", "907", "908"})  # without 903 even "you are logged in already" is no success
LOGGED_OUT = "901"
SUSPENDED = re.compile(r"\b(suspended|frozen|(is|been) forbidden)\b", re.IGNORECASE)
CONFIRMED = re.compile(r"you are (now )?(identified|logged in|recognized)|password accepted", re.IGNORECASE)  # Atheme, Anope
DENIED = re.compile(r"(invalid|incorrect|wrong) password|password incorrect", re.IGNORECASE)


class Phase(Enum):
    """How far we are."""

    CAPABILITIES = "capabilities"
    SASL = "sasl"
    WELCOME = "welcome"  # CAP END is sent, or the server knows no CAP
    NICKSERV = "nickserv"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Dialled:
    """What the link knows of one connection and the protocol must know, too."""

    secure: bool = True  # by TLS
    nonce: str = ""  # unpredictable, new for each connection: for SCRAM, which does not go on without it


class Registration:
    """The way in, on one connection."""

    def __init__(self, login: Login, nick: Nick, timings: Timings, dialled: Dialled) -> None:
        self.login, self.nick, self.timings, self.dialled = login, nick, timings, dialled
        self.phase = Phase.CAPABILITIES
        self.offered: dict[str, str] = {}
        self.pending: set[str] = set()  # requested, not yet acknowledged
        self.single = False  # the list was refused as a whole: its members are asked for one by one
        self.sasl: Sasl | None = None  # the login, once it has begun
        self.authenticated = False  # by SASL
        self.last_notice = ""  # of NickServ's, for the operator
        self.deadline = float("inf")
        self.ask_whois_at = float("inf")

    def start(self, user: str, realname: str, at: float, out: Out) -> None:
        self.deadline = at + self.timings.register
        out.lines.append(line("CAP", "LS", "302"))
        self.nick.start(out)
        out.lines.append(line("USER", user, "0", "*", text=realname))

    def heard(self, reply: Line, state: State, at: float, out: Out) -> None:
        """One line of the server's. Comes after `state` took it."""
        if reply.command == "CAP":
            self._cap(reply, state, out)
        elif self.phase is Phase.SASL:
            self._sasl(reply, out)
        elif reply.command == LOGGED_OUT and self.login.method in MECHANISMS:
            out.fail(Kind.LOGIN, "the server has logged us out")
        if self.phase is not Phase.READY:
            if self.phase is Phase.NICKSERV:
                self._nickserv(reply, state, at, out)
            elif reply.command in WELCOMED and is_word(state.nickname):
                self._welcomed(state, at, out)
            elif (reply.command in IN_USE or reply.command == ERRONEOUS) and not state.registered:
                self.nick.refused(reply, out)

    def tick(self, state: State, at: float, out: Out) -> None:
        if self.phase is Phase.READY:
            return
        if at >= self.deadline:
            out.fail(*self._overdue())
        elif at >= self.ask_whois_at:
            self.ask_whois_at = float("inf")
            out.lines.append(line("WHOIS", state.nickname))

    def _overdue(self) -> tuple[Kind, str]:
        if self.phase is Phase.SASL:
            return Kind.LOGIN, "the server did not answer the SASL login"
        if self.phase is Phase.NICKSERV:
            return Kind.LOGIN, f"NickServ did not confirm the login; it last said: {self.last_notice or 'nothing'}"
        return Kind.LOST, "the server did not let us in"

    def due(self) -> float:
        return float("inf") if self.phase is Phase.READY else min(self.deadline, self.ask_whois_at)

    # --- capabilities ---

    def _cap(self, reply: Line, state: State, out: Out) -> None:
        tokens = dict(token.partition("=")[::2] for token in param(reply, -1).split()) if len(reply.params) > 2 else {}
        steps: dict[str, Callable[[dict[str, str], State, Out], None]] = {
            "NEW": self._cap_new, "DEL": self._cap_del, "ACK": self._cap_ack, "NAK": self._cap_nak,
        }  # fmt: skip
        subcommand = param(reply, 1).upper()
        if subcommand in ("LS", "NEW") and "sts" in tokens:
            self._sts(tokens["sts"], out)
        if subcommand == "LS":
            self.offered.update(tokens)
            more = len(reply.params) > 3 and param(reply, 2) == "*"
            if not more and self.phase is Phase.CAPABILITIES and not self.pending:
                self._request(out)
        elif subcommand in steps:
            steps[subcommand](tokens, state, out)

    def _request(self, out: Out) -> None:
        wanted = [name for name in WANTED if name in self.offered]
        mechanism = MECHANISMS.get(self.login.method)
        if mechanism:
            offered = self.offered.get("sasl")
            if offered is None or (offered and mechanism not in offered.upper().split(",")):
                what = "no SASL at all (are its services up?)" if offered is None else f"SASL {offered}"
                out.fail(Kind.LOGIN, f"login by SASL {mechanism} is configured, and the server offers {what}")
                return
            wanted.append("sasl")
        if not wanted:
            self._end(out)
            return
        self.pending = set(wanted)
        out.lines.append(line("CAP", "REQ", text=" ".join(wanted)))

    def _cap_new(self, tokens: dict[str, str], state: State, out: Out) -> None:
        self.offered.update(tokens)
        wanted = [name for name in tokens if name in WANTED and name not in state.caps]
        if wanted and self.phase is Phase.READY:
            out.later.append(line("CAP", "REQ", text=" ".join(wanted)))

    def _cap_del(self, tokens: dict[str, str], state: State, out: Out) -> None:
        """A capability is gone. A login under way cannot end well without `sasl`; one that has succeeded stands until 901."""
        state.caps -= tokens.keys()
        for name in tokens:
            self.offered.pop(name, None)
        if "sasl" in tokens and self.login.method in MECHANISMS and not self.authenticated:
            out.fail(Kind.LOGIN, "the server withdrew SASL while we logged in (are its services up?)")

    def _cap_ack(self, tokens: dict[str, str], state: State, out: Out) -> None:
        for name in tokens:
            if name.startswith("-"):
                state.caps.discard(name[1:])
            else:
                state.caps.add(name)
        self._answered(tokens, out)

    def _cap_nak(self, tokens: dict[str, str], _state: State, out: Out) -> None:
        if self.phase is not Phase.CAPABILITIES:
            return
        if "sasl" in self.pending:
            out.fail(Kind.LOGIN, "the server refused the capabilities that the SASL login needs")
        elif not self.single:
            self.single = True
            out.lines += [line("CAP", "REQ", text=name) for name in WANTED if name in self.pending]
        else:
            self._answered(tokens, out)

    def _answered(self, names: Collection[str], out: Out) -> None:
        if self.phase is not Phase.CAPABILITIES or not self.pending:
            return
        sasl = "sasl" in self.pending and "sasl" in names
        self.pending -= set(names)
        if sasl or (not self.pending and self.login.method in MECHANISMS):
            self._start_sasl(out)
        elif not self.pending:
            self._end(out)

    def _end(self, out: Out) -> None:
        self.phase = Phase.WELCOME
        out.lines.append(line("CAP", "END"))

    def _sts(self, value: str, out: Out) -> None:
        """Strict transport security: without TLS it means to come back by TLS, with it how long that must stay so (IRCv3 sts)."""
        out.policy = policy(value, self.dialled.secure) or out.policy
        if out.policy is not None and not self.dialled.secure:
            out.fail(Kind.UPGRADE, f"the server asks for TLS on port {out.policy.port}: I change over (set port: and tls: in bot.yaml)")

    # --- login ---

    def _start_sasl(self, out: Out) -> None:
        self.phase = Phase.SASL
        try:
            self.sasl = Sasl(self.login, self.dialled.nonce)
        except SaslError as error:
            out.fail(Kind.LOGIN, str(error))
        else:
            out.lines.append(self.sasl.start())

    def _sasl(self, reply: Line, out: Out) -> None:
        if reply.command == "AUTHENTICATE" and self.sasl is not None:
            self._answer(self.sasl, param(reply, 0), out)
        elif reply.command == "903" and self.sasl is not None and self.sasl.finished:
            self.authenticated = True
            self._end(out)
        elif reply.command == "903":
            out.fail(Kind.LOGIN, "the server says that we are logged in before the login was complete: it may be somebody else's")
        elif reply.command == "904":
            kind = Kind.SUSPENDED if SUSPENDED.search(param(reply, -1)) else Kind.PASSWORD
            out.fail(kind, f"the server refused the SASL login: {plain(param(reply, -1))}")
        elif reply.command in SASL_FAILED:
            out.fail(Kind.LOGIN, f"the SASL login failed: {plain(param(reply, -1))} ({reply.command})")

    def _answer(self, sasl: Sasl, words: str, out: Out) -> None:
        try:
            out.lines += sasl.answer(words)
        except WrongPasswordError as error:
            out.fail(Kind.PASSWORD, f"the server refused the SASL login: {error}")
        except SaslError as error:
            out.fail(Kind.LOGIN, f"the SASL login failed: {error}")

    def _welcomed(self, state: State, at: float, out: Out) -> None:
        if self.login.method in MECHANISMS and not self.authenticated:
            out.fail(Kind.LOGIN, "the server let us in without the SASL login that is configured")
            return
        if state.bot_flag:
            out.lines.append(line("MODE", state.nickname, f"+{state.bot_flag}"))
        if self.login.method != "nickserv":
            self._ready(state, at, out)
            return
        self.phase = Phase.NICKSERV
        self.deadline, self.ask_whois_at = at + self.timings.identify, at + self.timings.identify / 3
        words = " ".join(filter(None, (self.login.account, self.login.password)))
        out.lines.append(line("PRIVMSG", NICKSERV, text=f"IDENTIFY {words}"))

    def _nickserv(self, reply: Line, state: State, at: float, out: Out) -> None:
        about_us = state.casefold(param(reply, 0 if reply.command == "MODE" else 1)) == state.nickname_lower
        if reply.command == "900":
            self._ready(state, at, out)
        elif reply.command == "401" and state.casefold(param(reply, 1)) == state.casefold(NICKSERV):
            out.fail(Kind.LOGIN, "login by NickServ is configured, and there is no NickServ")
        elif (reply.command in ("307", "330") and about_us) or (
            reply.command == "MODE" and state.casefold(param(reply, 0)) == state.nickname_lower and "r" in state.modes
        ):
            self._ready(state, at, out)
        elif reply.command == "NOTICE" and reply.source and state.casefold(reply.hostmask.nickname) == state.casefold(NICKSERV):
            self._nickserv_said(plain(param(reply, -1)), state, at, out)

    def _nickserv_said(self, text: str, state: State, at: float, out: Out) -> None:
        self.last_notice = text
        if SUSPENDED.search(text):
            out.fail(Kind.SUSPENDED, f"NickServ: {text}")
        elif DENIED.search(text):
            out.fail(Kind.PASSWORD, f"NickServ refused the login: {text}")
        elif CONFIRMED.search(text):
            self._ready(state, at, out)

    def _ready(self, state: State, at: float, out: Out) -> None:
        self.phase = Phase.READY
        self.nick.settle(state, at, out)
