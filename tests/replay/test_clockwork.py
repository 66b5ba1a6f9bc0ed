"""Time stamps of logs: zones, days in words, and what no calendar has."""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replay.clockwork import LAST, LocalTime, next_day, offset, seconds, spelled
from bot.replay.logged import Malformed

PARIS = ZoneInfo("Europe/Paris")
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001 - local times, as in logs


@given(TIMES)
def test_a_stamp_is_the_time_that_the_calendar_has(when: datetime) -> None:
    told = LocalTime(UTC).at(f"{when:%Y-%m-%d}", f"{when:%H:%M:%S.%f}")
    assert told == pytest.approx(when.replace(tzinfo=UTC).timestamp(), abs=1e-3)


@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        ("2026-11-23", "13:00", "2026-11-23T12:00:00"),
        ("2026-07-01", "13:00:30", "2026-07-01T11:00:30"),
        ("2026-10-25", "02:30", "2026-10-25T00:30:00"),  # comes twice: the first is taken
        ("2026-11-23", "00:00:00,5", "2026-11-22T23:00:00.5"),
        ("2026-12-31", "23:59:60", "2026-12-31T23:00:00"),  # a leap second is the next one
    ],
)
def test_local_time_is_of_its_zone(day: str, time: str, utc: str) -> None:
    assert LocalTime(PARIS).at(day, time) == datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp()


def test_neighbours_of_one_hour_are_told_apart() -> None:
    clock = LocalTime(PARIS)
    assert [clock.at("2026-11-23", time) - clock.at("2026-11-23", "12:00") for time in ("12:00:05", "12:59:59", "13:00:00")] == [
        5,
        3599,
        3600,
    ]


@pytest.mark.parametrize(
    ("day", "time", "why"),
    [
        ("2026-02-30", "12:00", "no such time"),
        ("2026-11-23", "24:00", "no such time"),
        ("2026-11-23", "12:60", "no such time"),
        ("2026-11-23", "12:00:61", "no such time"),
        ("0001-01-01", "00:00", "outside of 1970 to 2100"),
        ("9999-12-31", "23:59", "outside of 1970 to 2100"),
    ],
)
def test_what_no_calendar_of_a_log_has_is_malformed(day: str, time: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        LocalTime(UTC).at(day, time)


@pytest.mark.parametrize(("stamp", "at"), [(0, 0.0), (1795438931, 1795438931.0), (1795438931250, 1795438931.25), (LAST - 1, LAST - 1)])
def test_an_epoch_stamp_is_in_seconds_or_milliseconds(stamp: float, at: float) -> None:
    assert seconds(stamp) == at


@pytest.mark.parametrize("stamp", [-1, LAST, 1000 * LAST, math.nan, math.inf, 10**400])
def test_a_number_that_is_no_time_is_malformed(stamp: float) -> None:
    with pytest.raises(Malformed, match="outside of 1970 to 2100"):
        seconds(stamp)


@pytest.mark.parametrize(("text", "hours"), [("Z", 0), ("+01:00", 1), ("-0730", -7.5), ("+14:00", 14)])
def test_an_offset_is_a_zone(text: str, hours: float) -> None:
    assert offset(text).utcoffset(None) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["+24:00", "-9999"])
def test_an_offset_that_nobody_has_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match="offset"):
        offset(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sat Mar 01 12:00:00 2014", "2014-03-01"),
        ("Sun Mar 02 2014", "2014-03-02"),
        ("Sun, 2 March 2014", "2014-03-02"),
        ("Mon Feb 30 2026", None),
        ("2026", None),
        ("", None),
    ],
)
def test_days_in_words(text: str, day: str | None) -> None:
    assert spelled(text) == day


@given(st.text(max_size=40))
def test_no_words_fail(text: str) -> None:
    assert spelled(text) is None or len(spelled(text) or "") == len("2014-03-02")


def test_the_day_after_may_be_in_another_year() -> None:
    assert next_day("2026-12-31") == "2027-01-01"
