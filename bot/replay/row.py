"""One question of a log: what was said to it, or would have been, and what people did."""

from dataclasses import dataclass, field

from bot.core.people import Person
from bot.replay.foresight import Foreseen

BY_PERSON, BY_US = "answered by a person", "answered by the bot"
CALLED, NOBODY = "answered by nobody, somebody was called", "answered by nobody"


@dataclass(slots=True)
class Spoken:
    """Something that the bot would have said."""

    after: float  # seconds after the question
    kind: str
    to: str
    text: str
    entry: str = ""


@dataclass(slots=True)
class Row:
    """What is told of a question. Times are seconds after its first line."""

    number: int
    room: str
    at: float
    lines: tuple[str, ...]  # ids of the lines with which it began
    asker: str
    text: str
    more: int = 0  # lines that came later
    said: list[Spoken] = field(default_factory=list)
    entry: str = ""  # that was given
    given: float | None = None
    called: str = ""  # the first expert who was called
    called_person: Person | None = None
    call: float | None = None
    person: Person | None = None  # who answered
    answered: float | None = None
    foreseen: Foreseen | None = None  # what would have come, where a person answered before anything was said
    solved: bool = False

    @property
    def spoke(self) -> float | None:
        """When the bot first answered or called somebody."""
        return min((after for after in (self.given, self.call) if after is not None), default=None)

    @property
    def outcome(self) -> str:
        if self.person is not None and (self.given is None or (self.answered or 0.0) < self.given):
            return BY_PERSON
        if self.given is not None:
            return BY_US
        return CALLED if self.call is not None else NOBODY

    @property
    def lead(self) -> float | None:
        """Seconds by which a person was faster than the bot was or would have been; negative: slower. None: there is nothing to compare."""
        if self.answered is None:
            return None
        if self.spoke is not None:
            return self.spoke - self.answered
        known = self.foreseen is not None and (self.foreseen.entry or self.foreseen.expert)
        return self.foreseen.after - self.answered if known and self.foreseen else None

    @property
    def first_choice(self) -> tuple[str, Person | None]:
        """Whom it called first, or would have."""
        if self.called:
            return self.called, self.called_person
        return (self.foreseen.expert, self.foreseen.person) if self.foreseen else ("", None)

    @property
    def hit(self) -> bool | None:
        """Whether the first one it would call is who answered. None: nobody answered, or nobody would have been called."""
        _, choice = self.first_choice
        return None if choice is None or self.person is None else choice.identity == self.person.identity
