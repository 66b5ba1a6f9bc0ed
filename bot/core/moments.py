"""What events mean for people: a closed family of frozen values, made by ear.py and talk.py, heard by plugins.

No plugin knows IRC, Matrix, bursts, threads or clocks: it hears that somebody asked and is still waiting.
"""

from dataclasses import dataclass

from bot.core.commands import CommandSpec
from bot.core.knowledge import Expert
from bot.core.people import Person, Place, Standing
from bot.core.records import Question, Step, Writeup
from bot.core.reports import Taken


@dataclass(frozen=True, slots=True)
class SpokenTo:
    """Somebody spoke to us: an answer is owed at once. `question` is what they ask, if they ask something."""

    at: float
    place: Place
    room: str  # key of the joined place
    person: Person
    text: str
    question: Question | None = None
    not_it: bool = False  # they say that our last answer was not what they need
    solved: bool = False  # they say that it was
    wrong: Taken | None = None  # they say that an answer of ours is wrong: what became of that


@dataclass(frozen=True, slots=True)
class Command:
    """A command for us. `args` is the rest of the line, as written."""

    at: float
    place: Place
    room: str
    person: Person
    name: str
    args: str
    standing: Standing = Standing.NONE
    known: tuple[CommandSpec, ...] = ()  # every command there is, in the order of the plugins; `name` may be none of them
    reply_to: str | None = None  # id of the line that it answers


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """A question has waited for its next step and no person has answered."""

    at: float
    question: Question
    step: Step  # ANSWER, ROUTE, NEXT_EXPERT or LAST_WORD


@dataclass(frozen=True, slots=True)
class AskerBack:
    """The asker returned. An answer had fallen due while they were away, or people have answered them meanwhile (`question.late`)."""

    at: float
    question: Question


@dataclass(frozen=True, slots=True)
class WasSolved:
    """A question was solved a little while ago, and its asker is still here."""

    at: float
    question: Question


@dataclass(frozen=True, slots=True)
class HelperActive:
    """Somebody who offered to be asked is active in the place where questions on their topics wait."""

    at: float
    place: Place
    room: str
    person: Person
    expert: str  # name of the expert entry
    questions: tuple[Question, ...]  # open, on their topics, not yet shown to them; oldest first


@dataclass(frozen=True, slots=True)
class ConsentDue:
    """Somebody speaks whose word on a write-up is wanted, and who has not been asked for it."""

    at: float
    place: Place
    room: str
    person: Person
    writeup: Writeup


@dataclass(frozen=True, slots=True)
class EntryEnds:
    """An expert speaks whose entry ends within days, and who has not been told."""

    at: float
    place: Place
    room: str
    person: Person
    expert: Expert


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, where there is a control room."""

    at: float
    place: Place  # the control room


@dataclass(frozen=True, slots=True)
class Greeted:
    """Somebody said hello and nothing else, and nobody has spoken to them since."""

    at: float
    place: Place
    room: str
    person: Person


@dataclass(frozen=True, slots=True)
class TooFast:
    """Somebody has reached `commands_per_minute`: one kind hint, then silence for a minute."""

    at: float
    place: Place
    room: str
    person: Person


@dataclass(frozen=True, slots=True)
class Unread:
    """Somebody wrote what we cannot read (encrypted, without a key for us)."""

    at: float
    place: Place
    room: str
    person: Person


@dataclass(frozen=True, slots=True)
class Overheard:
    """Ordinary talk: a line that asks nobody for help and belongs to no question. By whom is nobody's business. Nothing is said to it."""

    at: float
    place: Place
    room: str
    text: str


Moment = (
    SpokenTo
    | Command
    | StillWaiting
    | AskerBack
    | WasSolved
    | HelperActive
    | ConsentDue
    | EntryEnds
    | Daily
    | Greeted
    | TooFast
    | Unread
    | Overheard
)
