"""When to connect again, and when not to."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.irc.backoff import Backoff
from bot.adapters.irc.out import Fault, Kind
from bot.adapters.irc.timings import DEFAULT

LOST, PASSWORD = Fault(Kind.LOST, "lost"), Fault(Kind.PASSWORD, "wrong password")


def backoff(seed: int = 1) -> Backoff:
    return Backoff(DEFAULT, random.Random(seed))  # noqa: S311 -- dice, not secrets


@given(st.integers(), st.lists(st.sampled_from(list(Kind)), max_size=2000))
def test_delays_are_never_longer_than_the_cap(seed: int, kinds: list[Kind]) -> None:
    timer = backoff(seed)
    assert all(0.0 <= timer.delay(Fault(kind, ""), 0.0) <= DEFAULT.backoff_cap for kind in kinds)


@pytest.mark.case(1)
def test_the_span_of_the_delay_doubles() -> None:
    longest = [max(delays) for delays in zip(*([t.delay(LOST, 0.0) for _ in range(5)] for t in map(backoff, range(300))), strict=True)]
    assert [round(span / 2) * 2 for span in longest] == [2, 4, 8, 16, 32]


@pytest.mark.case(1)
def test_two_bots_do_not_come_back_together() -> None:
    assert backoff(1).delay(LOST, 0.0) != backoff(2).delay(LOST, 0.0)


@pytest.mark.case(2)
@pytest.mark.parametrize(("lived", "failures"), [(0.0, 6), (59.0, 6), (60.0, 1)])
def test_only_a_stable_link_starts_the_delays_from_the_beginning(lived: float, failures: int) -> None:
    timer = backoff()
    for _ in range(5):
        timer.delay(LOST, 0.0)
    timer.delay(LOST, lived)
    assert timer.failures == failures


@pytest.mark.case(11)
def test_after_a_ban_the_first_delay_is_long() -> None:
    assert all(30.0 <= backoff(seed).delay(Fault(Kind.BARRED, ""), 0.0) <= 60.0 for seed in range(50))


def test_three_refused_passwords_in_a_row_are_enough() -> None:
    timer = backoff()
    outcomes = []
    for _ in range(3):
        timer.delay(PASSWORD, 0.0)
        outcomes.append(timer.hopeless(PASSWORD))
    assert outcomes == [None, None, "wrong password, 3 times in a row. Check account and password under login: of this network"]


def test_refused_passwords_with_something_else_between_are_not_in_a_row() -> None:
    timer = backoff()
    for fault in (PASSWORD, PASSWORD, LOST, PASSWORD):
        timer.delay(fault, 0.0)
    assert timer.hopeless(PASSWORD) is None


def test_a_suspended_account_is_hopeless_at_once() -> None:
    assert "network's staff" in (backoff().hopeless(Fault(Kind.SUSPENDED, "suspended")) or "")
