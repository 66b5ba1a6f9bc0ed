"""Who may be called for a question now, and why the others may not."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.directory import Directory, in_force, in_hours, local_midnight
from bot.core.knowledge import Expert, Notify
from bot.core.people import Person, Place, vouched_for
from bot.core.plugin import Reason
from bot.core.records import Question
from bot.core.settings import Mode, Settings
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be called now."""

    expert: Expert
    person: Person
    place: Place  # where they are called: on their side of a bridge
    topic: str
    rank: int  # of the topic: 0 for the first that the question is about
    last_called: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Looks through everybody who offered. `per_day`: calls a day of one person who has named no number."""

    directory: Directory
    settings: Settings
    per_day: int

    def candidates(self, question: Question, at: float, memory: View) -> Iterator[Candidate | Reason]:
        """Everybody who offered one of the topics: as a candidate, or with the reason why not now."""
        here = self._here(question, memory)
        seen: set[str] = set()
        for rank, topic in enumerate(self.directory.chain(question.topics)):
            for expert in self.directory.offers(topic):
                if expert.name in seen:
                    continue
                seen.add(expert.name)
                place, person = here.get(expert.name) or (question.place, self._elsewhere(expert, question.place, memory))
                why_not = self._why_not(expert, person, question, at, memory)
                if why_not or person is None:
                    yield Reason("experts", f"{expert.name} ({topic}): {why_not}")
                else:
                    yield Candidate(expert, person, place, topic, rank, self._last_called(expert, person, memory))

    def _here(self, question: Question, memory: View) -> dict[str, tuple[Place, Person]]:
        """The experts who are where the question was asked, or on another side of a bridge that we may speak on; by name."""
        here: dict[str, tuple[Place, Person]] = {}
        for place in self.settings.sides(question.place):
            if place != question.place and (self.settings.mode_of(place) is not Mode.GENTLE or not memory.in_room(place)):
                continue
            for person in memory.people_in(place):
                expert = self.directory.expert(person)
                if expert is not None and (expert.name not in here or here[expert.name][1].away):
                    here[expert.name] = place, person
        return here

    def _last_called(self, expert: Expert, person: Person, memory: View) -> float:
        calls = (said.at for identity in self._identities(expert, person) for said in memory.said(to=identity, kind="call"))
        return max(calls, default=0.0)

    def _identities(self, expert: Expert, person: Person) -> frozenset[str]:
        """All that one expert is called under: calls on either side of a bridge are calls of one person."""
        vouched = (vouched_for(one.network, one.account or one.id or "") for one in expert.identities if one.account or one.id)
        return frozenset((person.identity, *vouched))

    def _elsewhere(self, expert: Expert, place: Place, memory: View) -> Person | None:
        """The expert in another room of the network: they can be called in private only."""
        if expert.notify is not Notify.PRIVATE:
            return None
        return next((p for p in memory.people_on(place.network) if self.directory.expert(p) is expert), None)

    def _why_not(self, expert: Expert, person: Person | None, question: Question, at: float, memory: View) -> str:
        if person is None:
            return "not here"
        rules = (
            (self._asks(expert, person, question), "asks themselves"),
            (any(call.expert == expert.name for call in question.calls), "called already"),
            (expert.notify is Notify.DIGEST, "reads the digest only"),
            (person.away, "away"),
            (not in_force(expert, at), "the entry has expired"),
            (not in_hours(expert.hours, at), "outside their hours"),
            (memory.marked("optout", person) is not None, "opted out"),
            (self._full(expert, person, at, memory), "has had their calls for today"),
        )
        return next((text for applies, text in rules if applies), "")

    def _asks(self, expert: Expert, person: Person, question: Question) -> bool:
        """Whether the expert is the asker, here or on another side of a bridge."""
        return (person.network, person.id) == (question.asker.network, question.asker.id) or self.directory.expert(question.asker) is expert

    def _full(self, expert: Expert, person: Person, at: float, memory: View) -> bool:
        midnight, identities = local_midnight(expert.hours, at), self._identities(expert, person)
        today = sum(1 for identity in identities for _ in memory.said(to=identity, kind="call", since=midnight))
        return today >= (self.per_day if expert.max_per_day is None else expert.max_per_day)


def fair(found: Candidate | Reason) -> tuple[int, float, str]:
    """Nearest topic first, least recently called first, then by name: fair, and can be explained."""
    return (found.rank, found.last_called, found.expert.name) if isinstance(found, Candidate) else (-1, 0.0, found.text)
