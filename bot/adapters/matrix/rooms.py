"""What we know of rooms while we run: what they are called in bot.yaml, who is called what, who may what, which are encrypted or direct.

Nothing here is a list of members. Names and power levels are those of people who spoke lately; both are bounded, and nothing walks
all rooms for one message. What is not known is None: the shell asks the homeserver when it matters.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.adapters.matrix.sync import Raw
from bot.core.people import Person, Place, Standing
from bot.core.settings import MatrixNetwork
from bot.core.text import clean

NAMES_KEPT = 20_000  # display names of people in rooms: some hours of a big community, a few megabytes
LEVELS_KEPT = 1_000  # rooms whose power levels are kept
OP_LEVEL = 50  # the level that may kick, ban and redact by default: a moderator
LONGEST_NAME = 80  # characters of a display name that are used: more is a joke at everybody's cost


@dataclass(frozen=True, slots=True)
class Levels:
    """Power levels of one room (m.room.power_levels)."""

    users: Mapping[str, int] = field(default_factory=dict)
    users_default: int = 0
    to_speak: int = 0  # for m.room.message
    founders: frozenset[str] = frozenset()  # creators of a room of version 12: above every number

    def of(self, mxid: str) -> float:
        return float("inf") if mxid in self.founders else self.users.get(mxid, self.users_default)

    def may_speak(self, mxid: str) -> bool:
        return self.of(mxid) >= self.to_speak


class Rooms:
    """The rooms of one account. `me` is its Matrix ID."""

    def __init__(self, settings: MatrixNetwork, me: str) -> None:
        self.settings, self.me = settings, me
        self.joined: set[str] = set()  # room ids
        self.configured: dict[str, str] = {}  # room id -> name in bot.yaml, lower case
        self._ids: dict[str, str] = {}  # and back
        self._direct: dict[str, str] = {}  # room id -> Matrix ID of the other
        self._chats: dict[str, str] = {}  # and back: the room to write to somebody in
        self._names: OrderedDict[tuple[str, str], str] = OrderedDict()  # (room id, Matrix ID) -> display name
        self._levels: OrderedDict[str, Levels] = OrderedDict()
        self._encrypted: dict[str, bool] = {}  # one word per room that we spoke in, or that told us

    # --- places ---

    def called(self, room_id: str, name: str) -> None:
        """The room that bot.yaml calls `name` has this id now."""
        self.configured.pop(self._ids.get(name.lower(), ""), None)
        self.configured[room_id] = name.lower()
        self._ids[name.lower()] = room_id

    def place(self, room_id: str) -> Place:
        """Where in the house a room is."""
        other = self._direct.get(room_id)
        if other is not None:
            return Place(self.settings.name, other, direct=True)
        return Place(self.settings.name, self.configured.get(room_id, room_id))

    def room_id(self, place: Place) -> str | None:
        """The room of a place; None for a direct chat that does not exist yet, and for a name that has not been resolved."""
        if place.direct:
            return self._chats.get(place.room)
        return self._ids.get(place.room) or (place.room if place.room in self.joined else None)

    def direct(self, chats: Mapping[str, tuple[str, ...]]) -> None:
        """The whole of `m.direct`: of several rooms with one person the last that we are in is written to."""
        self._direct = {room_id: mxid for mxid, rooms in chats.items() for room_id in rooms if room_id not in self.configured}
        self._chats = {mxid: here[-1] for mxid, rooms in chats.items() if (here := [r for r in rooms if r in self.joined])}

    def chats(self) -> dict[str, list[str]]:
        """What `m.direct` has to say."""
        found: dict[str, list[str]] = {}
        for room_id, mxid in self._direct.items():
            found.setdefault(mxid, []).append(room_id)
        return found

    def chat(self, mxid: str, room_id: str) -> None:
        """A direct chat has begun."""
        self._direct[room_id] = mxid
        self._chats[mxid] = room_id

    def entered(self, room_id: str) -> None:
        self.joined.add(room_id)
        other = self._direct.get(room_id)
        if other is not None:
            self._chats[other] = room_id

    def departed(self, room_id: str) -> None:
        """We are no longer there: nothing is written to it, and what is known of it may have changed when we are back."""
        self.joined.discard(room_id)
        other = self._direct.get(room_id)
        if other is not None and self._chats.get(other) == room_id:
            del self._chats[other]
        self._levels.pop(room_id, None)
        self._encrypted.pop(room_id, None)

    def guests(self) -> int:
        """How many rooms we are in by invitation, direct chats not counted."""
        return len(self.joined - self.configured.keys() - self._direct.keys())

    # --- state ---

    def learn(self, room_id: str, event: Raw) -> None:
        """Take one state event; anything else in it is ignored."""
        content, key = event.get("content"), event.get("state_key")
        if not isinstance(content, dict) or not isinstance(key, str):
            return
        kind = event["type"]
        if kind == "m.room.member":
            self._named(room_id, key, content)
        elif kind == "m.room.power_levels" and key == "" and room_id in self._levels:
            self.leveled(room_id, content)  # a change; the first time the homeserver is asked, for the founders, too
        elif kind == "m.room.encryption" and key == "":
            self._encrypted[room_id] = True  # whatever the algorithm: it cannot be turned off again

    def _named(self, room_id: str, mxid: str, content: Mapping[str, Any]) -> None:
        name = content.get("displayname")
        self._names.pop((room_id, mxid), None)
        if isinstance(name, str) and content.get("membership") == "join":
            self._names[room_id, mxid] = name
        while len(self._names) > NAMES_KEPT:
            self._names.popitem(last=False)

    def leveled(self, room_id: str, content: Mapping[str, Any], founders: frozenset[str] = frozenset()) -> None:
        """The power levels of a room, as they stand now."""
        before = self._levels.pop(room_id, None)
        events = content.get("events")
        to_speak = events.get("m.room.message") if isinstance(events, dict) else None
        users = content.get("users")
        self._levels[room_id] = Levels(
            users={mxid: _level(level, 0) for mxid, level in users.items()} if isinstance(users, dict) else {},
            users_default=_level(content.get("users_default"), 0),
            to_speak=_level(to_speak, _level(content.get("events_default"), 0)),
            founders=founders or (before.founders if before else frozenset()),
        )
        while len(self._levels) > LEVELS_KEPT:
            self._levels.popitem(last=False)

    def levels(self, room_id: str) -> Levels | None:
        found = self._levels.get(room_id)
        if found is not None:
            self._levels.move_to_end(room_id)
        return found

    def doubt(self) -> None:
        """State may have changed unseen: levels, and that a room is not encrypted, must be asked for again."""
        self._levels.clear()
        self._encrypted = {room_id: True for room_id, encrypted in self._encrypted.items() if encrypted}

    def standing(self, room_id: str, mxid: str) -> Standing:
        """What the room has made of somebody, as far as is known."""
        levels = self.levels(room_id)
        return Standing.OP if levels is not None and levels.of(mxid) >= OP_LEVEL else Standing.NONE

    def encrypted(self, room_id: str) -> bool | None:
        return self._encrypted.get(room_id)

    def told_encrypted(self, room_id: str, encrypted: bool) -> None:
        """The homeserver was asked."""
        self._encrypted[room_id] = encrypted or self._encrypted.get(room_id, False)

    # --- people ---

    def person(self, room_id: str, mxid: str) -> Person:
        return Person(self.settings.name, mxid, self.name(room_id, mxid), account=mxid)

    def name(self, room_id: str, mxid: str) -> str:
        """The display name, made safe to read; the localpart where none is known or nothing is left of it."""
        known = self._names.get((room_id, mxid), "")
        return shown(known) or localpart(mxid)


def shown(name: str) -> str:
    """A display name on one line, without what could be obeyed, of a length that people can read."""
    return " ".join(clean(name[: 4 * LONGEST_NAME]).split())[:LONGEST_NAME].strip()


def localpart(mxid: str) -> str:
    return mxid.removeprefix("@").partition(":")[0] or mxid


def _level(value: object, default: int) -> int:
    """A power level; old rooms have texts for numbers."""
    if isinstance(value, bool):
        return default
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal() and len(value) < len("-9007199254740991"):
        return int(value)
    return default
