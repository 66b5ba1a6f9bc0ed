"""What was said or withheld, what became of it, and what people say of it."""

from dataclasses import dataclass

from bot.core.people import Place
from bot.core.records.times import NEVER, SAID_KEPT, UNCOVERED_KEPT


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said (or, `withheld`, decided not to be said). An utterance that welcomes and answers is two of them."""

    number: int
    utterance: int
    at: float
    kind: str  # answer, call, welcome, …: the proposal's kind
    room: str
    place: Place
    to: str  # identity of the person addressed
    prompted: bool
    text: str = ""
    entry: str = ""
    question: str = ""  # key of the question
    why: str = ""
    withheld: str = ""  # the rule that kept it back
    id: str = ""  # of the line on its network, once delivered
    after: "After | None" = None  # what people did then
    whom: str = ""  # keyed hash of nick and user@host of whom it is addressed to, where no account vouches for them
    expert: str = ""  # name of the expert whom it calls

    @property
    def key(self) -> str:
        return str(self.number)

    @property
    def expires(self) -> float:
        return self.at + SAID_KEPT


@dataclass(frozen=True, slots=True)
class After:
    """Who answered the question after something was said to it, or withheld."""

    at: float
    person: str  # identity
    name: str


@dataclass(frozen=True, slots=True)
class Reported:
    """Somebody says that an entry is wrong: it is withheld in that place until a maintainer has looked (product 10.13)."""

    room: str  # key of the joined place
    entry: str
    at: float
    by: str  # keyed hash; blank after REPORT_KEPT
    version: str = ""  # of the entry: once it says something else the report is settled
    number: int = 0  # by which maintainers know it: one row of numbers with the drafts
    accepted: bool = False  # a maintainer agrees: withheld until the entry says something else

    @property
    def key(self) -> str:
        return f"{self.room}|{self.entry}"

    @property
    def expires(self) -> float:
        return NEVER


@dataclass(frozen=True, slots=True)
class Uncovered:
    """What was asked and no entry covers, without names: what maintainers may write next."""

    question: str  # key of the question
    room: str
    topic: str
    text: str
    at: float

    @property
    def key(self) -> str:
        return self.question

    @property
    def expires(self) -> float:
        return self.at + UNCOVERED_KEPT
