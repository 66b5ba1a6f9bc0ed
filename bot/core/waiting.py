"""What the clock and people's coming and going mean: due steps, returns, renames, lines that never arrived.

Also the one place where what was said (an Effect) turns into the question's next status.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.events import Delivered, Renamed, Undelivered
from bot.core.life import Life
from bot.core.memory import OURS, Memory
from bot.core.moments import AskerBack, Greeted, Moment, StillWaiting, WasSolved
from bot.core.notes import Notes
from bot.core.people import Person, Place, same_person, surely_not
from bot.core.plugin import AskedBack, Called, Closed, Declined, Effect, Gave, Parked, PassedOn, Reopened, Showed, Took
from bot.core.records import ENDED, Call, Question, Said, Status, Step, spoken_by
from bot.core.settings import Settings

TYPED_AGAIN, TYPED_AT_MOST = 20.0, 120.0  # seconds until we look again whether somebody types, and after which we no longer wait for it
ROOM_AGAIN = 300.0  # seconds until we look again whether we are in the room; coming in looks at once (`resumed`)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The third step of the kernel, for everything that is not a message."""

    settings: Settings
    life: Life

    # --- the clock ---

    def due(self, at: float, notes: Notes) -> Iterator[Moment]:
        """What has fallen due. Each moment must be heard before the next is asked for: what it leaves undone is moved on here."""
        while (hello := notes.memory.due_hello(at)) is not None:
            place_key, person = hello
            network, _, room = place_key.partition("/")
            place = Place(network, room)
            if _lets_type(place, f"hello:{person.id}", at, notes):
                notes.memory.greeted(place, person, at + TYPED_AGAIN)
            elif is_here(place, person, notes.memory):
                yield Greeted(at, place, self.settings.joined_place(place), person)
        while (question := notes.memory.due(at)) is not None:
            yield from self._due(question, at, notes)

    def _due(self, question: Question, at: float, notes: Notes) -> Iterator[Moment]:
        if question.step is Step.DROP or (question.status in ENDED and at >= question.keep_until):
            notes.drop(Question, question.key)
        elif at >= question.keep_until:  # whatever the step: it fell due while we were down
            notes.moved(self.life.expired(question, at))
            notes.drop(Question, question.key)
            notes.count("questions expired")
        elif question.step is Step.SETTLE:
            notes.moved(self.life.settled(question, at))
        elif question.step is Step.INVITE:
            yield from self._solved(question, at, notes)
        elif not notes.memory.in_room(question.place):
            notes.moved(self.life.postponed(question, at + ROOM_AGAIN))
        elif question.step is Step.RETURN:
            yield from self._returns(question, at, notes)
        else:
            yield from self._waits(question, at, notes)

    def _waits(self, question: Question, at: float, notes: Notes) -> Iterator[Moment]:
        """The next step of a question in a room where we are: if its asker is here, and nobody is about to write."""
        if not is_here(question.place, question.asker, notes.memory):
            away = "the asker is away"
            last = question.step is Step.LAST_WORD  # nobody is held for that
            notes.moved(self.life.passed(question, at, away) if last else self.life.held(question, at, away))
        elif _lets_type(question.place, f"{question.key} {question.step}", at, notes):
            notes.put(self.life.postponed(question, at + TYPED_AGAIN))
        else:
            yield StillWaiting(at, question, question.step)
            after = notes.memory.question(question.key)
            if after is not None and after.step is question.step and after.due_at <= at:
                notes.moved(self.life.passed(after, at, "nothing could be said"))

    def _solved(self, question: Question, at: float, notes: Notes) -> Iterator[Moment]:
        """It was solved a while ago. Whoever has gone meanwhile is not run after."""
        here = notes.memory.in_room(question.place) and is_here(question.place, question.asker, notes.memory)
        if here and _lets_type(question.place, f"{question.key} {question.step}", at, notes):
            notes.put(self.life.postponed(question, at + TYPED_AGAIN))
            return
        if here:
            yield WasSolved(at, question)
        for identity in dict.fromkeys((question.asker.identity, f"{question.asker.network}:{question.asker.id}")):
            notes.mark("solved", identity, at)  # after it was heard: whose mark is known then has had one solved before
        after = notes.memory.question(question.key)
        if after is not None and after.step is Step.INVITE and after.due_at <= at:
            notes.put(self.life.dismissed(after))

    def _returns(self, question: Question, at: float, notes: Notes) -> Iterator[Moment]:
        """What could not be said on the asker's return, when a room was quiet or the hour was full: now, if they are still here."""
        if is_here(question.place, question.asker, notes.memory):
            yield AskerBack(at, question)
        after = notes.memory.question(question.key)
        if after is not None and after.step is Step.RETURN and after.due_at <= at:
            notes.put(self.life.postponed(after, after.keep_until))

    # --- coming and going ---

    def came(self, place: Place, people: Sequence[Person], at: float, notes: Notes) -> Iterator[Moment]:
        """These people are here (again): was something kept for one? Only for the same account, or else the same nick and user@host."""
        for question in notes.memory.for_return(self.settings.joined_place(place)):
            kept = question.late if question.status is Status.SOLVED else question.status not in ENDED and (question.held or question.late)
            person = next((p for p in people if same_person(question.asker, p)), None) if kept else None
            if person is not None:
                question = notes.moved(spoken_by(question, person))
                yield AskerBack(at, question)
                after = notes.memory.question(question.key)
                if after is not None and after.held:
                    notes.moved(self.life.returned(after, at))

    def resumed(self, place: Place, at: float, notes: Notes) -> None:
        """We are in the room (again): what waited for that goes on."""
        for question in notes.memory.questions(self.settings.joined_place(place)):
            resumed = self.life.resumed(question, at)
            if question.place == place and resumed != question:
                notes.put(resumed)

    def renamed(self, event: Renamed, notes: Notes) -> None:
        """Questions follow the person, not the name; not those of somebody else who had the nick before."""
        if event.old == event.new:  # only away or back
            return
        for question in tuple(notes.memory.questions_by(event.old)):
            if not surely_not(question.asker, event.old):
                notes.put(spoken_by(question, event.new))

    # --- what was said, or was not ---

    def take(self, effect: Effect, question: Question | None, at: float, notes: Notes) -> None:
        """Turn what was said into the next status of the questions concerned."""
        if isinstance(effect, Showed):
            for shown in map(notes.memory.question, effect.questions):
                if shown is not None:
                    notes.put(self.life.shown(shown, effect.expert))
        elif isinstance(effect, Closed | Reopened | Took | Declined | PassedOn):
            meant = notes.memory.question(effect.question)
            if meant is not None:
                notes.moved(self._named(effect, meant, at))
        elif isinstance(effect, Gave) and effect.question:
            named = notes.memory.question(effect.question)
            if named is not None:
                notes.moved(self.life.gave(named, at, effect.entry, effect.version))
        elif question is not None:
            notes.moved(self._spoken(effect, question, at))

    def _named(self, effect: Closed | Reopened | Took | Declined | PassedOn, question: Question, at: float) -> Question:
        """What somebody's word does to the question that they name."""
        match effect:
            case Closed():
                return self.life.solved(question, at, effect.by.name, "said by command")
            case Reopened():
                return self.life.reopened(question, at, effect.by.name, "said by command")
            case Took():
                return self.life.taken(question, at, effect.by, effect.expert)
            case Declined():
                return self.life.declined(question, at, effect.by)
            case PassedOn():
                return self.life.passed_on(question, at)

    def _spoken(self, effect: Gave | Called | Parked | AskedBack, question: Question, at: float) -> Question:
        match effect:
            case Gave():
                return self.life.gave(question, at, effect.entry, effect.version)
            case Called():
                return self.life.called(question, at, Call(at, effect.expert, effect.person))
            case Parked():
                return self.life.parked(question, at, effect.reason)
            case AskedBack():
                return self.life.asked_back(question, at)

    def delivered(self, event: Delivered, notes: Notes) -> None:
        """A line of ours has an id now, by which people may answer it, react to it, and by which it can be taken back."""
        said = notes.memory.records[Said].get(_said(event.key))
        if isinstance(said, Said):
            notes.put(replace(said, id=event.id))
        notes.memory.ids[event.id] = OURS

    def undelivered(self, event: Undelivered, notes: Notes) -> None:
        """A line of ours never arrived: it is counted, and was not said. A question that it answered is open again.

        Where the asker has left meanwhile it is held for their return instead.
        """
        notes.count("lines lost")
        said = notes.memory.records[Said].get(_said(event.key))
        if not isinstance(said, Said):
            return
        notes.put(replace(said, withheld=f"not delivered: {event.why}"))
        question = notes.memory.question(said.question)
        if question is not None and question.status is Status.ANSWERED and question.entry and question.answered_by is None:
            here = not notes.memory.in_room(question.place) or is_here(question.place, question.asker, notes.memory)
            move = self.life.lost if here else self.life.missed
            notes.moved(move(question, event.at, f"the answer was not delivered: {event.why}"))


def _lets_type(room: Place, what: str, at: float, notes: Notes) -> bool:
    """Whether what is due waits for somebody who is typing: a person may be about to answer, or the asker about to say more."""
    place = notes.memory.passing(room)
    if not place.types(at):
        return False
    since = place.waited.get(what, at)
    if at - since >= TYPED_AT_MOST:
        return False
    place.waited = {other: begun for other, begun in place.waited.items() if at - begun < TYPED_AT_MOST} | {what: since}
    notes.why("waiting", "somebody is typing")
    return True


def is_here(place: Place, person: Person, memory: Memory) -> bool:
    """Whether a person can be spoken to: present, and nobody else under their nick. Behind a bridge nobody is known to be away."""
    if place.closed or person.relayed:
        return True
    here = memory.present(place, person.id)
    return memory.here(place, person.id) if here is None else not surely_not(person, here)


def _said(key: str) -> str:
    """The record of a line by the key of the Say. Lines that the first version left in the outbox carry a part behind it."""
    return key.partition(".")[0]
