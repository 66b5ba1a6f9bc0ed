"""The gate's bridge hears a channel by the clock of its log; what fits the weights finds what is there to be found."""

import numpy as np

from bot.core.gate_weights import BY_HAND, WEIGHTS
from tests.quality.fit_gate import NAMES, Lines, at_line, fitted, recall_at, totals
from tests.quality.gate_bridge import Channel, gate

ASKED = "is there a repo for gazpacho on centos 9?"
IN_2005 = 1_100_000_000.0


def test_a_newcomers_question_asks_and_the_same_to_somebody_does_not() -> None:
    feed = gate()
    assert feed(IN_2005, "alice", ASKED) >= 0.5
    assert feed(IN_2005 + 60, "bob", f"alice: {ASKED}") == 0.0


def test_time_is_that_of_the_log() -> None:
    channel = Channel()
    channel(IN_2005, "bob", "the build is green")
    channel(IN_2005 + 30, "alice", "good")
    burst = channel.burst(IN_2005 + 900, "bob", "coffee time")
    assert burst is not None
    assert (burst.company.silent_for, burst.company.lines_since, burst.company.talking) == (900.0, 1, 870.0)


def test_what_is_fitted_and_what_is_set_by_hand_are_all_signs() -> None:
    assert sorted((*NAMES, *BY_HAND)) == sorted(WEIGHTS)


def lines(rows: list[list[float]], asks: list[bool], by_hand: float = 0.0) -> Lines:
    count = len(rows)
    return Lines(np.array(rows), np.full(count, by_hand), np.full(count, True), np.array(asks), np.arange(count))


def test_weights_have_the_sign_of_what_they_tell() -> None:
    data = lines([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]] * 20, [True, False, False, False] * 20)
    first, second, bias = fitted(data)
    assert (first > 1, second < -1, bias < 0) == (True, True, True)
    assert recall_at(totals(np.array([first, second, bias]), data), data.asks, 0.99)[0] == 1.0


def test_what_is_set_by_hand_is_not_fitted_again() -> None:
    rows, asks = [[1.0], [0.0]] * 30, [True, False] * 20 + [False, True] * 10
    (free, bias), (beside, lower) = fitted(lines(rows, asks)), fitted(lines(rows, asks, by_hand=2.0))
    assert (round(free - beside, 6), round(bias - lower, 6)) == (0.0, 2.0)


def test_precision_and_recall_at_a_line() -> None:
    total, asks = np.array([3.0, 2.0, 1.0, 0.0]), np.array([True, True, False, True])
    assert at_line(total, asks, 1.0) == (2 / 3, 2 / 3)
    assert recall_at(total, asks, 0.9) == (0.0, np.inf)  # fewer than twenty say nothing
