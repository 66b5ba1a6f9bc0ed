"""mine and pass: "I take this one" and "not me, next one". What is taken is called for no more; what is passed on goes to the next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.commands import number_in
from bot.core.moments import Command
from bot.core.people import Person, Place
from bot.core.plugin import Declined, Proposal, Took, Words
from bot.core.records import OPEN, Question, Status
from bot.core.roster import Roster
from bot.core.settings import Mode, Settings
from bot.core.text import shorten
from bot.core.view import View
from plugins.experts.proof import Proof
from plugins.experts.speaking import Speaking

QUOTE = 20  # bytes of what was said in place of a number


@dataclass(frozen=True, slots=True)
class Taking:
    """The two commands. N is per place; in private it is looked up in the rooms of that network."""

    speaking: Speaking
    proof: Proof

    @property
    def settings(self) -> Settings:
        return self.proof.settings

    @property
    def roster(self) -> Roster:
        return self.proof.roster

    def mine(self, moment: Command, memory: View) -> Proposal:
        expert, missing = self.roster.expert(moment.person, memory), self.proof.missing(moment.person, memory)
        if missing or expert is None or not expert.topics:
            return self.speaking.say(f"no_proof_{missing}" if missing else "mine_not_expert", moment)
        question = self._meant(moment, expert.name, memory)
        if question is None:
            return self._which(moment, "mine_which")
        if self._asks(question, moment.person, memory):
            return self.speaking.say("mine_own", moment)
        taken = self.speaking.say("mine", moment, number=str(question.number), asker=question.asker.name)
        told = tuple(self._told(question, moment, memory))
        return replace(taken, words=(*taken.words, *told), effect=Took(question.key, moment.person, expert.name))

    def pass_on(self, moment: Command, memory: View) -> Proposal:
        """Only by somebody who was called for it, and has not been followed by the next one."""
        expert, missing = self.roster.expert(moment.person, memory), self.proof.missing(moment.person, memory)
        if missing and expert is not None:
            return self.speaking.say(f"no_proof_{missing}", moment)
        question = self._meant(moment, expert.name, memory) if expert is not None else None
        if question is None or expert is None or not self._is_with(question, expert.name, memory):
            return self._which(moment, "pass_none")
        passed = self.speaking.say("pass", moment, number=str(question.number))
        return replace(passed, effect=Declined(question.key, moment.person))

    # --- which question ---

    def _meant(self, moment: Command, name: str, memory: View) -> Question | None:
        """The one with this number; without a number the newest that was put to them."""
        number = number_in(moment.args)
        found = [q for q in self._questions(moment, name, memory) if q.status in OPEN]
        if moment.args:
            named = [q for q in found if str(q.number) == number]
            return max(named, key=lambda q: (self._put_to(q, name, memory), q.asked_at), default=None)
        return max(
            (q for q in found if self._put_to(q, name, memory)), key=lambda q: (self._put_at(q, name, memory), q.asked_at), default=None
        )

    def _questions(self, moment: Command, name: str, memory: View) -> Iterator[Question]:
        """The questions of the room; in private those of the network's rooms that they are in, or that were put to them."""
        if not moment.place.closed:
            yield from memory.questions(moment.room)
            return
        network = self.settings.network(moment.place.network)
        rooms = (Place(network.name, room.name.lower()) for room in network.rooms) if network else ()
        keys = {self.settings.joined_place(place): memory.present(place, moment.person.id) is not None for place in rooms}
        for room, present in keys.items():
            yield from (q for q in memory.questions(room) if present or self._put_to(q, name, memory))

    def _put_to(self, question: Question, name: str, memory: View) -> bool:
        return name in question.shown_to or self._put_at(question, name, memory) > 0

    def _put_at(self, question: Question, name: str, memory: View) -> float:
        """When they were called for it; 0.0 when it was shown to them in a list."""
        calls = (call.at for call in question.calls if call.expert == name or self._named(call.person, memory) == name)
        return max(calls, default=0.0)

    def _is_with(self, question: Question, name: str, memory: View) -> bool:
        last = question.calls[-1] if question.calls else None
        return last is not None and question.status is Status.ROUTED and name in (last.expert, self._named(last.person, memory))

    def _named(self, person: Person, memory: View) -> str:
        expert = self.roster.expert(person, memory)
        return expert.name if expert is not None else ""

    def _asks(self, question: Question, person: Person, memory: View) -> bool:
        asker = question.asker
        mine = self._named(person, memory)
        return (asker.network, asker.id) == (person.network, person.id) or (mine != "" and self._named(asker, memory) == mine)

    # --- what is said ---

    def _which(self, moment: Command, key: str) -> Proposal:
        number = shorten(number_in(moment.args) or moment.args.strip(" #."), QUOTE)
        return self.speaking.say("no_such_question", moment, number=number) if number else self.speaking.say(key, moment)

    def _told(self, question: Question, moment: Command, memory: View) -> Iterator[Words]:
        """The asker hears that somebody has it, where it is not said before their eyes, and nothing keeps us silent there."""
        silent = memory.quiet(question.room, moment.at) is not None or self.settings.mode_of(question.place) is not Mode.GENTLE
        gone = not memory.in_room(question.place) or not memory.here(question.place, question.asker.id)
        unwelcome = memory.marked("optout", question.asker) is not None
        if (moment.place.closed or moment.room != question.room) and not (silent or gone or unwelcome):
            text = self.speaking.words("mine_told", moment, expert=moment.person.name)
            yield Words(text, to=question.asker, place=question.place)
