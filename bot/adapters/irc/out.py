"""What one step of the protocol brings about: lines to write, events for the house, words for the operator, or the end of the link."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.adapters.irc.sts import Policy
from bot.core.events import Event, Message

LINE_LIMIT = 512  # bytes with CR LF, without tags (RFC 2812 2.3)
TAGS_LIMIT = 4096  # bytes of tags that a client may send (IRCv3 message-tags)


class Kind(StrEnum):
    """Why a link ended, as far as it decides what to do next."""

    LOST = "lost"  # the network's fault: come back soon
    BARRED = "barred"  # banned or throttled: come back much later
    UPGRADE = "upgrade"  # the server wants TLS: come back by it
    LOGIN = "login"  # the login could not be done: never go on without it, try again
    PASSWORD = "password"  # noqa: S105 -- the login was refused
    SUSPENDED = "suspended"  # the account exists no more for us


@dataclass(frozen=True, slots=True)
class Fault:
    """The end of a link, in words for the operator."""

    kind: Kind
    why: str


@dataclass(slots=True)
class Out:
    """Collects the results of one step."""

    lines: list[str] = field(default_factory=list)  # to write now
    later: list[str] = field(default_factory=list)  # to write in turn, paced
    events: list[Event] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    policy: Policy | None = None  # of strict transport security, as the server has just said it
    vouched: Message | None = None  # the line that the server was asked about
    fault: Fault | None = None

    def fail(self, kind: Kind, why: str) -> None:
        """End the link; the first reason counts."""
        self.fault = self.fault or Fault(kind, why)


class UnsafeError(ValueError):
    """A line that would have been more or less than one line. Nothing of it is sent, nor told: it may hold a password."""


def is_word(text: str) -> bool:
    """Whether this can be a parameter of a line before the last one."""
    return bool(text) and not text.startswith(":") and not any(ch in " \r\n\0" for ch in text)


def line(command: str, *middle: str, text: str | None = None, tags: str = "") -> str:
    """One line for the wire, without its line end. Raises UnsafeError for what would not arrive as meant.

    Every outgoing line is built here, so no field of any line can end it and start another.
    """
    parts = [command, *middle]
    for part in parts:
        if not is_word(part):
            raise UnsafeError(f"{command[:20]!r} with a parameter that is not one word")
    whole = " ".join(parts) + ("" if text is None else f" :{text}")
    if any(ch in "\r\n\0" for ch in tags + whole):
        raise UnsafeError(f"{command[:20]!r} with a line end or NUL in it")
    if len(whole.encode()) > LINE_LIMIT - 2 or len(tags.encode()) > TAGS_LIMIT:
        raise UnsafeError(f"{command[:20]!r} with more than fits in a line")
    return f"@{tags} {whole}" if tags else whole
