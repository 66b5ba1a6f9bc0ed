"""What a visit to an IRC network has found out, in words for the operator; findings themselves are in bot/adapters/finding.py."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.adapters.irc.out import Fault, Kind
from bot.adapters.irc.register import WANTED
from bot.core.people import Standing
from bot.core.settings import Login

REMEDIES = {
    Kind.LOST: "see host:, port: and tls: of this network",
    Kind.BARRED: "this address is banned there, or came too often: wait, or write to the network's staff",
    Kind.UPGRADE: "see port: and tls: of this network",
    Kind.LOGIN: "see login: of this network",
    Kind.PASSWORD: "see account: and password: under login:",
    Kind.SUSPENDED: "the network's staff must free the account, or another one belongs under login:",
}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What keeps us from speaking in a channel, and what those who run it can do about it."""

    text: str
    remedy: str


MODERATED = Hindrance("moderated (+m): the bot needs voice to speak", "ask an operator for +v, or ChanServ for the flag +V")
REGISTERED = Hindrance("only people with an account may speak (+M)", "log in (login: in bot.yaml), or ask an operator for +v")
UNSEEN = Hindrance("its members do not see each other (+u): nobody there can be found to help", "ask an operator for +v, or to take it off")


def hindrances(modes: Collection[str], standing: Standing, account: bool) -> Iterator[Hindrance]:
    """What the modes of a channel that we are in keep from us; nothing where we have voice or more.

    These letters mean the same on InspIRCd, UnrealIRCd and hybrid. Others (colours, CTCP, notices, nicks, the ways in) forbid
    nothing that somebody who is in and speaks plainly does.
    """
    if standing is Standing.NONE:
        yield from (MODERATED,) if "m" in modes else ()
        yield from (REGISTERED,) if "M" in modes and not account else ()
        yield from (UNSEEN,) if "u" in modes else ()


def may_speak(modes: Collection[str], standing: Standing) -> str:
    """What is said of a channel where nothing keeps us from speaking."""
    shown = f"modes +{''.join(sorted(modes))}" if modes else "no modes"
    return f"the bot may speak ({shown}{ {Standing.OP: ', as operator', Standing.VOICE: ', with voice'}.get(standing, '') })"


def remedy(fault: Fault) -> str:
    """What to do about the end of a link; "" where its own words say so."""
    return "" if "bot.yaml" in fault.why else REMEDIES[fault.kind]


def capabilities(used: Collection[str]) -> str:
    """What we have asked for and got, and what this network does not have."""
    missing = [name for name in WANTED if name not in used]
    return f"capabilities in use: {' '.join(sorted(used)) or 'none'}" + (f"; not offered: {' '.join(missing)}" if missing else "")


def logged_in(login: Login) -> str:
    """That the login has worked: without that we would not be in."""
    if login.method == "none":
        return "no login is configured"
    return f"logged in{f' as {login.account}' if login.account else ''} ({login.method})"
