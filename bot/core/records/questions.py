"""Questions: where they stand, what comes next, and all that was said to them. Transitions are in life.py."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.people import Person, Place


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
    version: str = ""  # of that entry, as it read then
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


def spoken_by(question: Question, person: Person) -> Question:
    """The question after its asker took another nick or logged in: it follows the person, not the name."""
    return replace(question, asker=person)
