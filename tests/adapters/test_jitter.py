"""Delays grow, and stop growing."""

from bot.adapters.jitter import whole


def test_a_delay_doubles_up_to_its_cap_whatever_has_gone_before() -> None:
    assert [whole(2.0, 100.0, failures) for failures in (0, 1, 2, 5, 6, 10**9)] == [2.0, 4.0, 8.0, 64.0, 100.0, 100.0]
