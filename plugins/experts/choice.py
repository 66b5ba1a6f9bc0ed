"""Who may be called for a question now, and why the others may not."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.directory import Directory, in_force, in_hours, local_midnight
from bot.core.knowledge import Expert, Notify
from bot.core.people import Person, Place
from bot.core.plugin import Reason
from bot.core.records import Question
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be called now."""

    expert: Expert
    person: Person
    topic: str
    rank: int  # of the topic: 0 for the first that the question is about
    last_called: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Looks through everybody who offered. `per_day`: calls a day of one person who has named no number."""

    directory: Directory
    per_day: int

    def candidates(self, question: Question, at: float, memory: View) -> Iterator[Candidate | Reason]:
        """Everybody who offered one of the topics: as a candidate, or with the reason why not now."""
        here = {expert.name: p for p in memory.people_in(question.place) if (expert := self.directory.expert(p)) is not None}
        seen: set[str] = set()
        for rank, topic in enumerate(self.directory.chain(question.topics)):
            for expert in self.directory.offers(topic):
                if expert.name in seen:
                    continue
                seen.add(expert.name)
                person = here.get(expert.name) or self._elsewhere(expert, question.place, memory)
                why_not = self._why_not(expert, person, question, at, memory)
                if why_not or person is None:
                    yield Reason("experts", f"{expert.name} ({topic}): {why_not}")
                else:
                    last = next((said.at for said in memory.said(to=person.identity, kind="call")), 0.0)
                    yield Candidate(expert, person, topic, rank, last)

    def _elsewhere(self, expert: Expert, place: Place, memory: View) -> Person | None:
        """The expert in another room of the network: they can be called in private only."""
        if expert.notify is not Notify.PRIVATE:
            return None
        return next((p for p in memory.people_on(place.network) if self.directory.expert(p) is expert), None)

    def _why_not(self, expert: Expert, person: Person | None, question: Question, at: float, memory: View) -> str:
        if person is None:
            return "not here"
        rules = (
            (person.id == question.asker.id, "asks themselves"),
            (any(call.expert == expert.name for call in question.calls), "called already"),
            (expert.notify is Notify.DIGEST, "reads the digest only"),
            (person.away, "away"),
            (not in_force(expert, at), "the entry has expired"),
            (not in_hours(expert.hours, at), "outside their hours"),
            (memory.marked("optout", person) is not None, "opted out"),
            (self._full(expert, person, at, memory), "has had their calls for today"),
        )
        return next((text for applies, text in rules if applies), "")

    def _full(self, expert: Expert, person: Person, at: float, memory: View) -> bool:
        today = sum(1 for _ in memory.said(to=person.identity, kind="call", since=local_midnight(expert.hours, at)))
        return today >= (self.per_day if expert.max_per_day is None else expert.max_per_day)


def fair(found: Candidate | Reason) -> tuple[int, float, str]:
    """Nearest topic first, least recently called first, then by name: fair, and can be explained."""
    return (found.rank, found.last_called, found.expert.name) if isinstance(found, Candidate) else (-1, 0.0, found.text)
