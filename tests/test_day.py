"""A day in a busy room, compressed: server lines through the protocol and the kernel, by the clock of the simulation.

40 people talk, ask, come, go, change nicks and are split off; what the bot says comes back to it as an echo. Nothing fails,
nothing that passes grows with time, and the bot is a polite guest.
"""

import gc
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.core.actions import Say
from bot.core.events import Split
from bot.core.kernel import Kernel, Turn
from bot.core.memory import RECENT_IDS, Memory
from bot.core.passing import SEEN_NAMES
from bot.core.records import DAY, HOUR
from bot.core.settings import IrcNetwork, Room, Settings
from tests.servers.script import NOON, Script, joined
from tests.transcript import HELPER, PLUGINS, all_plugins, shipped

LINES = 50_000
PEOPLE = 40
ASKS = 0.004  # of the lines: 200 questions a day
MOVES = 0.02  # of the lines: joins, parts, quits, nicks
SPLIT_EVERY = 4 * HOUR
GROWTH = 8_000  # blocks of memory that the second half of the day may add: marks of new people, records of what was said
PER_HOUR = 6  # unprompted lines, as limits.unprompted_per_hour has it


class Crowd:
    """The people: who is in the room, and what the server tells of them next."""

    def __init__(self) -> None:
        self.chance = random.Random(40)  # noqa: S311 -- the same day every time
        self.here = [f"p{number}" for number in range(PEOPLE)]
        self.away: list[str] = []
        self.number = 0

    def names(self) -> str:
        return " ".join([*(self._mask(nick) for nick in self.here), "helper!helper@bot.host"])

    def next(self, at: float) -> str:
        self.number += 1
        dice = self.chance.random()
        if dice < MOVES:
            return self._moves()
        asks = dice < MOVES + ASKS
        text = self.chance.choice(self.chance.choice(shipped().entries).phrasings if asks else shipped().chatter)
        stamp = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return f"@msgid=m{self.number};time={stamp} :{self._mask(self.chance.choice(self.here))} PRIVMSG #rdo :{text}"

    def split(self) -> Iterator[str]:
        """A third of them are gone at once."""
        for nick in self.here[: PEOPLE // 3]:
            yield f":{self._mask(nick)} QUIT :hub.example.org leaf.example.org"

    def heal(self) -> Iterator[str]:
        for nick in self.here[: PEOPLE // 3]:
            yield f":{self._mask(nick)} JOIN #rdo * :{nick}"

    def _moves(self) -> str:
        what = self.chance.choice(("JOIN", "PART", "NICK", "QUIT"))
        if what == "JOIN" or len(self.here) < PEOPLE:
            nick = self.away.pop(0) if self.away else f"n{self.number}"
            self.here.append(nick)
            return f":{self._mask(nick)} JOIN #rdo * :{nick}"
        nick = self.here.pop(self.chance.randrange(len(self.here)))
        if what == "NICK":
            self.here.append(f"{nick.partition('|')[0]}|{self.number}")
            return f":{self._mask(nick)} NICK {self.here[-1]}"
        self.away.append(nick)
        return f":{self._mask(nick)} PART #rdo :bye" if what == "PART" else f":{self._mask(nick)} QUIT :bye"

    def _mask(self, nick: str) -> str:
        return f"{nick}!u@{nick.partition('|')[0]}.example.org"


class House:
    """Protocol and kernel, and what came of it."""

    def __init__(self, crowd: Crowd) -> None:
        settings = Settings(HELPER, "the ops", (IrcNetwork("oftc", "irc.test", rooms=(Room("#rdo"),)),), plugins=PLUGINS)
        self.kernel = Kernel(settings, shipped(), all_plugins(settings, shipped()))
        self.memory = Memory(b"k" * 32)
        self.script: Script = joined(crowd.names())
        self.hours: Counter[int] = Counter()  # unprompted lines
        self.splits = 0
        self.hear(f":s 353 helper = #rdo :{crowd.names()}", ":s 366 helper #rdo :x", ":s 315 helper #rdo :x")

    def hear(self, *lines: str) -> None:
        self.script.server(*lines)
        self.think()

    def think(self) -> None:
        """Hand on what the protocol has heard, until nothing more comes of it."""
        while events := self.script.heard():
            for event in events:
                self.splits += isinstance(event, Split)
                self.take(self.kernel.handle(event, self.memory))

    def until(self, at: float) -> None:
        for turn in self.kernel.until(at, self.memory):
            self.take(turn)
        self.script.wait(at - self.script.at)
        self.think()
        self.script.sent()

    def take(self, turn: Turn) -> None:
        assert turn.faults == ()
        for say in turn.actions:
            assert isinstance(say, Say)
            assert not say.prompted, f"nobody spoke to it: {turn.event}"
            self.hours[int(turn.event.at // HOUR)] += 1
            lines = self.script.wire.lines_for(say)
            self.script.wire.wrote(say, len(lines), self.script.at)
            echoes = (line[line.index("PRIVMSG") :] for line in lines)
            self.script.server(*(f":helper!helper@bot.host {echo}" for echo in echoes))

    def sizes(self) -> dict[str, int]:
        """Everything that passes and is not bounded by a number of its own."""
        places, state = self.memory.places, self.script.wire.state
        return {
            "people on the server": len(state.users),
            "channels": len(state.channels),
            "places": len(places),
            "people": sum(len(place.people) for place in places.values()),
            "typing": sum(len(place.typing) for place in places.values()),
            "greetings": sum(len(place.hellos) for place in places.values()),
        }


@pytest.mark.slow
def test_a_day_of_traffic_leaves_nothing_behind(caplog: pytest.LogCaptureFixture) -> None:
    crowd = Crowd()
    house = House(crowd)
    blocks: list[int] = []
    for number in range(LINES):
        at = NOON + number * DAY / LINES
        if at // SPLIT_EVERY != (at + DAY / LINES) // SPLIT_EVERY:
            house.hear(*crowd.split())
            house.until(at + 30.0)
            house.hear(*crowd.heal())
        house.until(max(at, house.script.at))
        house.hear(crowd.next(house.script.at))
        if number in (LINES // 2, LINES - 1):
            gc.collect()
            blocks.append(sys.getallocatedblocks())
    sizes = house.sizes()
    assert house.script.fault is None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert {state.nickname for state in house.script.wire.state.users.values()} == {*crowd.here, "helper"}
    assert set(house.memory.places["oftc/#rdo"].people) == {nick.lower() for nick in (*crowd.here, "helper")}
    assert all(size <= 3 * PEOPLE for size in sizes.values()), sizes
    assert len(house.memory.ids) <= RECENT_IDS
    assert all(len(place.names) <= SEEN_NAMES for place in house.memory.places.values())
    assert blocks[1] - blocks[0] < GROWTH, blocks
    assert house.splits == DAY / SPLIT_EVERY
    assert max(house.hours.values()) <= PER_HOUR
    assert house.hours, "200 questions, and none that nobody answered?"
