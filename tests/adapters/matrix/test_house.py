"""Out of rooms and back into them, as far as no homeserver is needed to see it."""

import random
from pathlib import Path

import pytest

from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.sync import Departure
from bot.adapters.matrix.timings import DEFAULT
from bot.core.events import Event, Gone
from bot.core.people import Place
from bot.core.settings import MatrixNetwork, Room

ME, OP, ROOM, NAME = "@bot:hs", "@op:hs", "!room:hs", "#rdo:hs"
SETTINGS = MatrixNetwork("net", "https://hs", ME, password="x", rooms=(Room(NAME),))


class Outside:
    """An adapter that is in its room, with a clock that is set by hand."""

    def __init__(self, folder: Path) -> None:
        self.now = 1e9
        self.heard: list[Event] = []
        self.told: list[str] = []
        chance = random.Random(1)  # noqa: S311 - dice
        self.adapter = MatrixAdapter(SETTINGS, "Patience", folder, lambda: self.now, chance, self.told.append, None, frozenset[str])
        self.adapter.inbox = self.hear
        self.adapter.rooms.called(ROOM, NAME)
        self.adapter.rooms.entered(ROOM)

    async def hear(self, event: Event) -> None:
        self.heard.append(event)

    async def leaves(self, sender: str = OP, membership: str = "leave", reason: str = "") -> float | None:
        """Seconds until we try to come in again."""
        before = self.adapter.errands.due_at
        await self.adapter.house.left(Departure(ROOM, sender, membership, reason))
        due_at = self.adapter.errands.due_at
        return None if due_at is None or due_at == before else due_at - self.now


async def test_who_removed_us_and_why_is_told(tmp_path: Path) -> None:
    outside = Outside(tmp_path)
    await outside.leaves(reason="too chatty")
    why = "removed by @op:hs (too chatty)"
    assert outside.heard == [Gone(1e9, "net", Place("net", NAME), why)]
    assert outside.told == [f"net: {NAME}: {why}"]


async def test_after_a_kick_we_come_back_a_little_later(tmp_path: Path) -> None:
    assert await Outside(tmp_path).leaves() == DEFAULT.rejoin


@pytest.mark.parametrize(("sender", "membership"), [(OP, "ban"), (ME, "leave")])
async def test_after_a_ban_and_when_we_left_ourselves_we_stay_away(tmp_path: Path, sender: str, membership: str) -> None:
    assert await Outside(tmp_path).leaves(sender, membership) is None


@pytest.mark.parametrize(("pause", "second"), [(60.0, 2 * DEFAULT.rejoin), (7200.0, DEFAULT.rejoin)])
async def test_each_kick_keeps_us_away_longer_until_all_was_well_for_an_hour(tmp_path: Path, pause: float, second: float) -> None:
    for kicks, expected in ((1, DEFAULT.rejoin), (2, second)):
        outside = Outside(tmp_path)
        for _ in range(kicks - 1):
            outside.adapter.rooms.entered(ROOM)
            await outside.leaves()
            outside.adapter.errands = type(outside.adapter.errands)(outside.adapter.clock, outside.adapter.errands.backoff)
            outside.now += pause
        outside.adapter.rooms.entered(ROOM)
        assert await outside.leaves() == expected
