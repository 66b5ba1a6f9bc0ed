"""What one event has caused so far: changes (already made in memory), actions, faults, and the reasons in order."""

from dataclasses import dataclass, field

from bot.core.actions import Action
from bot.core.events import Message
from bot.core.memory import Memory
from bot.core.passing import Bridged
from bot.core.people import Place
from bot.core.plugin import Reason
from bot.core.records import Change, Counter, Drop, Mark, Put, Question, Record


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

    def moved(self, question: Question) -> Question:
        """Store a question after a transition, and say why in the trail."""
        self.put(question)
        if question.history:
            last = question.history[-1]
            self.why("talk", f"question {question.number}: {last.status} ({last.reason}); next: {question.step}")
        return question
