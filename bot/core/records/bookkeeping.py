"""What the house keeps for itself: counts without names, silence, how far networks were read."""

from dataclasses import dataclass

from bot.core.records.times import DAY, NEVER, READ_KEPT, TALLY_KEPT

DRAFTS = "drafts"  # the counter of drafts, write-ups and reports: one row of numbers for maintainers


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing unprompted in this place for a while: `!quiet`, or a meeting."""

    room: str
    until: float
    reason: str  # quiet | meeting

    @property
    def key(self) -> str:
        return f"{self.room}|{self.reason}"

    @property
    def expires(self) -> float:
        return self.until


@dataclass(frozen=True, slots=True)
class Counter:
    """A number without a name attached to it: lines said, lines lost, the last question number of a place."""

    name: str
    value: int

    @property
    def key(self) -> str:
        return self.name

    @property
    def expires(self) -> float:
        return NEVER


@dataclass(frozen=True, slots=True)
class Position:
    """How far a network has been read."""

    network: str
    position: str

    @property
    def key(self) -> str:
        return self.network

    @property
    def expires(self) -> float:
        return NEVER


@dataclass(frozen=True, slots=True)
class Read:
    """Something said beyond the stored position that has had consequences: read again after a crash, it has none."""

    network: str
    id: str  # of the event
    at: float

    @property
    def key(self) -> str:
        return f"{self.network}/{self.id}"

    @property
    def expires(self) -> float:
        return self.at + READ_KEPT


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened in a place on one day (tallies.py names them). No names of people."""

    name: str
    room: str
    day: int  # days since the epoch
    value: int

    @property
    def key(self) -> str:
        return f"{self.name}|{self.room}|{self.day}"

    @property
    def expires(self) -> float:
        return self.day * DAY + TALLY_KEPT
