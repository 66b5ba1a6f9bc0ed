"""Passing memory of one place: who is here, who spoke to whom, who is typing. No restart keeps it, and nothing of it is written."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.core.company import TALK_KEPT, VOICES, Company, Subjects, Voice
from bot.core.people import Person, Place

SEEN_FOR = 86_400.0  # a name counts as a person of the room for a day after it was last seen (product 10.6)
TYPING_FOR = 30.0  # seconds that a typing mark is believed: clients renew theirs every few seconds, and servers drop them after thirty
SEEN_NAMES = 5_000  # per place; oldest out


@dataclass(slots=True)
class Utterance:
    """What somebody has typed in one go so far, before it is known to be a question."""

    person: Person
    place: Place
    lines: list[tuple[float, str, str]]  # at, text, id
    newcomer: bool  # neither account nor nick was known when it began
    last_at: float
    run: int = 0  # how many of its last lines nobody else has spoken between: those are judged
    addressed: bool = False  # one of these was said to a person
    company: Company = field(default_factory=Company)  # how they stood to the talk with the first of these


@dataclass(slots=True)
class Bridged:
    """A line said where a bridge may bring copies of it, as last heard."""

    at: float
    read: Place  # where it was read
    place: Place  # where it was said
    sender: Person
    text: str
    id: str = ""
    relayed: bool = False  # it was a copy, and its own line had not been heard
    paired: bool = False  # and now has been
    cut: bool = False  # the bridge has left a part of it out
    answers: str = ""  # key of the question that it answers once it is seen where that was asked
    stirs: tuple[str, ...] = ()  # keys of the questions that it may be about, then


@dataclass(slots=True)
class Crossing:
    """One direction of a bridge: how much was said since something was last seen to cross."""

    lines: int = 0
    since: float = 0.0  # when the first of them was said


@dataclass(slots=True)
class Passing:
    """One place's fleeting memory: who is here, who spoke, who is typing.

    Of thousands of rooms most are silent: what has nothing in it yet is made when it is first asked for (`__getattr__`).
    """

    joined: bool = False  # we are in the room
    complete: bool = True  # `people` are all who are here; else of the others it is only known who has left
    last_line: float | None = None  # when anybody last spoke
    last_by: str = ""  # and who
    heard: int = 0  # lines so far
    people: OrderedDict[str, Person] = field(init=False)  # present, by id
    left: OrderedDict[str, float] = field(init=False)  # id -> when they were seen leaving, where the list is not complete
    typists: dict[str, float] = field(init=False)  # id -> when they were last said to be typing
    waited: dict[str, float] = field(init=False)  # what has fallen due -> since when it waits for somebody to finish typing
    names: OrderedDict[str, tuple[str, float]] = field(init=False)  # lower-case name -> id, when last seen
    spoke: OrderedDict[str, float] = field(init=False)  # id -> when they last spoke
    voices: OrderedDict[str, Voice] = field(init=False)  # id -> how they have taken part
    lately: deque[tuple[float, str, Subjects]] = field(init=False)  # the last lines of the talk: when, by whom, of what
    typing: dict[str, Utterance] = field(init=False)  # id -> utterance
    hellos: dict[str, tuple[float, Person]] = field(init=False)  # id -> when a bare greeting falls due

    def __getattr__(self, name: str) -> Any:
        """A container that was never asked for before. Called for what is not there alone."""
        if name not in _CONTAINERS:
            raise AttributeError(name)
        made = _CONTAINERS[name]()
        setattr(self, name, made)
        return made

    def voice(self, person_id: str) -> Voice:
        """What is remembered of this speaker; oldest out."""
        voice = self.voices.pop(person_id, None) or Voice()
        self.voices[person_id] = voice
        while len(self.voices) > VOICES:
            self.voices.popitem(last=False)
        return voice

    def forget(self, person_id: str) -> None:
        """Nothing is known any more of how they took part in the talk."""
        self.voices.pop(person_id, None)
        for line in [line for line in self.lately if line[1] == person_id]:
            self.lately.remove(line)

    def here(self, person_id: str) -> bool:
        """Whether somebody is here, as far as is known: where there is no complete list, everybody is who was not seen leaving."""
        return person_id in self.people or (not self.complete and person_id not in self.left)

    def types(self, now: float) -> bool:
        """Whether anybody is typing, by a word that is not stale."""
        return any(now - at <= TYPING_FOR for at in self.typists.values())

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


_CONTAINERS: dict[str, Callable[[], Any]] = {
    **dict.fromkeys(("people", "left", "names", "spoke", "voices"), OrderedDict),
    "lately": partial(deque, maxlen=TALK_KEPT),
    **dict.fromkeys(("typists", "waited", "typing", "hellos"), dict),
}
