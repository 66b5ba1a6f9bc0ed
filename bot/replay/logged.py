"""What a line of an old log tells, whatever its format: one frozen value, and the two things that can be wrong with a line or a file."""

from dataclasses import dataclass
from enum import Enum


class What(Enum):
    """What happened."""

    SAID = "said"
    CAME = "came"
    WENT = "went"
    RENAMED = "renamed"
    EDITED = "edited"
    REMOVED = "removed"
    SIGNED = "signed"
    HIDDEN = "hidden"  # a line that the log could not read either: encrypted, without a key


@dataclass(frozen=True, slots=True)
class Logged:
    """One thing that somebody did, by the clock of the log."""

    what: What
    at: float  # seconds since the epoch
    nick: str  # as written; on Matrix the ID
    text: str = ""  # what was said; the new nick; the sign
    id: str = ""  # of the line, where the format has ids
    target: str = ""  # id of the line that is answered, edited, removed or signed
    name: str = ""  # what people read, where it is not `nick`
    place: str = ""  # room, or network/room, where the format tells it
    notice: bool = False
    thread: str = ""  # id of the line with which the thread of this one began
    mentions: tuple[str, ...] = ()  # ids of people who are named on purpose
    people: tuple[str, ...] = ()  # all who came or went at once, when a network split


def whole(text: str) -> str:
    """Text out of JSON without halves of letters, which JSON can write and nothing else can."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class Malformed(ValueError):
    """A line that its format does not explain. Its words say what is wrong, without the line."""


class UnknownFormat(ValueError):
    """No format explains the first lines of a file."""
