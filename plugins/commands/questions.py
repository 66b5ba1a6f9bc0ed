"""open, solved and reopen: the open questions, and closing or reopening one's own, or one that somebody helped with."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.commands import number_in
from bot.core.moments import Command
from bot.core.people import Person, Place, same_person
from bot.core.plugin import Closed, Proposal, Reopened, Words
from bot.core.quoting import quoted
from bot.core.records import OPEN, Question, Status
from bot.core.settings import Settings
from bot.core.spans import span
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.speaking import LISTED, LISTED_PRIVATE, QUOTE, Speaking


@dataclass(frozen=True, slots=True)
class Questions:
    """The three commands."""

    speaking: Speaking
    settings: Settings

    def open(self, moment: Command, memory: View) -> Proposal:
        waiting = [q for room in self._rooms(moment, memory) for q in memory.questions(room) if q.status in OPEN]
        if not waiting:
            return self.speaking.say("open_none", moment)
        items = [self._item(question, moment, memory) for question in waiting[: LISTED + LISTED_PRIVATE]]
        some = len(items) if moment.place.direct else LISTED
        first = self.speaking.say("open", moment, count=str(len(waiting)), item=items[0])
        first = replace(first, words=(*first.words, *(Words(item) for item in items[1:some])))
        return self.speaking.with_rest(first, items[some:], moment)

    def _rooms(self, moment: Command, memory: View) -> tuple[str, ...]:
        """The room itself; in private, the rooms of the network that this person is seen in or has asked in."""
        if not moment.place.direct:
            return (moment.room,)
        network = next((n for n in self.settings.networks if n.name == moment.place.network), None)
        places = (Place(network.name, room.name.lower()) for room in network.rooms) if network else ()
        seen = [self.settings.joined_place(p) for p in places if memory.present(p, moment.person.id) is not None]
        asked = [q.room for q in memory.questions_by(moment.person) if memory.in_room(q.place) and memory.here(q.place, q.asker.id)]
        return tuple(dict.fromkeys((*seen, *asked)))

    def _item(self, question: Question, moment: Command, memory: View) -> str:
        """One question in a line of its own: no line names more people than its asker and whoever wanted the list (product 10.12)."""
        return self.speaking.phrases.say(
            "commands.open_item",
            question.key,
            number=str(question.number),
            age=span(moment.at - question.asked_at),
            asker=question.asker.name,
            question=quoted(shorten(question.text, QUOTE), question.place, self.settings, memory),
        )

    def solved(self, moment: Command, memory: View) -> Proposal:
        question = self._meant(moment, memory, lambda q: q.status is not Status.SOLVED)
        if isinstance(question, Proposal):
            return question
        proposal = self.speaking.say("solved", moment, number=str(question.number))
        return replace(proposal, effect=Closed(question.key, moment.person))

    def reopen(self, moment: Command, memory: View) -> Proposal:
        question = self._meant(moment, memory, lambda q: q.status in (Status.SOLVED, Status.ANSWERED, Status.WITHDRAWN))
        if isinstance(question, Proposal):
            return question
        proposal = self.speaking.say("reopened", moment, number=str(question.number))
        return replace(proposal, effect=Reopened(question.key, moment.person))

    def _meant(self, moment: Command, memory: View, fits: Callable[[Question], bool]) -> Question | Proposal:
        """The question that somebody may close or reopen: their own, or one they helped with; else why not."""
        number = number_in(moment.args)  # "solved that" means no other than "solved"
        mine = [q for room in self._rooms(moment, memory) for q in memory.questions(room) if self._may(q, moment.person, memory)]
        if not number:
            fitting = [q for q in mine if fits(q)]
            return fitting[-1] if fitting else self.speaking.say("no_question", moment)
        named = next((q for q in mine if str(q.number) == number), None)
        if named is None:
            return self.speaking.say("not_yours", moment, number=shorten(number, QUOTE))
        return named if fits(named) else self.speaking.say("already", moment, number=number)

    def _may(self, question: Question, person: Person, memory: View) -> bool:
        helpers = (question.answered_by, *(call.person for call in question.calls))
        selves = memory.selves(person)
        return any(p is not None and (same_person(p, person) or _is_self(p, selves, memory)) for p in (question.asker, *helpers))


def _is_self(person: Person, selves: tuple[str, ...], memory: View) -> bool:
    """Whether this is who somebody is on another network, by their own word from both sides."""
    return bool(selves) and person.account is not None and memory.hash(person.identity) in selves
