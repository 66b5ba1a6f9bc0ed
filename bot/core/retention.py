"""What is kept and for how long, as it is promised: each kind of record belongs to one line of product section 8, or is not kept.

`patience data report` shows this table with what is really there, and the tests hold the store against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.records import (
    DAY,
    FARED_KEPT,
    HANDING_KEPT,
    HELPED_KEPT,
    MARK_KEPT,
    READ_KEPT,
    SAID_KEPT,
    SKETCH_KEPT,
    TALLY_KEPT,
    UNCOVERED_KEPT,
    WRITEUP_KEPT,
    Claim,
    Counter,
    Fared,
    Handing,
    Helped,
    Mark,
    Offer,
    Pause,
    Position,
    Question,
    Quiet,
    Read,
    Record,
    Reported,
    Said,
    Sketch,
    Tally,
    Uncovered,
    Writeup,
)

QUIET_KEPT = 7 * DAY  # the longest that `quiet` takes
QUESTIONS = "open questions with their messages and late answers"
UNANSWERED = "texts of questions that no entry covered, without names"
SAYINGS = "what was said or withheld, with reasons; reports of wrong answers"
HELP = "who helped on which topic, counts per day"
HASHES = "marks and links of people, as keyed hashes"
ENTRIES = "expert entries, pauses and offered topics"
DRAFTS = "write-ups that wait for consent"
LEARNED = "numbers learned from talk and answers, without texts and names"
REST = "counters without names; how far a network was read"


@dataclass(frozen=True, slots=True)
class Promise:
    """One kind of record: the line that it belongs to, who is named in it, and the longest that it is kept."""

    line: str
    names: str  # people | hashes | nobody
    until: str  # in words
    longest: float | None = None  # seconds since it was made; None: it ends by something else than age


PROMISES: Mapping[type[Record], Promise] = {
    Question: Promise(QUESTIONS, "people", "until solved, at most timing.keep"),
    Uncovered: Promise(UNANSWERED, "nobody", "30 days", UNCOVERED_KEPT),
    Said: Promise(SAYINGS, "people", "30 days", SAID_KEPT),
    Reported: Promise(SAYINGS, "hashes", "until a maintainer looked; by whom: 30 days"),
    Quiet: Promise(SAYINGS, "nobody", "until it ends, at most 7 days", QUIET_KEPT),
    Helped: Promise(HELP, "people", "90 days", HELPED_KEPT),
    Mark: Promise(HASHES, "hashes", "12 months; opt-outs until undone", MARK_KEPT),
    Claim: Promise(HASHES, "hashes", "a day; 12 months once both sides have said it", MARK_KEPT),
    Offer: Promise(ENTRIES, "people", "until it expires"),
    Pause: Promise(ENTRIES, "people", "until it ends"),
    Handing: Promise(ENTRIES, "people", "7 days", HANDING_KEPT),
    Writeup: Promise(DRAFTS, "people", "14 days", WRITEUP_KEPT),
    Sketch: Promise(LEARNED, "nobody", "90 days after the room's last line", SKETCH_KEPT),
    Fared: Promise(LEARNED, "nobody", "400 days after the last word on the entry", FARED_KEPT),
    Tally: Promise(REST, "nobody", "400 days", TALLY_KEPT),
    Counter: Promise(REST, "nobody", "for good"),
    Position: Promise(REST, "nobody", "until the next one"),
    Read: Promise(REST, "nobody", "until the next position, at most 14 days", READ_KEPT),
}


def made_at(record: Record) -> float | None:
    """When it was made, seconds since the epoch; None for what has no age."""
    match record:
        case Question():
            return record.asked_at
        case Helped() | Tally():
            return record.day * DAY
        case Quiet() | Counter() | Position():
            return None
        case _:
            return record.at


def overdue(record: Record, now: float) -> bool:
    """Whether it is still there although its day has come, or it is older than it may get."""
    promise, made = PROMISES[type(record)], made_at(record)
    endless = isinstance(record, Mark) and record.kind == "optout"
    too_old = not endless and promise.longest is not None and made is not None and now - made > promise.longest
    return record.expires <= now or too_old
