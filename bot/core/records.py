"""What is remembered beyond a restart: typed records, each with a key and a day on which it is forgotten.

Product section 8 lists what is kept and for how long; RETENTION below is that list. The store writes every record as
it is; nothing else is ever written. A change is `Put` (add or replace) or `Drop`.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bot.core.knowledge import Hours, Notify
from bot.core.people import Person, Place

DRAFTS = "drafts"  # the counter of drafts, write-ups and reports: one row of numbers for maintainers
HOUR, DAY = 3600.0, 86400.0
NEVER = float("inf")

SAID_KEPT = 30 * DAY  # what was said, with reasons
HELPED_KEPT = 90 * DAY  # who helped on which topic, counts per day
MARK_KEPT = 365 * DAY  # "has spoken before", "was greeted", as keyed hashes
REPORT_KEPT = 30 * DAY  # who reported a wrong answer; that it is withheld stays until a maintainer has looked
UNCOVERED_KEPT = 30 * DAY  # texts of questions that no entry covered, without names
TALLY_KEPT = 400 * DAY  # counts without names: a year, to compare with
HANDING_KEPT = 7 * DAY  # an offered topic, until the other says yes
WRITEUP_KEPT = 14 * DAY  # question and fix, until both have agreed to a draft
READ_KEPT = 14 * DAY  # only for what a network left behind that is no longer configured; else they go with the next position
CLAIM_KEPT = DAY  # "I am also …", until the other side says the same
BRIEF_MARKS = {"told": HOUR, "proposed": DAY}  # what somebody may do a few times in a while is kept for that while (allowance.py)
SOLVED_KEPT = HOUR / 2  # long enough to say "reopen"; then question and text go


class Status(StrEnum):
    """Where a question stands (product 2, the life of a question)."""

    GATHERING = "gathering"  # the asker is still typing
    ASKED = "asked"
    ROUTED = "routed"  # an expert was called
    PARKED = "parked"  # nobody suitable is around; kept for the next one
    ANSWERED = "answered"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


OPEN = frozenset({Status.ASKED, Status.ROUTED, Status.PARKED})  # product 10.7
ENDED = frozenset({Status.SOLVED, Status.WITHDRAWN, Status.EXPIRED})


class Step(StrEnum):
    """The one next thing that is due for a question."""

    SETTLE = "settle"
    ANSWER = "answer"
    ROUTE = "route"
    NEXT_EXPERT = "next_expert"
    RETURN = "return"  # nothing by the clock: the asker's coming back
    INVITE = "invite"  # solved a while ago: may it become an entry?
    LAST_WORD = "last_word"  # nobody has answered, and its time is nearly over
    EXPIRE = "expire"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the asker's."""

    at: float
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One line by which somebody answered the asker."""

    at: float
    by: Person
    text: str
    id: str = ""
    late: bool = False  # the asker was gone, and has not been told of it yet


@dataclass(frozen=True, slots=True)
class Call:
    """An expert was asked to look."""

    at: float
    expert: str  # name in experts.yaml
    person: Person


@dataclass(frozen=True, slots=True)
class Transition:
    """Why a question stands where it stands."""

    at: float
    status: Status
    actor: str  # a person's name, or "patience"
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question and all that is known of it. Its status is changed in life.py alone."""

    number: int  # per joined place, not reused
    place: Place  # where it was asked and will be answered
    room: str  # key of the joined place (Settings.joined_place)
    asker: Person
    lines: tuple[Line, ...]
    asked_at: float
    last_at: float  # of the asker's last line of the utterance; all waiting counts from here
    status: Status
    step: Step
    due_at: float
    keep_until: float
    topics: tuple[str, ...] = ()
    first: bool = False  # the asker's first ever, and nobody has welcomed them yet
    frustrated: bool = False
    wall: bool = False  # pasted output rather than words
    faq: bool = True  # an entry may still be offered unprompted
    asked_back: bool = False  # we asked for what is missing, once
    entry: str = ""  # answered with this entry
    held: bool = False  # an answer fell due while the asker was away
    answered_by: Person | None = None
    replies: tuple[Reply, ...] = ()
    calls: tuple[Call, ...] = ()
    shown_to: tuple[str, ...] = ()  # experts (by name) to whom it was shown when they became active
    thread: str | None = None
    history: tuple[Transition, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.room}#{self.number}"

    @property
    def text(self) -> str:
        """All its lines as one text."""
        return " ".join(line.text for line in self.lines)

    @property
    def late(self) -> tuple[Reply, ...]:
        """Answers that the asker has not seen."""
        return tuple(reply for reply in self.replies if reply.late)

    @property
    def message_id(self) -> str | None:
        """What a reply should point to: the last line that has an id."""
        return next((line.id for line in reversed(self.lines) if line.id), None)

    @property
    def expires(self) -> float:
        return self.keep_until

    @property
    def open(self) -> bool:
        return self.status in OPEN


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
class Quiet:
    """Nothing unprompted in this place for a while: `!quiet`, or a meeting."""

    room: str
    until: float
    by: str
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


Record = (
    Question
    | Said
    | Mark
    | Helped
    | Quiet
    | Counter
    | Position
    | Read
    | Reported
    | Claim
    | Offer
    | Pause
    | Handing
    | Writeup
    | Uncovered
    | Tally
)
KINDS: tuple[type[Record], ...] = (
    Question,
    Said,
    Mark,
    Helped,
    Quiet,
    Counter,
    Position,
    Read,
    Reported,
    Claim,
    Offer,
    Pause,
    Handing,
    Writeup,
    Uncovered,
    Tally,
)


@dataclass(frozen=True, slots=True)
class Put:
    """Add this record, or replace the one with its key."""

    record: Record


@dataclass(frozen=True, slots=True)
class Drop:
    """Forget the record of this kind with this key."""

    kind: type[Record]
    key: str


Change = Put | Drop


def spoken_by(question: Question, person: Person) -> Question:
    """The question after its asker took another nick or logged in: it follows the person, not the name."""
    return replace(question, asker=person)
