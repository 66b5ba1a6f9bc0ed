"""Whether the server is still there."""

from bot.adapters.irc.alive import Alive
from bot.adapters.irc.out import Out
from bot.adapters.irc.timings import DEFAULT


def at(alive: Alive, now: float) -> Out:
    out = Out()
    alive.tick(now, out)
    return out


def test_it_asks_once_after_silence() -> None:
    alive = Alive(DEFAULT, 0.0)
    assert [at(alive, now).lines for now in (59.0, 60.0, 61.0)] == [[], ["PING :are you there"], []]


def test_any_byte_counts_as_an_answer() -> None:
    alive = Alive(DEFAULT, 0.0)
    at(alive, 60.0)
    alive.heard(70.0)
    assert alive.due() == 130.0
    assert at(alive, 95.0).fault is None


def test_no_answer_is_the_end() -> None:
    alive = Alive(DEFAULT, 0.0)
    at(alive, 60.0)
    assert at(alive, 90.0).fault is not None
