"""Who speaks and where: people as their network shows them, and the places where they meet.

Identity and display are different things: `id` is what two events are compared by (folded nick, MXID), `name` is what
people read. A nick is never proof of anything; rights go by `account`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What a room has made of a person, as its network reports it."""

    NONE = ""
    VOICE = "voice"
    OP = "op"


@dataclass(frozen=True, slots=True)
class Person:
    """One person on one network, as last seen."""

    network: str
    id: str  # folded nick on IRC (by the CASEMAPPING in force), MXID on Matrix
    name: str  # as written
    account: str | None = None  # services account or MXID; None: not logged in, or not known
    host: str | None = None  # user@host on IRC
    bot: bool = False  # says itself that it is one (+B, `bot` tag)

    @property
    def identity(self) -> str:
        """What lasting memories are kept under: the account where there is one, else the id. Never shown."""
        return f"{self.network}:account={self.account}" if self.account else f"{self.network}:{self.id}"


@dataclass(frozen=True, slots=True)
class Place:
    """A room or channel, or (`direct`) the private conversation with one person."""

    network: str
    room: str  # folded channel name, room id; the person's id when direct
    direct: bool = False

    @property
    def key(self) -> str:
        """One word for it, for keys and reports."""
        return f"{self.network}/{'@' if self.direct else ''}{self.room}"


@dataclass(frozen=True, slots=True)
class Identity:
    """How settings and experts.yaml name a person: exactly one of account, id (MXID), nick or hostmask."""

    network: str
    account: str | None = None
    id: str | None = None
    nick: str | None = None  # only where a network has no accounts
    hostmask: str | None = None  # nick!user@host with * and ?

    def is_person(self, person: Person) -> bool:
        """Whether this names that person, going by what their network vouches for; hostmasks go by IRC mask rules."""
        if person.network != self.network:
            return False
        if self.account is not None:
            return person.account is not None and person.account.lower() == self.account.lower()
        if self.id is not None:
            return person.id == self.id
        if self.hostmask is not None:
            return person.host is not None and mask_matches(self.hostmask, f"{person.name}!{person.host}")
        return self.nick is not None and person.id.lower() == self.nick.lower()


def mask_matches(mask: str, text: str) -> bool:
    """Match an IRC mask (`*` any run, `?` one character, backslash escapes; brackets are ordinary), ignoring ASCII case.

    Not fnmatch: there `cool[guy]` is a character class. Cases as in ircdocs/parser-tests mask-match.
    """
    mask, text = mask.lower(), text.lower()
    row = {0}  # positions in text that the mask so far can end at
    i = 0
    while i < len(mask):
        char, literal = mask[i], False
        if char == "\\" and i + 1 < len(mask) and mask[i + 1] in "*?\\":
            i, char, literal = i + 1, mask[i + 1], True
        if char == "*" and not literal:
            row = set(range(min(row), len(text) + 1)) if row else row
        elif char == "?" and not literal:
            row = {p + 1 for p in row if p < len(text)}
        else:
            row = {p + 1 for p in row if p < len(text) and text[p] == char}
        i += 1
    return len(text) in row
