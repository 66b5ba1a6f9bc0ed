"""Somebody speaks for whom something has waited: open questions on their topics, the end of their entry, a word that is wanted of them.

Handing over beats pinging: nobody is called for any of this, they are told when they are here anyway, and each of it once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.directory import in_force
from bot.core.knowledge import Expert
from bot.core.moments import ConsentDue, EntryEnds, HelperActive, Moment
from bot.core.notes import Notes
from bot.core.people import same_person
from bot.core.records import DAY, Status
from bot.core.roster import Roster
from bot.core.utterance import Spoken

REMIND_DAYS = 7  # before an expert's entry ends they are told, once


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a line in a room gives occasion to say to its speaker."""

    roster: Roster

    def speaks(self, said: Spoken, notes: Notes) -> Iterator[Moment]:
        """All of it; the referee lets each be said or not."""
        expert = self.roster.expert(said.sender, notes.memory)
        if expert is not None and self.roster.pause(expert, notes.memory) is None:
            if self._ends_soon(expert, said, notes):
                yield EntryEnds(said.at, said.place, said.room, said.sender, expert)
            yield from self._questions(expert, said, notes)
        yield from self._consent(said, notes)

    def _questions(self, expert: Expert, said: Spoken, notes: Notes) -> Iterator[Moment]:
        """Parked questions on their topics that they have not seen."""
        waiting = tuple(
            q
            for q in notes.memory.standing(said.room, Status.PARKED)
            if q.asker.id != said.sender.id
            and expert.name not in (*q.shown_to, *(call.expert for call in q.calls))  # nobody is nagged twice
            and set(self.roster.directory.chain(q.topics)) & set(expert.topics)
        )
        if waiting:
            yield HelperActive(said.at, said.place, said.room, said.sender, expert.name, waiting)

    def _ends_soon(self, expert: Expert, said: Spoken, notes: Notes) -> bool:
        """Whether their entry ends within days, and they have not been told."""
        if expert.until is None or not expert.topics or not in_force(expert, said.at) or in_force(expert, said.at + REMIND_DAYS * DAY):
            return False
        told = notes.memory.marked("reminded", said.sender)
        return told is None or said.at - told.at > 2 * REMIND_DAYS * DAY

    def _consent(self, said: Spoken, notes: Notes) -> Iterator[Moment]:
        """Their word on a write-up is wanted, and they have not been asked: about one at a time."""
        theirs = [writeup for writeup in notes.memory.helped_in(said.sender) if same_person(writeup.helper, said.sender)]
        wanted = next((writeup for writeup in theirs if writeup.asker_says and not writeup.helper_asked), None)
        if wanted is not None and not any(writeup.helper_asked and writeup.helper_says is None for writeup in theirs):
            yield ConsentDue(said.at, said.place, said.room, said.sender, wanted)
