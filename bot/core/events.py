"""What networks report: a closed family of frozen values. A new kind is a design discussion and touches every adapter.

`at` is the bot's own clock (seconds since the epoch, never going back); `sent` is the network's time stamp and is used
for age and playback only. Text is already decoded and free of control codes of its protocol.
"""

from dataclasses import dataclass

from bot.core.people import Person, Place, Standing


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody said a line."""

    at: float
    place: Place
    sender: Person
    text: str
    id: str = ""  # msgid or event id; "" where the network has none
    sent: float | None = None
    reply_to: str | None = None  # id of the message this one replies to
    thread: str | None = None
    standing: Standing = Standing.NONE  # of the sender in this room
    notice: bool = False
    own: bool = False  # our own line coming back
    playback: bool = False  # history shown on joining
    vouched: bool = False  # handed in again after Verify: the network was asked about the sender, for this very line
    mentions: tuple[str, ...] = ()  # ids of the people named on purpose (Matrix `m.mentions`), as the sender's client says
    via: Place | None = None  # where it was read, when a bridge brought it from `place` (bridges.py; no adapter sets it)


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed a line that they had said before."""

    at: float
    place: Place
    sender: Person
    target: str  # id of the line as it was first said
    text: str  # the whole line as it reads now
    id: str = ""
    sent: float | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A line was taken back, by its sender or by somebody with the right to do so."""

    at: float
    place: Place
    target: str  # id of the line
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody put a sign to a line instead of answering it."""

    at: float
    place: Place
    sender: Person
    target: str  # id of the line
    sign: str  # the emoji, as sent
    id: str = ""
    sent: float | None = None


@dataclass(frozen=True, slots=True)
class Typing:
    """Who is typing in a room now: the whole list, replacing what was known. It goes stale by itself (passing.py)."""

    at: float
    place: Place
    people: tuple[str, ...]  # ids, ours not among them


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Somebody said an encrypted line that we have no key for."""

    at: float
    place: Place
    sender: Person
    id: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came into a room."""

    at: float
    place: Place
    person: Person


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left a room, or the network (then one event per room that was shared)."""

    at: float
    place: Place
    person: Person


@dataclass(frozen=True, slots=True)
class Split:
    """The network broke in two: these people of a room are on the other side. None of them chose to leave."""

    at: float
    place: Place
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Healed:
    """The two sides are one again, and these people are back in the room."""

    at: float
    place: Place
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A person is known otherwise from now on, in every room of the network: another nick, account or host."""

    at: float
    old: Person
    new: Person


@dataclass(frozen=True, slots=True)
class Present:
    """We are in this room, with these people: the whole list, replacing what was known.

    Not `complete` (Matrix, where nobody holds lists of members): these are some of the people who are there, and of anybody
    else it is not known that they are not.
    """

    at: float
    place: Place
    people: tuple[Person, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Gone:
    """We are not in this room (kicked, parted, not let in), or, without a room, not on this network.

    `why` is in words for maintainers; it comes again with every failed attempt, and ends with Present or Named.
    """

    at: float
    network: str
    place: Place | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What we are called on this network from now on, and any other name that people may still use for us."""

    at: float
    network: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A line of ours never reached its place: refused, expired in the queue, or in flight when we died."""

    at: float
    place: Place
    key: str  # of the Say
    why: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """A line of ours stands in its place under this id (networks that give lines ids)."""

    at: float
    place: Place
    key: str  # of the Say
    id: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A room lives on as another one (Matrix room upgrade): what is known of the old place holds for the new one."""

    at: float
    old: Place
    new: Place


@dataclass(frozen=True, slots=True)
class Reached:
    """The network has been read up to this position; closes a batch and is stored with the work that it caused."""

    at: float
    network: str
    position: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed. Sent by the clock when something is due, and once a day (`daily`) for what is done once a day."""

    at: float
    daily: bool = False


Deed = Message | Edited | Removed | Reacted  # what people do in a room, each with an id of its own where the network has ids
Whereabouts = Joined | Left | Split | Healed | Renamed | Present | Gone | Named | Moved
Event = Deed | Typing | Unreadable | Whereabouts | Undelivered | Delivered | Reached | Tick
