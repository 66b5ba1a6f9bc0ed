"""What one event has caused so far: changes (already made in memory), actions, faults, and the reasons in order."""

from dataclasses import dataclass, field

from bot.core.actions import Action
from bot.core.events import Message
from bot.core.fares import counted, fate_of
from bot.core.memory import Memory
from bot.core.passing import Bridged
from bot.core.people import Person, Place
from bot.core.plugin import Reason
from bot.core.records import DAY, OPEN, Change, Counter, Drop, Mark, Put, Question, Record, Said, Status, Tally, Uncovered
from bot.core.reports import Reports, Taken
from bot.core.tallies import counted_as, tallied
from bot.core.text import nameless


@dataclass(frozen=True, slots=True)
class Fault:
    """A plugin failed: what it would have said is lost, everything else goes on. The shell logs it."""

    plugin: str
    moment: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Correction:
    """A bridge tells that a line said before reads otherwise now."""

    message: Message
    before: str
    text: str


@dataclass(slots=True)
class Notes:
    """Changes take effect at once, so that what hears the next moment sees them. The kernel makes a Turn of it."""

    memory: Memory
    line: Message | None = None  # the line that is being heard, if it is one
    changes: list[Change] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    correction: Correction | None = None  # from the guard
    arrived: list[tuple[Bridged, Place]] = field(default_factory=list)  # lines that were said elsewhere, seen in this place now

    def put(self, record: Record) -> None:
        self.change(Put(record))

    def drop(self, kind: type[Record], key: str) -> None:
        self.change(Drop(kind, key))

    def change(self, change: Change) -> None:
        self.memory.apply((change,))
        self.changes.append(change)

    def why(self, by: str, text: str) -> None:
        self.reasons.append(Reason(by, text))

    def count(self, name: str) -> int:
        """Add one to a counter; its new value."""
        value = self.memory.counter(name) + 1
        self.put(Counter(name, value))
        return value

    def mark(self, kind: str, identity: str, at: float) -> None:
        """Remember something of a person under their keyed hash."""
        self.put(Mark(kind, self.memory.hash(identity), at))

    def tally(self, name: str, room: str, at: float, more: int = 1) -> None:
        """Count something that happened in a joined place on this day."""
        day, room = int(at // DAY), counted_as(room)
        self.put(Tally(name, room, day, self.memory.tally(name, room, day) + more))

    def moved(self, question: Question) -> Question:
        """Store a question after a transition, count it, and say why in the trail."""
        before = self.memory.question(question.key)
        self.put(question)
        if question.history:
            for name in tallied(before, question):
                self.tally(name, question.room, question.history[-1].at)
                if before is not None and before.version and (fate := fate_of(name)) is not None:
                    self.put(counted(before.entry, before.version, fate, question.history[-1].at, self.memory))
            self._uncovered(question)
            last = question.history[-1]
            self.why("talk", f"question {question.number}: {last.status} ({last.reason}); next: {question.step}")
        return question

    def reported(self, said: Said, by: Person, at: float, reports: Reports) -> Taken:
        """Somebody says that an answer of ours is wrong."""
        report = reports.report(said, by, at, self.memory)
        for change in report.changes:
            self.change(change)
        self.why("reports", f"{said.entry} is called wrong: {report.taken}")
        return report.taken

    def _uncovered(self, question: Question) -> None:
        """Keep what no entry covers, without anybody's name: it may be worth one. What was asked in private is nobody's business."""
        by_person = question.status is Status.ANSWERED and question.answered_by is not None
        waits = question.status in OPEN - {Status.ASKED}
        if question.entry or question.place.closed or not (by_person or waits) or question.key in self.memory.records[Uncovered]:
            return
        names = (person.name for person in (question.asker, *self.memory.people_in(question.place)))
        topic = next(iter(question.topics), "")
        self.put(Uncovered(question.key, question.room, topic, nameless(question.text, names), question.asked_at))
