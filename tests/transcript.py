"""Conversations as data (tests/conversations/README.md): reading them, and playing them through the kernel in simulated time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.core.actions import Say, Verify
from bot.core.events import Event, Joined, Left, Message, Named, Present
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Expert, Hours, Knowledge, Notify
from bot.core.memory import Memory
from bot.core.people import Identity, Person, Place
from bot.core.plugin import Plugin
from bot.core.records import Mark, Put
from bot.core.settings import Settings, TerminalNetwork, Timing
from bot.core.spans import seconds
from bot.load import load_knowledge
from bot.load.plugins import plugin_module

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "conversations"
HELPER = "helper"
ROOM = "#rdo"
START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC).timestamp()  # a Tuesday afternoon
PLUGINS: tuple[tuple[str, Mapping[str, Any]], ...] = (("commands", {}), ("faq", {}), ("experts", {}), ("greeting", {}))
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that the bot must say."""

    at: float
    to: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    private: bool

    def fits(self, to: str, text: str, private: bool) -> bool:
        """Whether a line with this addressee and these words is the expected one."""
        words = text.lower()
        return (
            to == self.to
            and private == self.private
            and all(part.lower() in words for part in self.has)
            and not any(part.lower() in words for part in self.lacks)
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What a person does: says a line, comes or goes."""

    at: float
    who: str
    what: str  # say | join | part
    text: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of a file."""

    name: str
    file: str
    journey: str
    start: float
    timing: Timing
    servers: bool
    experts: tuple[Mapping[str, Any], ...]
    present: tuple[str, ...]
    regulars: tuple[str, ...]
    deeds: tuple[Done, ...]
    expected: tuple[Expected, ...]
    end: float


def conversations() -> list[Conversation]:
    """All conversations of the folder, in order of file and place."""
    return [_read(path.name, one) for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(path.read_text())]


def _read(file: str, data: Mapping[str, Any]) -> Conversation:
    deeds, expected, end = [], [], 0.0
    for step in data["script"]:
        at = _time(step["at"])
        end = max(end, at)
        (what, value), *_ = ((k, v) for k, v in step.items() if k not in ("at", "private"))
        if what == HELPER:
            expected.append(
                Expected(at, value["to"], tuple(value.get("has", ())), tuple(value.get("lacks", ())), bool(value.get("private", False)))
            )
        elif what in ("join", "part"):
            deeds.append(Done(at, value, what))
        elif what != "end":
            deeds.append(Done(at, what, "say", value, bool(step.get("private", False))))
    start = data.get("start")
    return Conversation(
        name=data["name"],
        file=file,
        journey=data.get("journey", ""),
        start=start.timestamp() if start else START,
        timing=replace(Timing(), **{key: _time(value) for key, value in data.get("timing", {}).items()}),
        servers=bool(data.get("servers", True)),
        experts=tuple(data.get("experts", ())),
        present=tuple(data.get("present", ())),
        regulars=tuple(data.get("regulars", ())),
        deeds=tuple(deeds),
        expected=tuple(expected),
        end=end,
    )


def _time(text: Any) -> float:
    length = seconds(str(text))
    if length is None:
        raise ValueError(f"not a length of time: {text!r}")
    return length


def experts(conversation: Conversation, network: str, what: str) -> tuple[Expert, ...]:
    """Its experts, named on this network by `what` (nick where a network has no accounts, else account)."""
    return tuple(
        Expert(
            name=one["name"],
            identities=(Identity(network, **{what: one["name"]}),),
            topics=tuple(one["topics"]),
            hours=_hours(one["hours"]) if "hours" in one else None,
            notify=Notify(one.get("notify", "here")),
        )
        for one in conversation.experts
    )


def _hours(data: Mapping[str, str]) -> Hours:
    first, last = (DAYS.index(day) for day in data["days"].split("-"))
    start, end = (int(hour) * 60 + int(minute) for hour, minute in (data[k].split(":") for k in ("from", "to")))
    return Hours(data["zone"], frozenset(range(first, last + 1)), start, end)


@cache
def shipped() -> Knowledge:
    """The knowledge folder of the checkout, without its sample experts."""
    knowledge, _ = load_knowledge(ROOT / "knowledge", "en", None)
    return replace(knowledge, experts=())


@cache
def faq() -> Plugin:
    """The FAQ plugin over the shipped knowledge: building it measures the whole folder, so once is enough."""
    return plugin_module("faq").build({}, terminal_settings(Timing()), shipped())


def all_plugins(settings: Settings, knowledge: Knowledge) -> tuple[Plugin, ...]:
    """All plugins in their order, for the shipped entries and whatever experts there are."""
    return tuple(faq() if name == "faq" else plugin_module(name).build(section, settings, knowledge) for name, section in settings.plugins)


def terminal_settings(timing: Timing) -> Settings:
    """Settings with one terminal network and all plugins."""
    return Settings(HELPER, "the operators", (TerminalNetwork("terminal"),), timing=timing, plugins=PLUGINS)


@dataclass
class Player:
    """Plays one conversation through the kernel. What is said is collected with its time."""

    kernel: Kernel
    memory: Memory
    start: float
    network: str = "terminal"
    said: list[tuple[float, Say]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.network, ROOM)

    def person(self, nick: str) -> Person:
        return Person(self.network, nick.lower(), nick, host=f"{nick}@example.org")

    def see(self, event: Event) -> None:
        self.take(self.kernel.handle(event, self.memory))

    def take(self, turn: Turn) -> None:
        assert turn.faults == (), turn.faults
        self.turns.append(turn)
        at = turn.event.at - self.start
        self.said.extend((at, action) for action in turn.actions if isinstance(action, Say))
        for action in turn.actions:
            if isinstance(action, Verify):
                self.see(replace(action.message, vouched=True))

    def until(self, at: float) -> None:
        for turn in self.kernel.until(self.start + at, self.memory):
            self.take(turn)

    def do(self, deed: Done) -> None:
        """Let time pass up to a deed, and do it. Whoever speaks and is not there comes in first."""
        self.until(deed.at)
        at, person = self.start + deed.at, self.person(deed.who)
        if deed.what == "part":
            self.see(Left(at, self.place, person))
            return
        if self.memory.present(self.place, person.id) is None:
            self.see(Joined(at, self.place, person))
        if deed.what == "say":
            place = Place(self.network, person.id, direct=True) if deed.private else self.place
            self.see(Message(at, place, person, deed.text))

    def lines(self) -> Iterator[tuple[float, str, str, bool]]:
        """What was said: when, to whom, the words, whether in private."""
        for at, say in self.said:
            to = say.place.room if say.place.direct else say.to.name if say.to else ""
            yield at, to, " ".join(say.lines), say.place.direct


def play(conversation: Conversation) -> Player:
    """Play the whole conversation through a kernel with the shipped knowledge."""
    settings = terminal_settings(conversation.timing)
    knowledge = replace(shipped(), experts=experts(conversation, "terminal", "nick"))
    kernel = Kernel(settings, knowledge, all_plugins(settings, knowledge))
    player = Player(kernel, Memory(b"k" * 32), conversation.start)
    player.memory.apply(Put(Mark("spoke", player.memory.hash(f"terminal:{nick}"), conversation.start)) for nick in conversation.regulars)
    player.see(Named(conversation.start, "terminal", HELPER))
    here = tuple(player.person(nick) for nick in conversation.present)
    player.see(Present(conversation.start, player.place, here))
    for deed in conversation.deeds:
        player.do(deed)
    player.until(conversation.end)
    return player


def misses(conversation: Conversation, lines: list[tuple[float, str, str, bool]], tolerance: float) -> list[str]:
    """What differs between the expected and the said lines, in words."""
    wrong = []
    for index in range(max(len(conversation.expected), len(lines))):
        want = conversation.expected[index] if index < len(conversation.expected) else None
        got = lines[index] if index < len(lines) else None
        fits = want and got and want.fits(*got[1:]) and abs(want.at - got[0]) <= tolerance
        if not fits:
            wrong.append(f"expected {want}\n     got {got}")
    return wrong
