"""Who is asked first of several who could be: points that can be explained without telling who is awake.

The nearest topic comes first. Then points: what the room has seen of them (likely.py, in coarse classes), having answered on the topic
within 90 days, and, against it, questions that are with them already and calls of today. Among equals the least recently called, then the
name: the same moment always chooses the same. Who did not react to several calls in a row is called no more until they show a sign of life.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.core.answering import Signs
from bot.core.records import DAY, HELPED_KEPT, Question, Said, Status
from bot.core.roster import Roster
from bot.core.view import View
from plugins.experts.likely import WEIGHTS, score

A_POINT, A_DAY_AGO = 2.0, -6.0  # of likely.py's score: coarse, so that it ranks, tells nobody's habits and leaves equals to be fair among
ACTIVE_AT_MOST = 4  # points, that the same person is not asked everything
ANSWERS = ((3, 2), (1, 1))  # answers on the topic, at least so many: points. More would make the same person answer everything
A_QUESTION, A_CALL = 2, 1  # points less for each question that is with them, and for each call of today
DAYS = int(HELPED_KEPT / DAY)  # in which answers count
# No log tells who reacts to being called, so the confidence is set by hand: of somebody who offered and has shown nothing yet it is 0.73,
# and the third call in a row that came to nothing takes it below the limit
OFFERED, A_SILENCE, LIKELY = 1.0, 2.0, 0.01
SILENT_AT_MOST = 10  # calls that are looked at: fewer end all confidence


@dataclass(frozen=True, slots=True)
class Merit:
    """What speaks for asking one person now."""

    active: int = 0  # points, by what the room has seen of them
    answers: int = 0  # points, by how often they answered on the topic
    load: int = 0  # open questions that are with them
    calls: int = 0  # of today
    silent: int = 0  # calls in a row to which they did not react

    @property
    def points(self) -> int:
        return self.active + self.answers - A_QUESTION * self.load - A_CALL * self.calls

    @property
    def confidence(self) -> float:
        """That they react if they are called, between 0 and 1: below LIKELY nobody is called. Their load is no reason to doubt it."""
        return 1 / (1 + math.exp(A_SILENCE * self.silent - self.active - self.answers - OFFERED))

    def reasons(self) -> tuple[str, ...]:
        """What may be told of it: never whether somebody is awake."""
        told = ((self.answers > 0, "has answered on it lately"), (self.calls == 0, "has had no call today"))
        return tuple(text for applies, text in told if applies)


def activity(signs: Signs | None, named: bool = False) -> int:
    """Points for what the room has seen of somebody, and for being named in the question: as if silent for a day where nothing is known."""
    known = score(signs, named) if signs is not None else A_DAY_AGO + WEIGHTS["named"] * named
    return min(ACTIVE_AT_MOST, max(0, round((known - A_DAY_AGO) / A_POINT)))


def silent(identities: Collection[str], spoke: float | None, until: float, memory: View) -> int:
    """How many calls before `until`, the latest in a row, came to nothing: no answer, no word to us, no line since.

    `spoke`: when they last did. A call counts for nothing when somebody else answered before them.
    """
    said = [one for identity in identities for one in memory.said(to=identity)]
    heard = max([spoke or 0.0, *(one.at for one in said if one.prompted and one.kind != "call")])
    calls = sorted((one for one in said if one.kind == "call" and one.at <= until), key=lambda one: -one.at)
    count = 0
    for call in calls[:SILENT_AT_MOST]:
        if call.at <= heard or _answered(call, identities):
            break
        count += call.after is None
    return count


def _answered(call: Said, identities: Collection[str]) -> bool:
    return call.after is not None and call.after.person in identities


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
