"""Who is asked first of several who could be: points that can be explained without telling who is awake.

The nearest topic comes first. Then points: being about (in coarse classes), having answered on the topic within 90 days, and,
against it, questions that are with them already and calls of today. Among equals the least recently called, then the name: the
same moment always chooses the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.records import DAY, HELPED_KEPT, HOUR, Question, Status
from bot.core.roster import Roster
from bot.core.view import View

ACTIVE = ((HOUR / 4, 3), (2 * HOUR, 2), (DAY, 1))  # spoken within this time: points. Coarse: it ranks, and tells nobody's habits
ANSWERS = ((3, 2), (1, 1))  # answers on the topic, at least so many: points. More would make the same person answer everything
A_QUESTION, A_CALL = 2, 1  # points less for each question that is with them, and for each call of today
DAYS = int(HELPED_KEPT / DAY)  # in which answers count


@dataclass(frozen=True, slots=True)
class Merit:
    """What speaks for asking one person now."""

    active: int = 0  # points, by when they last spoke in the room
    answers: int = 0  # points, by how often they answered on the topic
    load: int = 0  # open questions that are with them
    calls: int = 0  # of today

    @property
    def points(self) -> int:
        return self.active + self.answers - A_QUESTION * self.load - A_CALL * self.calls

    def reasons(self) -> tuple[str, ...]:
        """What may be told of it: never whether somebody is awake."""
        told = ((self.answers > 0, "has answered on it lately"), (self.calls == 0, "has had no call today"))
        return tuple(text for applies, text in told if applies)


def activity(spoke: float | None, at: float) -> int:
    """Points for having spoken lately."""
    return next((points for within, points in ACTIVE if spoke is not None and at - spoke <= within), 0)


def answers(identities: Iterable[str], topic: str, at: float, memory: View) -> int:
    """Points for answers on a topic within 90 days."""
    today = int(at // DAY)
    helps = (memory.helped(who, topic, day) for who in identities for day in range(today - DAYS, today + 1))
    count = sum(one.count for one in helps if one is not None)
    return next((points for many, points in ANSWERS if count >= many), 0)


def loads(roster: Roster, memory: View) -> Mapping[str, int]:
    """How many open questions are with each expert, by name: whoever was called last for it, or took it."""
    found: dict[str, int] = {}
    for question in memory.all_questions():
        if question.status is Status.ROUTED and question.calls:
            name = with_whom(question, roster, memory)
            found[name] = found.get(name, 0) + 1
    return found


def with_whom(question: Question, roster: Roster, memory: View) -> str:
    """The name of the expert who was called last. Who took a question is known by themselves, not by the name of their entry."""
    call = question.calls[-1]
    expert = roster.expert(call.person, memory)
    return expert.name if expert is not None else call.expert
