"""The values of a digest: what its text, its page and its JSON are made of.

Whose names may stand in them: people who offered to be asked, people who answered, and whoever asked a question that is
still open. Nobody else's, and no line of the room but questions that wait or that no entry covers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.tallies import WAITS


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days (UTC), first and last among them; figures are of these. What waits is told as it is at `now`."""

    first: date
    last: date
    now: float

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of some days. Each question counts once under each name."""

    lines: int = 0  # of people, in rooms
    asked: int = 0
    by_people: int = 0  # first answered by a person
    by_entries: int = 0  # first answered by an entry
    by_nobody: int = 0  # ended, and nobody ever answered
    first: int = 0  # a person answered before the bot had done anything
    called: int = 0
    solved: int = 0
    unprompted: int = 0  # utterances that nobody asked for
    waits: tuple[int, ...] = (0,) * (len(WAITS) + 1)  # times to the first answer, by classes (tallies.WAITS)

    @property
    def answered(self) -> int:
        return self.by_people + self.by_entries

    @property
    def share(self) -> float | None:
        """Which part of the questions that came to an end was answered; None when none did."""
        ended = self.answered + self.by_nobody
        return self.answered / ended if ended else None

    @property
    def median(self) -> int | None:
        """The class in which half of the questions had their first answer; None when none had one."""
        half, seen = sum(self.waits) / 2, 0
        for index, count in enumerate(self.waits):
            seen += count
            if count and seen >= half:
                return index
        return None

    @property
    def per_1000(self) -> float | None:
        """Unprompted utterances per 1,000 lines; None where nobody spoke."""
        return 1000 * self.unprompted / self.lines if self.lines else None


@dataclass(frozen=True, slots=True)
class Week:
    """The figures of seven days."""

    first: date
    figures: Figures

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that is open."""

    room: str
    number: int
    asker: str
    age: float  # seconds
    status: str
    topic: str
    text: str  # its first words


@dataclass(frozen=True, slots=True)
class Gap:
    """What was asked and no entry covers: questions that ask the same."""

    count: int
    topic: str
    example: str
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """An entry that somebody called wrong, and is withheld there."""

    number: int  # by which `accept` and `reject` know it
    entry: str
    room: str
    age: float
    accepted: bool  # a maintainer agrees: it waits for a new text


@dataclass(frozen=True, slots=True)
class Due:
    """An entry that somebody should compare with its source again."""

    entry: str
    review_by: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who offered to be asked: until which day that holds, or they are away. None: no end is known."""

    name: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Thin:
    """A topic with one active person, or none."""

    topic: str
    asked: int  # questions on it that no entry covered, in this period
    active: tuple[Person, ...]
    away: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Unregistered:
    """People who answered on a topic and have not offered to be asked: they are never called."""

    topic: str
    answers: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewHelper:
    """Somebody who answered for the first time that is remembered."""

    name: str
    topics: tuple[str, ...]
    asked_before: bool  # came with a question of their own once


@dataclass(frozen=True, slots=True)
class Draft:
    """Something in the row of drafts that waits for a maintainer."""

    number: int
    kind: str
    question: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that would have been said in a room where the bot listens, and what people did."""

    at: float
    room: str
    kind: str
    entry: str
    expert: str  # whom it would have called
    person: str  # who answered afterwards; "": nobody
    after: float | None  # seconds until they did
    same: bool  # they are whom it would have called


@dataclass(frozen=True, slots=True)
class Listening:
    """What listen mode has shown."""

    rooms: tuple[str, ...]
    lines: int
    said: tuple[Heard, ...]  # oldest first
    prompted: int  # times it was spoken to and kept silent
    faster: int  # questions that a person answered before anything would have been said

    @property
    def answers(self) -> int:
        return sum(one.kind in ANSWERS for one in self.said)

    @property
    def calls(self) -> int:
        return sum(bool(one.expert) for one in self.said)

    @property
    def slower(self) -> int:
        """Answers and calls that a person's answer followed."""
        return sum(bool(one.person) and (one.kind in ANSWERS or bool(one.expert)) for one in self.said)

    @property
    def compared(self) -> int:
        """Calls after which somebody answered."""
        return sum(bool(one.expert and one.person) for one in self.said)

    @property
    def hits(self) -> int:
        """Of these: it was the one whom it would have called."""
        return sum(one.same for one in self.said)

    @property
    def per_1000(self) -> float | None:
        return 1000 * len(self.said) / self.lines if self.lines else None


@dataclass(frozen=True, slots=True)
class Digest:
    """All of it."""

    name: str  # the bot's
    period: Period
    figures: Figures
    weeks: tuple[Week, ...]  # those before and the last one, oldest first
    waiting: tuple[Waiting, ...]  # oldest first
    in_private: int  # questions that wait and were asked in private: nothing of them is told
    gaps: tuple[Gap, ...]  # most asked first
    wrong: tuple[Wrong, ...]
    due: tuple[Due, ...]  # soonest first
    thin: tuple[Thin, ...]  # most asked first
    unregistered: tuple[Unregistered, ...]
    new_helpers: tuple[NewHelper, ...]
    drafts: tuple[Draft, ...]
    writeups: int  # that wait for somebody's consent
    listening: Listening | None = None

    @property
    def before(self) -> Figures:
        """The seven days before the last seven."""
        return self.weeks[-2].figures if len(self.weeks) > 1 else Figures()


ANSWERS = frozenset({"answer", "again"})  # kinds of what is said that answer
