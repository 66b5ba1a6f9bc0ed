"""bot.yaml as typed, validated values (load.py builds them). Every duration is in seconds. Meaning of keys: bot.yaml, product 4."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.core.people import Identity, Place


class Mode(StrEnum):
    """How much the bot may say (product 10.8)."""

    LISTEN = "listen"  # nothing in rooms, even when spoken to
    ASKED = "asked"  # nothing unprompted
    GENTLE = "gentle"  # the full behaviour


@dataclass(frozen=True, slots=True)
class Timing:
    settle: float = 90.0
    hello: float = 180.0
    answer: float = 120.0
    route: float = 600.0
    frustrated: float = 180.0
    next_expert: float = 1800.0
    keep: float = 172800.0
    max_age: float = 900.0


@dataclass(frozen=True, slots=True)
class Limits:
    lines: int = 2
    bytes: int = 350
    unprompted_per_hour: int = 6
    commands_per_minute: int = 12


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    mode: Mode | None = None  # None: the mode of bot.yaml
    reports: bool = False  # the control room, joined for the reports alone: nobody asks the room for help there


@dataclass(frozen=True, slots=True)
class Tls:
    verify: bool = True
    ca: str | None = None  # path
    certificate: str | None = None  # path, client certificate
    key: str | None = None  # path
    fingerprint: str | None = None  # SHA-256 of the server's certificate, 64 lower-case hexadecimal digits


@dataclass(frozen=True, slots=True)
class Login:
    method: str = "none"  # none | nickserv | sasl-plain | sasl-scram-sha-256 | sasl-external
    account: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A bridge: one bot that relays everybody's lines (`nick` and `pattern`), or a puppet for each person (`puppets`)."""

    nick: str = ""  # of the relaying bot: its nick, or its Matrix ID
    pattern: str = ""  # of its lines: a regular expression with the groups nick and text
    puppets: str = ""  # of nicks or Matrix IDs that stand for people on the other side: a regular expression with the group nick


@dataclass(frozen=True, slots=True)
class Pace:
    burst: int = 5
    per_second: float = 1.0


@dataclass(frozen=True, slots=True)
class TerminalNetwork:
    name: str
    rooms: tuple[Room, ...] = (Room("#rdo"),)
    bots: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    pace: Pace = Pace(burst=1000, per_second=1000.0)


@dataclass(frozen=True, slots=True)
class IrcNetwork:
    name: str
    host: str
    port: int = 6697
    tls: Tls | None = Tls()
    login: Login = Login()
    rooms: tuple[Room, ...] = ()
    bots: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    pace: Pace = Pace()


@dataclass(frozen=True, slots=True)
class Invites:
    """Whose invitations are followed."""

    senders: tuple[str, ...] = ()  # Matrix IDs, `*` for any run of characters ("*:example.org"); key `from` in bot.yaml
    max_rooms: int = 50  # beyond those of `rooms`; direct chats do not count (product 10.19)


@dataclass(frozen=True, slots=True)
class MatrixNetwork:
    name: str
    homeserver: str  # https://…, without a slash at its end
    user: str  # Matrix ID
    password: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    device_id: str | None = None
    encryption: bool = False
    withdraw: bool = False  # remove an answer of ours when its question is removed
    rooms: tuple[Room, ...] = ()
    invites: Invites = Invites()
    bots: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    pace: Pace = Pace(burst=8, per_second=0.15)  # below what Synapse allows a user by default (rc_message: 10, then 0.2 a second)


Network = TerminalNetwork | IrcNetwork | MatrixNetwork


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of bot.yaml."""

    name: str
    owner: str
    networks: tuple[Network, ...]
    mode: Mode = Mode.GENTLE
    locale: str = "en"
    knowledge: str = "knowledge"  # absolute path once loaded
    store: str = "sqlite:///var/patience.db"  # URL; absolute once loaded
    maintainers: tuple[Identity, ...] = ()
    control_room: Place | None = None
    same_room: tuple[tuple[Place, ...], ...] = ()
    timing: Timing = Timing()
    limits: Limits = Limits()
    plugins: tuple[tuple[str, Mapping[str, Any]], ...] = ()  # name and its own section, in the order of bot.yaml
    file: str = "bot.yaml"  # as given on the command line, for messages
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)  # path -> line, for messages

    def mode_of(self, place: Place) -> Mode:
        """The mode in force in a place, before `quiet` and meetings."""
        for network in self.networks:
            if network.name == place.network and not place.direct:
                for room in network.rooms:
                    if room.name.lower() == place.room.lower() and room.mode is not None:
                        return room.mode
        return self.mode

    def for_reports(self, place: Place) -> bool:
        """Whether we are in this room for the reports alone."""
        network = self.network(place.network)
        return network is not None and any(room.reports and room.name.lower() == place.room.lower() for room in network.rooms)

    def sides(self, place: Place) -> tuple[Place, ...]:
        """The places that are one place with this one (`same_room`), itself first."""
        group = next((group for group in self.same_room if place in group), ())
        return (place, *(other for other in group if other != place))

    def network(self, name: str) -> Network | None:
        return next((network for network in self.networks if network.name == name), None)

    def joined_place(self, place: Place) -> str:
        """The key of the one memory that a place belongs to: rooms joined by a bridge share one (`same_room`)."""
        for group in self.same_room:
            if place in group:
                return group[0].key
        return place.key
