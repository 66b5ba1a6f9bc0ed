"""New questions: whether an utterance asks the room (gate.py), and the question that it opens."""

from dataclasses import dataclass, replace

from bot.core.acts import Act, acts, upset, wall
from bot.core.gate import Burst, asks_for_help
from bot.core.life import Life
from bot.core.notes import Notes
from bot.core.passing import Utterance
from bot.core.records import Line, Question, Status, Step
from bot.core.roster import Roster
from bot.core.tallies import counted_as
from bot.core.utterance import Spoken

Begins = tuple[Status, str]  # the first status of a question, and why


@dataclass(frozen=True, slots=True)
class Asking:
    """Opens questions, and adds lines to them."""

    roster: Roster
    life: Life

    def asks(self, said: Spoken, utterance: Utterance, notes: Notes) -> bool:
        """Whether what this person has typed so far asks the room for help."""
        verdict = asks_for_help(self.burst(said, utterance, notes))
        notes.why("gate", f"{'asks' if verdict.asks else 'does not ask'} for help ({', '.join(verdict.reasons)})")
        return verdict.asks

    def burst(self, said: Spoken, utterance: Utterance, notes: Notes) -> Burst:
        """What this person has typed since somebody else spoke, as the gate judges it."""
        lines = tuple(text for _, text, _ in utterance.lines[-utterance.run :])
        return Burst(lines, utterance.company, utterance.addressed, self._helps(said, notes))

    def _helps(self, said: Spoken, notes: Notes) -> bool:
        """Whether this is a registered expert: how their words are read needs no rights, so a line over a bridge is theirs, too."""
        known = notes.memory.present(said.place, said.sender.id) if said.sender.relayed else said.sender
        return known is not None and self.roster.expert(known, notes.memory) is not None

    def begin(self, said: Spoken, utterance: Utterance, begins: Begins, notes: Notes) -> None:
        """The utterance is a question: all its lines but the greetings."""
        lines = [Line(*line) for line in utterance.lines if Act.GREETING not in acts(line[1])]
        del notes.memory.talk(said.room).typing[said.sender.id]
        first = utterance.newcomer and begins[0] is not Status.PARKED
        self.open(said, lines, begins, first, notes)

    def open(self, said: Spoken, lines: list[Line], begins: Begins, first: bool, notes: Notes) -> Question:
        """A new question of these lines."""
        text = " ".join(line.text for line in lines)
        if notes.memory.marked("asked", said.sender) is None:  # since when they have asked: who helps later is known to have begun so
            notes.mark("asked", said.sender.identity, lines[0].at)
        question = Question(
            number=notes.count(f"number:{counted_as(said.room)}"),
            place=said.place,
            room=said.room,
            asker=said.sender,
            lines=tuple(lines),
            asked_at=lines[0].at,
            last_at=said.at,
            status=begins[0],
            step=Step.SETTLE,
            due_at=said.at,
            keep_until=lines[0].at + self.life.timing.keep,
            topics=self.roster.directory.topics_in(text),
            first=first and not self._helps(said, notes),  # who offered to help is at home here
            frustrated=upset(acts(text)),
            wall=wall(tuple(line.text for line in lines)),
            thread=said.heard.message.thread,
        )
        return notes.moved(self.life.opened(question, *begins))

    def extended(self, own: Question, said: Spoken) -> Question:
        """The question with one line more, and what it is about read again."""
        return self.reread(self.life.typed(own, said.line, Act.FRUSTRATED in said.acts))

    def reread(self, question: Question) -> Question:
        """The question with what its lines are about."""
        lines = tuple(line.text for line in question.lines)
        return replace(question, topics=self.roster.directory.topics_in(question.text), wall=wall(lines))
