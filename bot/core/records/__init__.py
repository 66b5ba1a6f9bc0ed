"""What is remembered beyond a restart: typed records, each with a key and a day on which it is forgotten.

Product section 8 lists what is kept and for how long; times.py is that list. The store writes every record as
it is; nothing else is ever written. A change is `Put` (add or replace) or `Drop`.
"""

from dataclasses import dataclass

from bot.core.records.bookkeeping import DRAFTS, Counter, Position, Quiet, Read, Tally
from bot.core.records.helpers import Claim, Handing, Helped, Mark, Offer, Pause, Writeup
from bot.core.records.learned import Fared, Sketch
from bot.core.records.questions import ENDED, OPEN, Call, Line, Question, Reply, Status, Step, Transition, spoken_by
from bot.core.records.sayings import After, Reported, Said, Uncovered
from bot.core.records.times import (
    BRIEF_MARKS,
    CLAIM_KEPT,
    DAY,
    FARED_KEPT,
    HANDING_KEPT,
    HELPED_KEPT,
    HOUR,
    MARK_KEPT,
    NEVER,
    READ_KEPT,
    REPORT_KEPT,
    SAID_KEPT,
    SKETCH_KEPT,
    SOLVED_KEPT,
    TALLY_KEPT,
    UNCOVERED_KEPT,
    WRITEUP_KEPT,
)

__all__ = [
    "BRIEF_MARKS",
    "CLAIM_KEPT",
    "DAY",
    "DRAFTS",
    "ENDED",
    "FARED_KEPT",
    "HANDING_KEPT",
    "HELPED_KEPT",
    "HOUR",
    "KINDS",
    "MARK_KEPT",
    "NEVER",
    "OPEN",
    "READ_KEPT",
    "REPORT_KEPT",
    "SAID_KEPT",
    "SKETCH_KEPT",
    "SOLVED_KEPT",
    "TALLY_KEPT",
    "UNCOVERED_KEPT",
    "WRITEUP_KEPT",
    "After",
    "Call",
    "Change",
    "Claim",
    "Counter",
    "Drop",
    "Fared",
    "Handing",
    "Helped",
    "Line",
    "Mark",
    "Offer",
    "Pause",
    "Position",
    "Put",
    "Question",
    "Quiet",
    "Read",
    "Record",
    "Reply",
    "Reported",
    "Said",
    "Sketch",
    "Status",
    "Step",
    "Tally",
    "Transition",
    "Uncovered",
    "Writeup",
    "spoken_by",
]

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
    | Sketch
    | Fared
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
    Sketch,
    Fared,
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
