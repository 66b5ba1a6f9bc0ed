"""What one person may do a few times in a while, counted by marks that are forgotten with the while."""

from bot.core.people import Person
from bot.core.records import BRIEF_MARKS, Mark, Put
from bot.core.view import View

TIMES = {"told": 3, "proposed": 3}  # tell: three an hour (product 10.12); proposals: as many a day as reports of wrong answers


def spent(kind: str, by: Person, at: float, memory: View) -> Put | None:
    """The change that uses up one of a person's times; None when all are used up."""
    for number in range(TIMES[kind]):
        mark = memory.marked(f"{kind}#{number}", by)
        if mark is None or at - mark.at >= BRIEF_MARKS[kind]:
            return Put(Mark(f"{kind}#{number}", memory.hash(by.identity), at))
    return None
