"""Figures of some days, and of the weeks before."""

from datetime import date

import pytest

from bot.core.settings import IrcNetwork, Mode, Room
from bot.digest.figures import day_number, figures, for_askers, weeks
from bot.digest.report import last_days, since
from bot.digest.values import Figures, Period
from tests.builders import settings
from tests.weeks import NOW, PERIOD, TODAY, tally


def test_days_are_counted_from_the_epoch_as_tallies_count_them() -> None:
    assert day_number(date(2026, 11, 23)) == TODAY


def test_figures_are_the_sum_of_their_days_and_no_others() -> None:
    tallies = (tally("asked", 3, 7), tally("asked", 2, 1), tally("asked", 50, 8), tally("asked", 60, 0), tally("wait:2", 4))
    found = figures(tallies, PERIOD.first, PERIOD.last)
    assert (found.asked, found.waits) == (5, (0, 0, 4, 0, 0, 0, 0, 0))


def test_the_share_is_of_the_questions_that_came_to_an_end() -> None:
    assert Figures(asked=20, by_people=6, by_entries=3, by_nobody=3).share == 0.75
    assert Figures(asked=20).share is None


@pytest.mark.parametrize(
    ("waits", "median"),
    [
        ((0,) * 8, None),
        ((1, 0, 0, 0, 0, 0, 0, 0), 0),
        ((1, 1, 1, 0, 0, 0, 0, 0), 1),
        ((0, 0, 0, 0, 0, 0, 0, 3), 7),
        ((2, 0, 0, 3, 0, 0, 0, 0), 3),
    ],
)
def test_the_median_is_the_class_that_half_of_them_reach(waits: tuple[int, ...], median: int | None) -> None:
    assert Figures(waits=waits).median == median


def test_what_nobody_asked_for_is_told_per_thousand_lines() -> None:
    assert Figures(lines=500, unprompted=2).per_1000 == 4.0
    assert Figures(unprompted=2).per_1000 is None


def test_weeks_end_with_the_period_and_begin_with_the_first_count() -> None:
    found = weeks((tally("asked", 1, 9), tally("asked", 2, 2)), PERIOD)
    assert [(week.first.isoformat(), week.figures.asked) for week in found] == [("2026-11-09", 1), ("2026-11-16", 2)]


def test_a_room_for_reports_is_no_room_of_askers() -> None:
    network = IrcNetwork("oftc", "irc.example.org", rooms=(Room("#rdo"), Room("#Ops", Mode.ASKED, reports=True)))
    house = settings(networks=(network,))
    assert [for_askers(room, house) for room in ("oftc/#rdo", "oftc/#ops", "gone/#x")] == [True, False, True]


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (last_days(7, NOW), ("2026-11-17", "2026-11-23")),
        (last_days(1, NOW), ("2026-11-23", "2026-11-23")),
        (since(NOW - 7 * 86400, NOW), ("2026-11-16", "2026-11-22")),
        (since(NOW, NOW), ("2026-11-22", "2026-11-22")),
    ],
)
def test_a_period_is_of_whole_days(period: Period, days: tuple[str, str]) -> None:
    assert (str(period.first), str(period.last)) == days
