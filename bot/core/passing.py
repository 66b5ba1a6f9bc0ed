"""Passing memory of one place: who is here, who spoke to whom, who is typing. No restart keeps it, and nothing of it is written."""

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.core.people import Person, Place

SEEN_FOR = 86_400.0  # a name counts as a person of the room for a day after it was last seen (product 10.6)
SEEN_NAMES = 5_000  # per place; oldest out


@dataclass(slots=True)
class Utterance:
    """What somebody has typed in one go so far, before it is known to be a question."""

    person: Person
    place: Place
    lines: list[tuple[float, str, str]]  # at, text, id
    newcomer: bool  # neither account nor nick was known when it began
    silent_for: float | None  # seconds since they last spoke before it; None: never
    talking: float | None  # seconds since anybody else last spoke when it began; None: nobody has
    last_at: float
    addressed: bool = False  # a line of it was said to a person


@dataclass(slots=True)
class Passing:
    """One place's fleeting memory: who is here, who spoke, who is typing."""

    people: OrderedDict[str, Person] = field(default_factory=OrderedDict)  # present, by id
    joined: bool = False  # the list of people is complete: we are in the room
    names: OrderedDict[str, tuple[str, float]] = field(default_factory=OrderedDict)  # lower-case name -> id, when last seen
    spoke: OrderedDict[str, float] = field(default_factory=OrderedDict)  # id -> when they last spoke
    called: OrderedDict[str, float] = field(default_factory=OrderedDict)  # id -> when a person last addressed them
    typing: dict[str, Utterance] = field(default_factory=dict)  # id -> utterance
    hellos: dict[str, tuple[float, Person]] = field(default_factory=dict)  # id -> when a bare greeting falls due
    last_line: float | None = None  # when anybody last spoke
    last_by: str = ""  # and who

    def saw(self, person: Person, at: float) -> None:
        """Remember that this name belongs to somebody here."""
        self.names.pop(person.name.lower(), None)
        self.names[person.name.lower()] = (person.id, at)
        while len(self.names) > SEEN_NAMES:
            self.names.popitem(last=False)

    def named(self, name: str, now: float) -> str | None:
        """The id of the person whom this name means: present, or seen here within a day (product 10.6)."""
        who = self.names.get(name.lower())
        return who[0] if who is not None and (who[0] in self.people or now - who[1] <= SEEN_FOR) else None
