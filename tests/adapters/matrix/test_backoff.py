"""When to try again."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.matrix.backoff import Backoff
from bot.adapters.matrix.timings import DEFAULT


def backoff(seed: int = 1) -> Backoff:
    return Backoff(DEFAULT, random.Random(seed))  # noqa: S311 -- dice, not secrets


@given(st.integers(), st.integers(0, 2000))
def test_delays_are_never_longer_than_the_cap(seed: int, failures: int) -> None:
    timer = backoff(seed)
    assert all(0.0 <= timer.failed() <= DEFAULT.backoff_cap for _ in range(failures))


def test_the_span_of_the_delay_doubles() -> None:
    longest = [max(delays) for delays in zip(*([timer.failed() for _ in range(5)] for timer in map(backoff, range(300))), strict=True)]
    assert [round(span) for span in longest] == [1, 2, 4, 8, 16]


def test_two_bots_do_not_come_back_together() -> None:
    assert backoff(1).failed() != backoff(2).failed()


def test_a_server_is_not_asked_again_before_it_wants_to_be() -> None:
    assert all(30.0 <= backoff(seed).failed(least=30.0) <= 31.0 for seed in range(50))


@pytest.mark.parametrize(("well", "failures"), [(0.0, 6), (59.0, 6), (60.0, 1)])
def test_only_a_while_that_went_well_starts_the_delays_from_the_beginning(well: float, failures: int) -> None:
    timer = backoff()
    for _ in range(5):
        timer.failed()
    timer.succeeded(100.0)
    timer.succeeded(100.0 + well)
    timer.failed()
    assert timer.failures == failures


def test_single_successes_between_failures_are_no_such_while() -> None:
    timer = backoff()
    for at in range(0, 600, 50):
        timer.failed()
        timer.succeeded(float(at))
    assert timer.failures == 12
