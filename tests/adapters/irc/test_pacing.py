"""Protocol lines at a pace."""

from bot.adapters.irc.pacing import WAITING, Pacing
from bot.adapters.irc.timings import DEFAULT


def test_a_few_go_at_once_and_the_others_one_a_second() -> None:
    pacing = Pacing(DEFAULT, 0.0)
    pacing.add("abcdefgh")
    assert [pacing.take(at) for at in (0.0, 0.5, 1.0, 2.0, 4.0)] == [list("abcd"), [], ["e"], ["f"], ["g", "h"]]


def test_it_says_when_the_next_may_go() -> None:
    pacing = Pacing(DEFAULT, 0.0)
    assert pacing.due() == float("inf")
    pacing.add("abcde")
    pacing.take(0.0)
    assert pacing.due() == 1.0


def test_the_same_line_waits_once() -> None:
    pacing = Pacing(DEFAULT, 0.0)
    pacing.add("aab")
    assert pacing.take(0.0) == ["a", "b"]


def test_too_many_are_dropped() -> None:
    pacing = Pacing(DEFAULT, 0.0)
    pacing.add(str(number) for number in range(WAITING + 50))
    assert sum(len(pacing.take(float(at))) for at in range(300)) == WAITING
