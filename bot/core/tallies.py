"""Counts per place and day, without anybody's name: what the digest and the report of listen mode are made of.

The life of a question is counted where it moves; each question is counted at most once under each name.
"""

from collections.abc import Iterator

from bot.core.records import OPEN, Question, Status

MINUTE, HOUR = 60.0, 3600.0
WAITS = (2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 48 * HOUR)  # upper ends of the classes of time to the first answer

CHANNELS = ("#", "&", "+", "!")  # how channels and rooms begin

SOLVED_BY, NOT_IT = "solved", "not_it"  # with the entry behind a colon: what became of questions that it answered

_WAS = {Status.ANSWERED, Status.SOLVED}


def wait_class(seconds: float) -> int:
    """The class of a time to the first answer: an index of WAITS, or one more."""
    return sum(seconds > end for end in WAITS)


def counted_as(room: str) -> str:
    """The room under which something is counted: private conversations are one room, since a person's name stands in their keys."""
    return f"{room.partition('/')[0]}/@" if is_private(room) else room


def is_private(room: str) -> bool:
    """Whether this is the key of a private conversation. What is said to a channel's ops alone begins with a mark of theirs, too."""
    name = room.partition("/")[2]
    return name.startswith("@") and name[1:2] not in CHANNELS


def told_as(room: str) -> str:
    """The key of a room as maintainers are told of it: with whom a conversation was private is nobody's business."""
    return f"{room.partition('/')[0]}/private" if is_private(room) else room


def tallied(before: Question | None, after: Question) -> Iterator[str]:
    """Under which names a transition counts. `before` is the question as it was known; None for a new one."""
    was = frozenset(step.status for step in before.history) if before else frozenset()
    if after.status is not Status.GATHERING and not was - {Status.GATHERING} and after.status in (*OPEN, *_WAS):
        yield "asked"
    yield from _by_entry(before, after)
    if after.status in was:
        return
    if after.status is Status.ANSWERED:
        yield f"wait:{wait_class(after.history[-1].at - after.asked_at)}"
        yield "person" if after.answered_by is not None else "faq"
        if after.answered_by is not None and not after.calls and not was & {Status.PARKED, Status.ROUTED}:
            yield "first"
    if after.status is Status.EXPIRED and not was & _WAS:
        yield "unanswered"
    if name := {Status.ROUTED: "called", Status.PARKED: "parked", Status.SOLVED: "solved", Status.EXPIRED: "expired"}.get(after.status):
        yield name


def _by_entry(before: Question | None, after: Question) -> Iterator[str]:
    """What became of a question that an entry answered, and nobody besides."""
    if before is None or before.status is not Status.ANSWERED or not before.entry or before.answered_by is not None:
        return
    if after.status is Status.SOLVED:
        yield f"{SOLVED_BY}:{before.entry}"
    elif after.status in OPEN:
        yield f"{NOT_IT}:{before.entry}"
