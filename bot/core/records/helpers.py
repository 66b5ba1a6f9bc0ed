"""People who ask and help: marks under keyed hashes, what they offer, and what they agree to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.core.knowledge import Hours, Notify
from bot.core.people import Person, Place
from bot.core.records.times import BRIEF_MARKS, CLAIM_KEPT, DAY, HANDING_KEPT, HELPED_KEPT, MARK_KEPT, NEVER, WRITEUP_KEPT


@dataclass(frozen=True, slots=True)
class Mark:
    """Something true of a person, under a keyed hash only: `spoke`, `hello`, `optout`, …"""

    kind: str
    hash: str
    at: float

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.hash}"

    @property
    def expires(self) -> float:
        return NEVER if self.kind == "optout" else self.at + BRIEF_MARKS.get(self.kind.partition("#")[0], MARK_KEPT)


@dataclass(frozen=True, slots=True)
class Helped:
    """How often somebody answered on a topic on one day."""

    person: str  # identity
    name: str
    topic: str
    day: int  # days since the epoch
    count: int
    whom: str = ""  # keyed hash of nick and user@host, where no account vouches for them; "": more than one under this nick

    @property
    def key(self) -> str:
        return f"{self.person}|{self.topic}|{self.day}"

    @property
    def expires(self) -> float:
        return self.day * DAY + HELPED_KEPT


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's own word that they are somebody on another network, too. Both words together link the two."""

    who: str  # keyed hash of the identity that said it
    also: str  # keyed hash of the other
    at: float
    mutual: bool = False  # the other has said the same

    @property
    def key(self) -> str:
        return f"{self.who}>{self.also}"

    @property
    def expires(self) -> float:
        return self.at + (MARK_KEPT if self.mutual else CLAIM_KEPT)


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody's own word that they may be asked, and how. It counts before what experts.yaml says of them."""

    person: Person  # with their account; where the network has none, with their host
    name: str  # of their entry in experts.yaml, else their own
    topics: tuple[str, ...]  # none: they want to be asked nothing
    until: date  # its last day, UTC
    at: float
    hours: Hours | None = None  # None: any time
    max_per_day: int | None = None  # None: the plugin's per_day
    notify: Notify = Notify.HERE

    @property
    def key(self) -> str:
        return self.person.identity

    @property
    def expires(self) -> float:
        return datetime.combine(self.until + timedelta(days=1), datetime.min.time(), UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Pause:
    """An expert is away and called for nothing until then."""

    name: str  # of the expert
    until: float
    at: float

    @property
    def key(self) -> str:
        return self.name

    @property
    def expires(self) -> float:
        return self.until


@dataclass(frozen=True, slots=True)
class Handing:
    """An expert would hand a topic on. It counts once the other has said yes."""

    topic: str
    giver: str  # name of the expert
    giver_person: Person
    to: Person
    at: float

    @property
    def key(self) -> str:
        return f"{self.topic}|{self.to.identity}"

    @property
    def expires(self) -> float:
        return self.at + HANDING_KEPT


@dataclass(frozen=True, slots=True)
class Writeup:
    """Question and fix that may become a draft entry, once both sides have agreed."""

    number: int  # one row of numbers with drafts and reports
    at: float
    question: str  # key of the question
    room: str
    place: Place
    topic: str
    text: str  # what was asked
    answer: str  # what helped
    asker: Person
    helper: Person
    asker_says: bool | None = None  # None: nothing yet
    helper_says: bool | None = None
    asker_credit: str = ""  # the name to be credited; "": none
    helper_credit: str = ""
    helper_asked: bool = False  # has been asked for theirs

    @property
    def key(self) -> str:
        return str(self.number)

    @property
    def expires(self) -> float:
        return self.at + WRITEUP_KEPT
