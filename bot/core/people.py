"""Who speaks and where: people as their network shows them, and the places where they meet.

Identity and display are different things: `id` is what two events are compared by (folded nick, MXID), `name` is what
people read. A nick is never proof of anything; rights go by `account`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

BRIDGE_HOST = "relayed"  # the host of people behind a bridge: nothing vouches for them

_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_ASCII = str.maketrans(_UPPER, _LOWER)  # no more: under Unicode rules KELVIN SIGN is k, and somebody else could be taken for you
_NICK = str.maketrans(_UPPER + "[]\\^", _LOWER + "{}|~")


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
    away: bool = field(default=False, compare=False)  # has said so; the same person whether away or not

    @property
    def identity(self) -> str:
        """What lasting memories are kept under: the account where there is one, else the id. Never shown."""
        if self.account:
            return vouched_for(self.network, self.account)
        return f"{self.network}:{'=' if self.id.startswith('account=') else ''}{self.id}"  # no nick can be taken for an account

    @property
    def sighting(self) -> str:
        """Nick and user@host as one word, for whom no account vouches; "" where one does, or the host is not known."""
        return "" if self.account or self.host is None or self.relayed else sighting(self.network, self.id, self.host)

    @property
    def relayed(self) -> bool:
        """Whether a bridge speaks for them here."""
        return self.host == BRIDGE_HOST


@dataclass(frozen=True, slots=True)
class Place:
    """A room or channel, or (`direct`) the private conversation with one person.

    What is said to some of a room alone (IRC: `@#channel`) is a place of its own: it is answered there, and told nowhere else.
    """

    network: str
    room: str  # folded channel name, room id; the person's id when direct
    direct: bool = False
    status: str = ""  # the marks of those in the room who read it; "": everybody

    @property
    def closed(self) -> bool:
        """Whether what is said here is for those alone to whom it is said: spoken to we answer, and never quote it."""
        return self.direct or bool(self.status)

    @property
    def key(self) -> str:
        """One word for it, for keys and reports."""
        return f"{self.network}/{'@' if self.direct else self.status}{self.room}"


def private(person: Person) -> Place:
    """Where this person alone reads what is said."""
    return Place(person.network, person.id, direct=True)


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
        if person.network != self.network or person.relayed:
            return False
        if self.account is not None:
            return person.account is not None and same_account(person.account) == same_account(self.account)
        if self.id is not None:
            return person.id == self.id
        if self.hostmask is not None:
            return person.host is not None and mask_matches(self.hostmask, f"{person.name}!{person.host}")
        return self.nick is not None and folded(person.id) == folded(self.nick)


def vouched(identities: Iterable[Identity], person: Person) -> bool:
    """Whether one of these is that person by what their network vouches for: a nick gives no rights."""
    return any(identity.nick is None and identity.is_person(person) for identity in identities)


def vouched_for(network: str, account: str) -> str:
    """The identity of whoever is logged in to this account (Matrix: has this ID)."""
    return f"{network}:account={same_account(account)}"


def sighting(network: str, id_: str, host: str) -> str:
    """What stands for somebody who is known by nick and user@host together."""
    return f"{network}:{id_}!{host}"


def same_account(account: str) -> str:
    """A services account in the form in which accounts are compared: ASCII case alone does not matter."""
    return account.translate(_ASCII)


def folded(nick: str) -> str:
    """A nick by the widest CASEMAPPING there is (rfc1459), for names in settings: `alice[m]` is known as `alice{m}` on most servers."""
    return nick.translate(_NICK)


def same_person(one: Person, other: Person) -> bool:
    """Whether two sightings are of one person: by account, and where one of them has none by nick and user@host (product 10.9, 10.14)."""
    if one.network != other.network:
        return False
    if one.account is not None and other.account is not None:
        return one.account == other.account
    return one.id == other.id and one.host == other.host


def surely_not(one: Person, other: Person) -> bool:
    """Whether two sightings under one nick are surely of two people; what is not known of one of them proves nothing."""
    if one.relayed or other.relayed:
        return False
    if one.account is not None and other.account is not None:
        return one.account != other.account
    return None not in (one.host, other.host) and one.host != other.host


def mask_matches(mask: str, text: str) -> bool:
    """Match an IRC mask (`*` any run, `?` one character, backslash escapes; brackets are ordinary), ignoring ASCII case.

    Not fnmatch: there `cool[guy]` is a character class. Cases as in ircdocs/parser-tests mask-match.
    """
    mask, text = mask.translate(_ASCII), text.translate(_ASCII)
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
