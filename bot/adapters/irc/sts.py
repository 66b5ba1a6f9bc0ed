"""Strict transport security (IRCv3 sts): a server that was reached in plain text and asks for TLS is never again spoken to without it.

Kept for the life of the process. A policy counts from the last moment at which it was seen, and only TLS can shorten or end it:
whoever can change a plain connection could otherwise do so.
"""

from dataclasses import dataclass

from bot.core.settings import IrcNetwork, Tls

FOR_EVER = float("inf")
DIGITS = 10  # of a duration: three hundred years
VERIFIED = Tls()


@dataclass(frozen=True, slots=True)
class Policy:
    """What a server has asked for: a port without TLS, a duration in seconds with it. The other part is not to be believed."""

    port: int | None = None
    duration: float | None = None


def policy(value: str, secure: bool) -> Policy | None:
    """The value of the capability; None where it says nothing that counts on such a connection."""
    keys = dict(token.partition("=")[::2] for token in value.split(","))
    if secure:
        duration = _number(keys.get("duration", ""))
        return None if duration is None else Policy(duration=float(duration))
    port = _number(keys.get("port", ""))
    return Policy(port=port) if port is not None and 0 < port < 2**16 else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


class Sts:
    """Where one network must be dialled, over all links of its adapter. Times are the bot's clock, in seconds."""

    def __init__(self, network: IrcNetwork, tls: Tls = VERIFIED) -> None:
        """`tls` is how to dial when the settings say plain text and the server says otherwise."""
        self.network, self.tls = network, tls
        self.port: int | None = None  # of the TLS that a plain connection was told to use
        self.duration = FOR_EVER  # until a connection by TLS has named one: the next plain one could be anybody's
        self.until = FOR_EVER

    def way(self, at: float) -> tuple[int, Tls | None]:
        """Port and TLS for the next attempt."""
        if self.network.tls is not None or self.port is None or at >= self.until:
            return self.network.port, self.network.tls
        return self.port, self.tls

    def learn(self, new: Policy, at: float) -> None:
        """A policy was seen. A duration of zero ends it."""
        if new.port is not None:
            self.port, self.duration, self.until = new.port, FOR_EVER, FOR_EVER
        elif new.duration is not None:
            self.duration, self.until = new.duration, at + new.duration

    def ended(self, at: float) -> None:
        """A connection by TLS is over: the policy counts from here (as the specification asks)."""
        self.until = at + self.duration
