"""Conversations as data (tests/conversations/README.md): reading them, and playing them through the kernel in simulated time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.core.actions import Decide, Say, Verify, WriteDraft
from bot.core.events import Delivered, Edited, Event, Joined, Left, Message, Named, Present, Reacted, Removed, Renamed, Tick, Typing
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Expert, Hours, Knowledge, Notify
from bot.core.memory import Memory
from bot.core.people import Identity, Person, Place
from bot.core.plugin import Plugin
from bot.core.records import Mark, Put
from bot.core.settings import MatrixNetwork, Mode, Room, Settings, TerminalNetwork, Timing
from bot.core.spans import seconds
from bot.load import load_knowledge
from bot.load.plugins import plugin_module
from plugins.faq import Faq, assembled, build

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "conversations"
HELPER = "helper"
ROOM = "#rdo"
START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC).timestamp()  # a Tuesday afternoon
CONTROL = "#helpers"
INVITE_AFTER = 120.0  # seconds
PLUGINS: tuple[tuple[str, Mapping[str, Any]], ...] = tuple(
    (name, {"invite_after": INVITE_AFTER} if name == "followup" else {})
    for name in ("commands", "faq", "experts", "greeting", "followup", "writeup", "digest")
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NETWORKS = ("irc", "matrix")  # kinds of networks that a conversation is played on
Line = tuple[float, str, str, str]  # what was said: simulated time, to whom, words, where (room | private | control)
ALSO = frozenset(  # keys of a step that say more of its deed
    {"at", "private", "control", "host", "was", "text", "sign", "to", "reply", "thread", "mentions"}
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that the bot must say."""

    at: float
    to: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    where: str  # room | private | control

    @property
    def private(self) -> bool:
        return self.where == "private"

    def fits(self, to: str, text: str, where: str) -> bool:
        """Whether a line with this addressee and these words is the expected one."""
        words = text.lower()
        return (
            to == self.to
            and where == self.where
            and all(part.lower() in words for part in self.has)
            and not any(part.lower() in words for part in self.lacks)
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What a person does: says a line, comes or goes; and what only some networks have.

    `target` is the line that is meant, by its words, or `helper` for the bot's last one.
    """

    at: float
    who: str
    what: str  # say | join | part | nick | daily | edit | remove | react | typing
    text: str = ""
    private: bool = False
    control: bool = False  # said in the control room
    host: str = ""  # of somebody else under this nick, who joins
    target: str = ""  # of an edit, a removal, a sign; of a line: what it replies to
    thread: str = ""  # the line that the thread of this one began with
    sign: str = ""
    names: tuple[str, ...] = ()  # people: whom the line mentions, or who is typing


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of a file."""

    name: str
    file: str
    journey: str
    start: float
    timing: Timing
    servers: bool
    networks: tuple[str, ...]  # kinds: those that have what it is about
    experts: tuple[Mapping[str, Any], ...]
    present: tuple[str, ...]
    regulars: tuple[str, ...]
    maintainers: tuple[str, ...]
    control_room: bool
    mode: Mode
    deeds: tuple[Done, ...]
    expected: tuple[Expected, ...]
    end: float

    @property
    def people(self) -> frozenset[str]:
        """Everybody who has a part in it."""
        deeds = {deed.who for deed in self.deeds} | {deed.text for deed in self.deeds if deed.what == "nick"}
        named = {one["name"] for one in self.experts} | {line.to for line in self.expected}
        return frozenset((deeds | named | {*self.present, *self.maintainers}) - {""})

    @property
    def plain(self) -> bool:
        """Whether one room and people who come and go are all that it needs."""
        beyond = ("nick", "daily")
        rooms = self.mode is Mode.GENTLE and not self.control_room
        return rooms and not self.maintainers and not any(d.what in beyond or d.host or d.control for d in self.deeds)


def conversations() -> list[Conversation]:
    """All conversations of the folder, in order of file and place."""
    return [_read(path.name, one) for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(path.read_text())]


def _read(file: str, data: Mapping[str, Any]) -> Conversation:
    deeds, expected, end = [], [], 0.0
    for step in data["script"]:
        at = _time(step["at"])
        end = max(end, at)
        (what, value), *_ = ((k, v) for k, v in step.items() if k not in ALSO)
        if what == HELPER:
            expected.append(Expected(at, value["to"], tuple(value.get("has", ())), tuple(value.get("lacks", ())), _where(value)))
        elif what != "end":
            deeds.append(_deed(at, what, value, step))
    start = data.get("start")
    return Conversation(
        name=data["name"],
        file=file,
        journey=data.get("journey", ""),
        start=start.timestamp() if start else START,
        timing=replace(Timing(), **{key: _time(value) for key, value in data.get("timing", {}).items()}),
        servers=bool(data.get("servers", True)),
        networks=tuple(data.get("networks", NETWORKS)),
        experts=tuple(data.get("experts", ())),
        present=tuple(data.get("present", ())),
        regulars=tuple(data.get("regulars", ())),
        maintainers=tuple(data.get("maintainers", ())),
        control_room=bool(data.get("control_room", False)),
        mode=Mode(data.get("mode", Mode.GENTLE)),
        deeds=tuple(deeds),
        expected=tuple(expected),
        end=end,
    )


def _where(value: Mapping[str, Any]) -> str:
    """Where a line is said."""
    return "private" if value.get("private") else "control" if value.get("control") else "room"


def _deed(at: float, what: str, value: Any, step: Mapping[str, Any]) -> Done:
    """One step that is not the bot's."""
    match what:
        case "join" | "part" | "nick" | "daily":
            return Done(at, "" if what == "daily" else value, what, step.get("to", ""), host=step.get("host", ""))
        case "typing":
            return Done(at, "", what, names=tuple(value))
        case "edit":
            return Done(at, value, what, step["text"], target=step["was"])
        case "remove":
            return Done(at, value, what, target=step["was"])
        case "react":
            return Done(at, value, what, target=step["to"], sign=step["sign"])
    more = {"target": step.get("reply", ""), "thread": step.get("thread", ""), "names": tuple(step.get("mentions", ()))}
    return Done(at, what, "say", value, bool(step.get("private", False)), bool(step.get("control", False)), **more)


def _time(text: Any) -> float:
    length = seconds(str(text))
    if length is None:
        raise ValueError(f"not a length of time: {text!r}")
    return length


def experts(conversation: Conversation, network: str, what: str) -> tuple[Expert, ...]:
    """Its experts, named on this network by `what` (nick where a network has no accounts, else account; id on Matrix)."""
    return tuple(
        Expert(
            name=one["name"],
            identities=(Identity(network, **{what: mxid(one["name"]) if what == "id" else one["name"]}),),
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
def faq() -> Faq:
    """The FAQ plugin over the shipped knowledge: building it measures the whole folder, so once is enough."""
    return build({}, terminal_settings(Timing()), shipped())


def all_plugins(settings: Settings, knowledge: Knowledge) -> tuple[Plugin, ...]:
    """All plugins in their order, for the shipped entries and whatever experts there are."""
    measured = faq().matcher, faq().sureness
    return tuple(
        assembled(*measured, settings, knowledge) if name == "faq" else plugin_module(name).build(section, settings, knowledge)
        for name, section in settings.plugins
    )


def terminal_settings(timing: Timing) -> Settings:
    """Settings with one terminal network and all plugins."""
    network = TerminalNetwork("terminal", rooms=(Room(ROOM), Room(CONTROL, Mode.ASKED, reports=True)))
    return Settings(HELPER, "the operators", (network,), timing=timing, plugins=PLUGINS)


def mxid(nick: str) -> str:
    return f"@{nick.lower()}:example.org"


def matrix_settings(timing: Timing) -> Settings:
    """Settings with one Matrix network and all plugins."""
    network = MatrixNetwork("matrix", "https://example.org", mxid(HELPER), rooms=(Room(ROOM), Room(CONTROL, Mode.ASKED, reports=True)))
    return Settings(HELPER, "the operators", (network,), timing=timing, plugins=PLUGINS)


@dataclass
class Irc:
    """A network without ids, where it is told who is in a room."""

    network: str = "terminal"

    @property
    def place(self) -> Place:
        return Place(self.network, ROOM)

    def maintainer(self, nick: str) -> Identity:
        return Identity(self.network, hostmask=f"{nick}!{nick}@example.org")

    def person(self, nick: str, host: str = "") -> Person:
        return Person(self.network, nick.lower(), nick, host=host or f"{nick}@example.org")

    def nick(self, person_id: str) -> str:
        return person_id

    def opening(self, at: float, present: Iterable[str]) -> tuple[Event, ...]:
        """We are on the network and in the room, with these people."""
        here = Present(at, self.place, tuple(map(self.person, present)))
        return Named(at, self.network, HELPER), here, Present(at, Place(self.network, CONTROL), ())

    def deed(self, deed: Done, at: float, place: Place) -> Event:
        """What the network reports of what somebody does in a place."""
        assert deed.what == "say", f"people cannot {deed.what} on {self.network}"
        return Message(at, place, self.person(deed.who), deed.text)

    def delivered(self, say: Say, at: float) -> tuple[Event, ...]:  # noqa: ARG002 - no line has an id
        """What the network reports of a line of the bot's."""
        return ()


@dataclass
class Matrix:
    """A network where every line has an id, and of nobody but experts it is told whether they are in a room."""

    watched: frozenset[str]
    network: str = "matrix"
    ids: dict[str, str] = field(default_factory=dict)  # words, or `helper` -> id of the line that said them last
    events: int = 0  # ids given out so far

    @property
    def place(self) -> Place:
        return Place(self.network, ROOM)

    def maintainer(self, nick: str) -> Identity:
        return Identity(self.network, id=mxid(nick))

    def person(self, nick: str, host: str = "") -> Person:
        assert not host, "nobody else has the same ID"
        return Person(self.network, mxid(nick), nick, account=mxid(nick))

    def nick(self, person_id: str) -> str:
        return person_id[1:].partition(":")[0]

    def opening(self, at: float, present: Iterable[str]) -> tuple[Event, ...]:
        known = tuple(self.person(nick) for nick in present if nick in self.watched)
        named, here = Named(at, self.network, HELPER, (mxid(HELPER), HELPER)), Present(at, self.place, known, complete=False)
        return named, here, Present(at, Place(self.network, CONTROL), (), complete=False)

    def deed(self, deed: Done, at: float, place: Place) -> Event:
        person, target, id_ = self.person(deed.who), self.ids[deed.target] if deed.target else None, self._new_id()
        match deed.what:
            case "typing":
                return Typing(at, place, tuple(map(mxid, deed.names)))
            case "edit":
                self.ids[deed.text] = target or ""
                return Edited(at, place, person, target or "", deed.text, id_, sent=at)
            case "remove":
                return Removed(at, place, target or "", id_)
            case "react":
                return Reacted(at, place, person, target or "", deed.sign, id_, sent=at)
        self.ids[deed.text] = id_
        thread = self.ids[deed.thread] if deed.thread else None
        return Message(at, place, person, deed.text, id_, at, target, thread, mentions=tuple(map(mxid, deed.names)))

    def delivered(self, say: Say, at: float) -> tuple[Event, ...]:
        id_ = self._new_id()
        if not say.place.direct:
            self.ids[HELPER] = id_
        return (Delivered(at, say.place, say.key, id_),)

    def _new_id(self) -> str:
        self.events += 1
        return f"${self.events}"


@dataclass
class Player:
    """Plays one conversation through the kernel. What is said is collected with its time."""

    kernel: Kernel
    memory: Memory
    start: float
    world: Irc | Matrix
    said: list[tuple[float, Say]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    here: set[str] = field(default_factory=set)  # who is in the room
    hosts: dict[str, str] = field(default_factory=dict)  # of those who have another than their nick says

    def begin(self, present: Iterable[str]) -> None:
        self.here.update(present)
        for event in self.world.opening(self.start, present):
            self.see(event)

    def see(self, event: Event) -> None:
        self.take(self.kernel.handle(event, self.memory))

    def take(self, turn: Turn) -> None:
        assert turn.faults == (), turn.faults
        self.turns.append(turn)
        says = [action for action in turn.actions if isinstance(action, Say)]
        self.said.extend((turn.event.at - self.start, say) for say in says)
        for say in says:
            for event in self.world.delivered(say, turn.event.at):
                self.see(event)
        for action in turn.actions:
            if isinstance(action, Verify):
                self.see(replace(action.message, vouched=True))
            elif isinstance(action, WriteDraft | Decide):
                self.file(action, turn.event.at)

    def file(self, order: WriteDraft | Decide, at: float) -> None:
        """What the shell makes of drafts, without files: they are known at once, and the outcome is told."""
        settings, before = self.kernel.settings, self.kernel.knowledge
        if isinstance(order, WriteDraft):
            drafts, key, number = (*before.drafts, order.draft), "drafts.written", order.draft.number
        else:
            drafts, number = tuple(one for one in before.drafts if one.number != order.number), order.number
            key = "drafts.accepted" if order.accept else "drafts.rejected"
        knowledge = replace(before, drafts=drafts)
        self.kernel = Kernel(settings, knowledge, all_plugins(settings, knowledge))
        words = before.phrases.say(key, "", number=str(number), entry="an-entry", file="faq/a.yaml")
        if not (isinstance(order, WriteDraft) and order.draft.kind == "writeup"):
            self.say(Say(f"shell.{at}", order.place, (words,), order.to), at)

    def say(self, say: Say, at: float) -> None:
        self.said.append((at - self.start, say))
        for event in self.world.delivered(say, at):
            self.see(event)

    def until(self, at: float) -> None:
        for turn in self.kernel.until(self.start + at, self.memory):
            self.take(turn)

    def do(self, deed: Done) -> None:
        """Let time pass up to a deed, and do it. Whoever speaks and is not there comes in first."""
        self.until(deed.at)
        at, room = self.start + deed.at, self.world.place
        if deed.what == "daily":
            self.see(Tick(at, daily=True))
            return
        if deed.host:
            self.hosts[deed.who] = deed.host
        person = self.world.person(deed.who, self.hosts.get(deed.who, ""))
        if deed.what == "nick":
            self._renamed(deed, person)
        elif deed.what == "part":
            self.hosts.pop(deed.who, None)
            self.here.discard(deed.who)
            self.see(Left(at, room, person))
        elif deed.control:
            self.see(self.world.deed(deed, at, Place(room.network, CONTROL)))
        else:
            self._does(deed, at, person)

    def _does(self, deed: Done, at: float, person: Person) -> None:
        room = self.world.place
        if deed.who and deed.who not in self.here:
            self.here.add(deed.who)
            self.see(Joined(at, room, person))
        if deed.what != "join":
            event = self.world.deed(deed, at, Place(room.network, person.id, direct=True) if deed.private else room)
            self.see(replace(event, sender=person) if isinstance(event, Message) else event)

    def _renamed(self, deed: Done, person: Person) -> None:
        """They are the same person, from the same host."""
        self.hosts[deed.text] = person.host or ""
        self.here.discard(deed.who)
        self.here.add(deed.text)
        self.see(Renamed(self.start + deed.at, person, self.world.person(deed.text, self.hosts[deed.text])))

    def lines(self) -> Iterator[Line]:
        """What was said: when, to whom, the words, and where."""
        for at, say in self.said:
            to = self.world.nick(say.place.room) if say.place.direct else say.to.name if say.to else ""
            yield at, to, " ".join(say.lines), "private" if say.place.direct else "control" if say.place.room == CONTROL else "room"


def play(conversation: Conversation, network: str = "irc") -> Player:
    """Play the whole conversation through a kernel with the shipped knowledge, as on a kind of network."""
    matrix = network == "matrix"
    settings = (matrix_settings if matrix else terminal_settings)(conversation.timing)
    world = Matrix(frozenset(one["name"] for one in conversation.experts)) if matrix else Irc()
    name = world.network
    settings = replace(
        settings,
        maintainers=tuple(map(world.maintainer, conversation.maintainers)),
        control_room=Place(name, CONTROL) if conversation.control_room else None,
        mode=conversation.mode,
    )
    knowledge = replace(shipped(), experts=experts(conversation, name, "id" if matrix else "nick"))
    kernel = Kernel(settings, knowledge, all_plugins(settings, knowledge))
    memory = Memory(b"k" * 32)
    player = Player(kernel, memory, conversation.start, world)
    memory.apply(Put(Mark("spoke", memory.hash(world.person(nick).identity), conversation.start)) for nick in conversation.regulars)
    player.begin(conversation.present)
    for deed in conversation.deeds:
        player.do(deed)
    player.until(conversation.end)
    return player


def misses(conversation: Conversation, lines: Sequence[Line], tolerance: float) -> list[str]:
    """What differs between the expected and the said lines, in words."""
    wrong = []
    for index in range(max(len(conversation.expected), len(lines))):
        want = conversation.expected[index] if index < len(conversation.expected) else None
        got = lines[index] if index < len(lines) else None
        fits = want and got and want.fits(*got[1:]) and abs(want.at - got[0]) <= tolerance
        if not fits:
            wrong.append(f"expected {want}\n     got {got}")
    return wrong
