"""Who may be called for a question now, and why the others may not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.directory import in_force, in_hours, local_midnight, opens
from bot.core.knowledge import Expert, Notify
from bot.core.people import Person, Place, vouched_for
from bot.core.plugin import Reason
from bot.core.records import Question
from bot.core.roster import Roster
from bot.core.settings import Mode, Settings
from bot.core.view import View
from plugins.experts.likely import named_in
from plugins.experts.ranking import LIKELY, Merit, activity, answers, loads, silent

UNLIKELY = "not likely to answer"  # and no more: how often somebody reacts is nobody's business


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be called now."""

    expert: Expert
    person: Person
    place: Place  # where they are called: on their side of a bridge
    topic: str
    rank: int  # of the topic: 0 for the first that the question is about
    last_called: float
    merit: Merit


@dataclass(frozen=True, slots=True)
class Choice:
    """Looks through everybody who offered. `per_day`: calls a day of one person who has named no number."""

    roster: Roster
    settings: Settings
    per_day: int

    def candidates(self, question: Question, at: float, memory: View) -> Iterator[Candidate | Reason]:
        """Everybody who offered one of the topics: as a candidate, or with the reason why not now."""
        chain = self.roster.directory.chain(question.topics)
        offers = [(rank, topic, offered) for rank, topic in enumerate(chain) if (offered := self.roster.offers(topic, memory))]
        if not offers:
            return
        here, load = self._here(question, memory), loads(self.roster, memory)
        seen: set[str] = set()
        for rank, topic, offered in offers:
            for expert in offered:
                if expert.name in seen:
                    continue
                seen.add(expert.name)
                place, person = here.get(expert.name) or (question.place, self._elsewhere(expert, question.place, memory))
                why_not = self._why_not(expert, person, question, at, memory)
                if why_not or person is None:
                    yield Reason("experts", f"{expert.name} ({topic}): {why_not}")
                    continue
                merit = replace(self._merit(expert, person, topic, question, at, memory), load=load.get(expert.name, 0))
                if merit.confidence < LIKELY:
                    yield Reason("experts", f"{expert.name} ({topic}): {UNLIKELY}")
                    continue
                yield Candidate(expert, person, place, topic, rank, self._last_called(expert, person, memory), merit)

    def _merit(self, expert: Expert, person: Person, topic: str, question: Question, at: float, memory: View) -> Merit:
        """What speaks for them, but for the questions that are with them already."""
        identities, room = self._identities(expert, person), question.room
        named = not {expert.name.lower(), person.name.lower()}.isdisjoint(named_in(question.text))
        return Merit(
            active=activity(memory.signs(room, person.id, question.asker.id, at), named),
            answers=answers(identities, topic, at, memory),
            calls=self._today(expert, person, at, memory),
            silent=silent(identities, memory.spoke(room, person.id), at - self.settings.timing.next_expert, memory),
        )

    def opening(self, question: Question, at: float, memory: View) -> float | None:
        """When the hours of somebody begin who may be asked about this and is outside of them; None when it cannot be told."""
        chain = self.roster.directory.chain(question.topics)
        might = {e.name: e for topic in chain for e in self.roster.offers(topic, memory) if self.may_be_asked(e, at, memory)}
        asked = {call.expert for call in question.calls}
        times = (opens(expert.hours, at) for expert in might.values() if expert.name not in asked)
        return min((time for time in times if time is not None), default=None)

    def may_be_asked(self, expert: Expert, at: float, memory: View) -> bool:
        """Whether an entry counts at all now: it has not expired, its person is not away and wants more than a digest."""
        return in_force(expert, at) and expert.notify is not Notify.DIGEST and self.roster.pause(expert, memory) is None

    def _here(self, question: Question, memory: View) -> dict[str, tuple[Place, Person]]:
        """The experts who are where the question was asked, or on another side of a bridge that we may speak on; by name."""
        here: dict[str, tuple[Place, Person]] = {}
        for place in self.settings.sides(question.place):
            if place != question.place and (self.settings.mode_of(place) is not Mode.GENTLE or not memory.in_room(place)):
                continue
            for person in memory.people_in(place):
                expert = self.roster.expert(person, memory)
                if expert is not None and (expert.name not in here or here[expert.name][1].away):
                    here[expert.name] = place, person
        return here

    def _elsewhere(self, expert: Expert, place: Place, memory: View) -> Person | None:
        """The expert in another room of the network: they can be called in private only."""
        if expert.notify is not Notify.PRIVATE:
            return None
        return next((p for p in memory.people_on(place.network) if self._is(expert, p, memory)), None)

    def _is(self, expert: Expert, person: Person, memory: View) -> bool:
        found = self.roster.expert(person, memory)
        return found is not None and found.name == expert.name

    def _why_not(self, expert: Expert, person: Person | None, question: Question, at: float, memory: View) -> str:
        if person is None:
            return "not here"
        asks = (person.network, person.id) == (question.asker.network, question.asker.id) or self._is(expert, question.asker, memory)
        called = any(call.expert == expert.name or self._is(expert, call.person, memory) for call in question.calls)
        rules = (
            (asks, "asks themselves"),
            (called, "called already"),
            (expert.notify is Notify.DIGEST, "reads the digest only"),
            (person.away, "away"),
            (not in_force(expert, at), "the entry has expired"),
            (self.roster.pause(expert, memory) is not None, "away by their own word"),
            (not in_hours(expert.hours, at), "outside their hours"),
            (memory.marked("optout", person) is not None, "opted out"),
            (self._full(expert, person, at, memory), "has had their calls for today"),
        )
        return next((text for applies, text in rules if applies), "")

    # --- what was so far ---

    def _last_called(self, expert: Expert, person: Person, memory: View) -> float:
        calls = (said.at for identity in self._identities(expert, person) for said in memory.said(to=identity, kind="call"))
        return max(calls, default=0.0)

    def _identities(self, expert: Expert, person: Person) -> frozenset[str]:
        """All that one expert is called under: calls on either side of a bridge are calls of one person."""
        vouched = (vouched_for(one.network, one.account or one.id or "") for one in expert.identities if one.account or one.id)
        return frozenset((person.identity, *vouched))

    def _full(self, expert: Expert, person: Person, at: float, memory: View) -> bool:
        return self._today(expert, person, at, memory) >= (self.per_day if expert.max_per_day is None else expert.max_per_day)

    def _today(self, expert: Expert, person: Person, at: float, memory: View) -> int:
        """Calls since the expert's day began."""
        midnight, identities = local_midnight(expert.hours, at), self._identities(expert, person)
        return sum(1 for identity in identities for _ in memory.said(to=identity, kind="call", since=midnight))


def fair(found: Candidate | Reason) -> tuple[int, int, float, str]:
    """Nearest topic first, most points, least recently called, then by name: fair, and can be explained."""
    if isinstance(found, Reason):
        return (-1, 0, 0.0, found.text)
    return (found.rank, -found.merit.points, found.last_called, found.expert.name)
