"""What a line costs, as multiples of the least that any bot in Python could spend on it: `make bench`.

The floor is one asyncio protocol that cuts bytes into lines and looks each up in a dictionary. Both sides get the same bytes in the
same chunks, without a network between; time is processor time, the least of some rounds that take turns. Numbers differ from machine
to machine, the ratios hardly do. Nothing is asserted here. Matrix is in bench_matrix.py.
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process
from typing_extensions import override

from bot.core.actions import Say
from bot.core.kernel import Kernel
from bot.core.memory import Memory
from bot.core.settings import IrcNetwork, Limits, Room, Settings
from plugins.faq.matcher import Matcher
from tests import bench_matrix
from tests.servers.script import NOON, Script, welcomed
from tests.transcript import HELPER, PLUGINS, all_plugins, shipped

CHATTER, ANSWERS, TEXTS = 10_000, 1_000, 300
ROUNDS = 3
CHUNK = 20  # lines that come in one read
EVERY = 1.7  # seconds between lines: 50,000 a day
PEOPLE = [f"p{number}" for number in range(40)]
ROW = "{:<46}{:>12}{:>18}{:>10}"


class Floor(asyncio.Protocol):
    """The least: no decoding but of what is looked up, no state, no decision."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self.answers, self.rest, self.written = answers, b"", 0

    @override
    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\r\n")
        for line in lines:
            _, _, text = line.partition(b" :")
            answer = self.answers.get(text)
            if answer is not None:
                self.written += len(b"PRIVMSG #rdo :" + answer + b"\r\n")


class House:
    """Protocol and kernel, from bytes to lines."""

    def __init__(self) -> None:
        limits = Limits(unprompted_per_hour=10**6, commands_per_minute=10**6)
        network = IrcNetwork("oftc", "irc.test", rooms=(Room("#rdo"),))
        settings = Settings(HELPER, "the ops", (network,), limits=limits, plugins=PLUGINS)
        self.kernel, self.memory = Kernel(settings, shipped(), all_plugins(settings, shipped())), Memory(b"k" * 32)
        self.at, self.said = NOON, 0
        names = " ".join(f"{nick}!u@{nick}.example.org" for nick in [*PEOPLE, "helper"])
        script = welcomed(Script())
        script.server(":helper!u@h JOIN #rdo", f":s 353 helper = #rdo :{names}", ":s 366 helper #rdo :x", ":s 315 helper #rdo :x")
        self.wire = script.wire
        self._act(script.heard())

    def data_received(self, data: bytes) -> None:
        self.at += EVERY * CHUNK
        self._act(self.wire.tick(self.at).events)
        for turn in self.kernel.until(self.at, self.memory):
            self._say(turn.actions)
        self._act(self.wire.receive(data, self.at).events)

    def _act(self, events: Sequence[object]) -> None:
        for event in events:
            self._say(self.kernel.handle(event, self.memory).actions)  # type: ignore[arg-type]

    def _say(self, actions: Sequence[object]) -> None:
        for action in actions:
            if isinstance(action, Say):
                self.said += len(self.wire.lines_for(action))


def spent(work: Callable[[], object]) -> float:
    """Seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def chunks(texts: Sequence[str], chance: random.Random) -> list[bytes]:
    """The texts as lines of a server, each said by anybody."""
    lines = []
    for text in texts:
        nick = chance.choice(PEOPLE)
        lines.append(f":{nick}!u@{nick}.example.org PRIVMSG #rdo :{text}\r\n".encode())
    return [b"".join(lines[start : start + CHUNK]) for start in range(0, len(lines), CHUNK)]


class Protocol(House):
    """The protocol alone: bytes to events."""

    @override
    def data_received(self, data: bytes) -> None:
        self.at += EVERY * CHUNK
        self.wire.tick(self.at)
        self.wire.receive(data, self.at)


def feed(reader: Floor | House, data: Sequence[bytes]) -> None:
    for chunk in data:
        reader.data_received(chunk)


def row(name: str, seconds: float, lines: int, floor: float) -> None:
    print(ROW.format(name, f"{seconds / lines * 1e6:,.1f} µs", f"{lines / seconds:,.0f}", f"{seconds / floor:,.1f}"))


def compare(name: str, texts: Sequence[str], answers: dict[bytes, bytes]) -> None:
    data = chunks(texts, random.Random(2))  # noqa: S311
    floors, wires, houses, said = [], [], [], 0
    for _ in range(ROUNDS):
        floor, wire, house = Floor(answers), Protocol(), House()
        floors.append(spent(lambda: feed(floor, data)))  # noqa: B023 -- called at once
        wires.append(spent(lambda: feed(wire, data)))  # noqa: B023
        houses.append(spent(lambda: feed(house, data)))  # noqa: B023
        said = house.said
    row(f"{name}: the floor, one protocol and a dict", min(floors), len(texts), min(floors))
    row(f"{name}: the protocol, bytes to events", min(wires), len(texts), min(floors))
    row(f"{name}: protocol and kernel, {said} lines said", min(houses), len(texts), min(floors))


def matching(texts: Sequence[str]) -> None:
    knowledge = shipped()
    matcher = Matcher.of(knowledge)
    phrasings = [phrasing for entry in knowledge.entries for phrasing in (entry.question, *entry.phrasings)]
    scans, matches = [], []
    for _ in range(ROUNDS):
        scans.append(spent(lambda: [process.extractOne(text, phrasings, scorer=fuzz.token_set_ratio) for text in texts]))
        matches.append(spent(lambda: [matcher.match(text) for text in texts]))
    row(f"matching: token_set over {len(phrasings)} phrasings", min(scans), len(texts), min(scans))
    row("matching: the FAQ plugin's matcher", min(matches), len(texts), min(scans))


def main() -> None:
    chance = random.Random(1)  # noqa: S311 -- the same lines every time
    knowledge = shipped()
    talk = chance.choices(knowledge.chatter, k=CHATTER)
    asked = [chance.choice(chance.choice(knowledge.entries).phrasings) for _ in range(ANSWERS)]
    spoken = [f"{HELPER}: {text}" for text in asked]
    print(ROW.format("", "CPU a line", "lines a second", "x floor"))
    compare("chatter", talk, {})
    compare("answers", spoken, {text.encode(): b"an answer" for text in spoken})
    matching(asked[:TEXTS])
    print()
    bench_matrix.main()


if __name__ == "__main__":
    main()
