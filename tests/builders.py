"""Values of the house with everything filled in, so that most tests are one call and one assert: `says("hi")`.

One network (`oftc`), one room (`#rdo`), where we are called `helper`; time begins at `START`, a Tuesday afternoon in UTC.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.core.actions import Say, Verify
from bot.core.directory import Directory
from bot.core.events import Event, Joined, Left, Message, Named, Present
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Expert, Knowledge, Phrases, Topic
from bot.core.life import Life
from bot.core.memory import Memory
from bot.core.notes import Notes
from bot.core.people import Identity, Person, Place
from bot.core.plugin import Plugin
from bot.core.records import Line, Mark, Put, Question, Record, Said, Status, Step
from bot.core.settings import IrcNetwork, Limits, Mode, Room, Settings, Timing
from bot.load import load_knowledge
from plugins import commands, experts, greeting

ROOT = Path(__file__).parent.parent
NETWORK, HELPER = "oftc", "helper"
ROOM = Place(NETWORK, "#rdo")
START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC).timestamp()
TIMING = Timing()
QUESTION = "is there a repo for gazpacho?"


def person(nick: str, network: str = NETWORK, **more: Any) -> Person:
    """Somebody on a network, with a host of their own and no account."""
    return Person(network, nick.lower(), nick, **{"host": f"{nick.lower()}@example.org", **more})


alice, bob, carol, dave = map(person, ("alice", "bob", "carol", "dave"))


def direct(somebody: Person = alice) -> Place:
    return Place(somebody.network, somebody.id, direct=True)


def says(text: str = QUESTION, by: Person = alice, at: float = 0.0, **more: Any) -> Message:
    """A line in the room, `at` seconds after the start."""
    return Message(**{"at": START + at, "place": ROOM, "sender": by, "text": text, **more})


def question(text: str = QUESTION, by: Person = alice, at: float = 0.0, **more: Any) -> Question:
    """A question that was asked in the room `at` seconds after the start, and waits for its answer."""
    begun = START + at
    standard: dict[str, Any] = {
        "number": 1,
        "place": ROOM,
        "room": more.get("place", ROOM).key,
        "asker": by,
        "lines": (Line(begun, text),),
        "asked_at": begun,
        "last_at": begun,
        "status": Status.ASKED,
        "step": Step.ANSWER,
        "due_at": begun + TIMING.answer,
        "keep_until": begun + TIMING.keep,
    }
    return Question(**{**standard, **more})


def uttered(number: int = 1, at: float = 0.0, **more: Any) -> Said:
    """Something that was said unprompted."""
    standard: dict[str, Any] = {"utterance": number, "kind": "answer", "room": ROOM.key, "place": ROOM, "to": "", "prompted": False}
    return Said(number=number, at=START + at, **{**standard, **more})


def memory(*records: Record, here: Iterable[Person] = (alice, bob), **more: Any) -> Memory:
    """We are in the room, called `helper`, with these people, and know these records."""
    made = Memory(b"k" * 32, records)
    made.names[NETWORK] = (HELPER,)
    made.now = START
    room = made.passing(more.get("place", ROOM))
    room.joined = True
    for somebody in here:
        room.people[somebody.id] = somebody
        room.saw(somebody, START)
    return made


def known(made: Memory, *people: Person, kind: str = "spoke", at: float = 0.0) -> Memory:
    """The same memory, with a mark on each of these people."""
    made.apply(Put(Mark(kind, made.hash(identity), START + at)) for p in people for identity in {p.identity, f"{p.network}:{p.id}"})
    return made


def notes(*records: Record, **more: Any) -> Notes:
    return Notes(memory(*records, **more))


def settings(**more: Any) -> Settings:
    """One IRC network. `timing` and `limits` may be given by their keys alone: `settings(settle=0.0, lines=1)`."""
    timing = {key: more.pop(key) for key in tuple(more) if key in Timing.__dataclass_fields__}
    limits = {key: more.pop(key) for key in tuple(more) if key in Limits.__dataclass_fields__}
    network = IrcNetwork(
        NETWORK, "irc.example.org", rooms=(Room("#rdo", more.pop("room_mode", None)),), bots=("meetbot",), bridges=more.pop("bridges", ())
    )
    standard: dict[str, Any] = {"name": HELPER, "owner": "the operators", "networks": (network,), "mode": Mode.GENTLE}
    return Settings(**{**standard, "timing": replace(TIMING, **timing), "limits": replace(Limits(), **limits), **more})


def life(**timing: float) -> Life:
    return Life(replace(TIMING, **timing))


def expert(name: str = "carol", topics: tuple[str, ...] = ("repos",), **more: Any) -> Expert:
    """Somebody who offered to be asked, known by their account."""
    return Expert(name, (Identity(NETWORK, account=name),), topics, **more)


def helper(name: str = "carol") -> Person:
    """The person behind `expert(name)`."""
    return person(name, account=name)


TOPICS = (
    Topic("repos", ("repo", "repos"), fallback="packaging", places=("https://example.org/repos",)),
    Topic("packaging", ("spec file", "rpm"), fallback="community"),
    Topic("packstack", ("packstack", "answer file")),
    Topic("community", ("mailing list",), places=("https://example.org/community",)),
)


@cache
def phrases() -> Phrases:
    """The shipped sentences."""
    return load_knowledge(ROOT / "knowledge", "en", None)[0].phrases


def knowledge(*people: Expert, topics: tuple[Topic, ...] = TOPICS, **more: Any) -> Knowledge:
    return Knowledge(**{"topics": topics, "experts": people, "phrases": phrases(), **more})


def directory(*people: Expert, topics: tuple[Topic, ...] = TOPICS) -> Directory:
    return Directory.of(Knowledge(topics=topics, experts=people))


def small_plugins(known: Knowledge, house: Settings, sections: Mapping[str, Mapping[str, Any]] = {}) -> tuple[Plugin, ...]:
    """The plugins that need no entries, in the order of bot.yaml."""
    modules = {"commands": commands, "experts": experts, "greeting": greeting}
    return tuple(module.build(sections.get(name, {}), house, known) for name, module in modules.items())


def kernel(*people: Expert, plugins: tuple[Plugin, ...] | None = None, **more: Any) -> Kernel:
    """A kernel with these experts; without `plugins` with the small shipped ones. `more` goes to the settings."""
    house, known = settings(**more), knowledge(*people)
    return Kernel(house, known, small_plugins(known, house) if plugins is None else plugins)


@dataclass
class Chat:
    """A kernel and its memory: events in, lines out. `said` collects (seconds after the start, Say)."""

    kernel: Kernel = field(default_factory=kernel)
    memory: Memory = field(default_factory=memory)
    said: list[tuple[float, Say]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hear(Named(START, NETWORK, HELPER))

    def hear(self, *events: Event) -> list[str]:
        """The words said at each event, without the time that passes between them."""
        before = len(self.said)
        for event in events:
            self.take(self.kernel.handle(event, self.memory))
        return [" ".join(say.lines) for _, say in self.said[before:]]

    def says(self, text: str = QUESTION, by: Person = alice, at: float = 0.0, **more: Any) -> list[str]:
        """Let time pass up to a line, and say it. The words of the bot, from the time before on."""
        before = len(self.said)
        self.wait(at)
        self.hear(says(text, by, at, **more))
        return [" ".join(say.lines) for _, say in self.said[before:]]

    def wait(self, at: float) -> list[str]:
        """Let time pass up to `at` seconds after the start."""
        before = len(self.said)
        for turn in self.kernel.until(START + at, self.memory):
            self.take(turn)
        return [" ".join(say.lines) for _, say in self.said[before:]]

    def comes(self, somebody: Person, at: float = 0.0) -> list[str]:
        return self.hear(Joined(START + at, ROOM, somebody))

    def leaves(self, somebody: Person, at: float = 0.0) -> list[str]:
        return self.hear(Left(START + at, ROOM, somebody))

    def take(self, turn: Turn) -> None:
        assert turn.faults == (), turn.faults
        self.said.extend((turn.event.at - START, action) for action in turn.actions if isinstance(action, Say))
        for action in turn.actions:
            if isinstance(action, Verify):  # a network that knows no more of anybody than their lines say
                self.take(self.kernel.handle(replace(action.message, vouched=True), self.memory))

    @property
    def question(self) -> Question:
        """The newest question of the room."""
        return list(self.memory.questions(ROOM.key))[-1]

    @property
    def told(self) -> list[tuple[float, str]]:
        """Who was spoken to, and when."""
        return [(at, say.to.name if say.to else "") for at, say in self.said]


def chat(*people: Expert, here: Iterable[Person] = (), **more: Any) -> Chat:
    """A conversation with Alice, Bob and these experts, who have been here before, and with others who are `here` for the first time."""
    regulars = (alice, bob, *(helper(one.name) for one in people))
    return Chat(kernel(*people, **more), known(memory(here=(*regulars, *here)), *regulars))


def room_of(*people: Person, at: float = 0.0) -> Present:
    return Present(START + at, ROOM, people)
