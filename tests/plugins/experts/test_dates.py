"""Days and lengths of time as people write them, and as they are told."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.experts.dates import around_when, day, length, told

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("90d", 90),
        ("for 90 d", 90),
        ("2 weeks", 14),
        ("1w", 7),
        ("3 months", 90),
        ("1 year", 365),
        ("0d", 0),
        ("ninety", None),
        ("3", None),
    ],
)
def test_lengths_are_read_in_days(text: str, days: int | None) -> None:
    assert length(text) == days


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2027-01-05", date(2027, 1, 5)),
        ("5 Jan", date(2027, 1, 5)),
        ("Jan 5th", date(2027, 1, 5)),
        ("5. January 2028", date(2028, 1, 5)),
        ("december 3, 2026", date(2026, 12, 3)),
        ("25 nov", TODAY),
        ("24 nov", date(2027, 11, 24)),  # without a year the next such day
        ("1 Jan 2020", date(2020, 1, 1)),
        ("29 feb", date(2028, 2, 29)),
        ("31 feb", None),
        ("2026-13-01", None),
        ("tomorrow", date(2026, 11, 26)),
        ("friday", date(2026, 11, 27)),
        ("next wed", date(2026, 12, 2)),
        ("soon", None),
        ("", None),
    ],
)
def test_days_are_read_from_today(text: str, when: date | None) -> None:
    assert day(text, TODAY) == when


@given(st.text(max_size=30))
def test_no_text_fails(text: str) -> None:
    length(text)
    day(text, TODAY)


@given(st.dates(TODAY, date(2034, 1, 1)))
def test_what_is_told_can_be_read(when: date) -> None:
    assert day(told(when), TODAY) == when


@pytest.mark.parametrize(("opening", "says"), [("2026-11-25T07:30", "7:00 UTC"), ("2026-11-30T08:00", "Monday, 8:00 UTC")])
def test_openings_are_told_by_the_hour(opening: str, says: str) -> None:
    now = datetime(2026, 11, 25, 2, 0, tzinfo=UTC).timestamp()
    assert around_when(datetime.fromisoformat(opening).replace(tzinfo=UTC).timestamp(), now) == says
