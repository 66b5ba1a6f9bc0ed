"""What a line of `iknow` asks for, in whatever order it is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Hours, Notify, Topic
from plugins.experts.wish import DAYS_AT_MOST, TOPICS_AT_MOST, Wish, wish, zone_named
from tests.builders import TOPICS, directory

TODAY = date(2026, 11, 25)
DIRECTORY = directory(topics=(*TOPICS, Topic("neutron", ("neutron", "ovn", "floating ip")), Topic("octavia", ("load balancer",))))
IN_90_DAYS, LAST = TODAY + timedelta(days=90), TODAY + timedelta(days=DAYS_AT_MOST)
OFFICE, NIGHT = (7 * 60, 16 * 60), (22 * 60, 6 * 60)
ALL, WEEK = frozenset(range(7)), frozenset(range(5))


def read(text: str) -> Wish:
    return wish(text, DIRECTORY, TODAY)


JOURNEY = Wish(("neutron", "octavia"), IN_90_DAYS, OFFICE, "UTC", None, False, 2, Notify.PRIVATE)


@pytest.mark.parametrize(
    "text",
    [
        "ovn, octavia 90d hours 07-16 UTC max 2/day notify private",
        "notify me in private max 2 a day hours 7 to 16 utc for 90 days ovn octavia",
        "OVN; Load Balancer / for 90d / from 07:00 till 16:00 GMT / up to 2 calls per day / privately",
        "private, 2/day, 07-16 UTC, 90d, I know about neutron and octavia",
    ],
)
def test_the_order_is_free(text: str) -> None:
    assert read(text) == JOURNEY


@pytest.mark.parametrize(
    ("text", "topics", "odd"),
    [
        ("repos", ("repos",), ()),
        ("spec files", (), ("spec files",)),
        ("the spec file, and floating ip", ("packaging", "neutron"), ()),
        ("repos repo repos", ("repos",), ()),  # one topic is one topic
        ("repos/neutron", ("repos", "neutron"), ()),  # no time zone
        ("frobs, repos", ("repos",), ("frobs",)),
        ("repos foo bar neutron baz", ("repos", "neutron"), ("foo bar", "baz")),
        ("", (), ()),
        ("everything", (), ("everything",)),
        ("for me please", (), ()),
    ],
)
def test_topics_are_found_by_their_words(text: str, topics: tuple[str, ...], odd: tuple[str, ...]) -> None:
    assert read(text) == Wish(topics, odd=odd)


def test_so_many_topics_and_no_more() -> None:
    many = directory(topics=tuple(Topic(f"t{n}", ()) for n in range(20)))
    found = wish(" ".join(f"t{n}" for n in range(20)), many, TODAY)
    assert (len(found.topics), found.odd) == (TOPICS_AT_MOST, ("t12", "t13", "t14"))


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("until 5 Jan", date(2027, 1, 5)),
        ("till january 5th, 2027", date(2027, 1, 5)),
        ("2027-01-05", date(2027, 1, 5)),
        ("for 3 months", IN_90_DAYS),
        ("for up to 3 months", IN_90_DAYS),
        ("5 years", LAST),  # nobody is entered for years
        ("until 2031-01-01", LAST),
    ],
)
def test_how_long(text: str, until: date) -> None:
    assert read(text) == Wish(until=until)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("hours 07-16", OFFICE),
        ("7:00-16:00", OFFICE),
        ("7am-4pm", OFFICE),
        ("between 7 and 16h", OFFICE),
        ("22:00 - 06:00", NIGHT),
        ("10pm to 6am", NIGHT),
        ("07.30-16", (450, 960)),
        ("12am-12pm", (0, 720)),
        ("22-0", (1320, 1440)),
        ("0-24", (0, 1440)),
    ],
)
def test_clocks(text: str, clock: tuple[int, int]) -> None:
    assert read(text) == Wish(clock=clock)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", WEEK),
        ("Monday to Friday", WEEK),
        ("weekdays", WEEK),
        ("on sat, sun", frozenset({5, 6})),
        ("weekends", frozenset({5, 6})),
        ("fri-mon", frozenset({4, 5, 6, 0})),
        ("tue and thursdays", frozenset({1, 3})),
        ("mon-wed, fri", frozenset({0, 1, 2, 4})),
        ("daily", ALL),
    ],
)
def test_days(text: str, days: frozenset[int]) -> None:
    assert read(text) == Wish(days=days)


def test_only_what_is_a_weekday_to_everybody_is_one() -> None:
    assert read("\u017fun, mon").days == frozenset({0})


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        ("america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("utc -5", "Etc/GMT+5"),
        ("UTC+0", "UTC"),
        ("UTC+99", None),
        ("Europe", None),
        ("../../etc/passwd", None),
        ("Europe/\x00", None),
        ("\ud800/a", None),
    ],
)
def test_zones(text: str, zone: str | None) -> None:
    assert zone_named(text) == zone


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("hours 25-30", "hours 25-30"),
        ("07-07", "07-07"),
        ("max 500/day", "max 500/day"),
        ("until 1 Jan 2020", "until 1 Jan 2020"),
        ("for 0d", "for 0d"),
        ("hours sometimes", "sometimes"),
        ("7-16 Europe/Pariss", "europe"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, odd: str) -> None:
    assert read(text).odd[0] == odd


def test_times_of_day_that_are_not_said_stay_as_they_were() -> None:
    before = Hours("Europe/Paris", WEEK, 540, 1080)
    assert read("07-16").hours(before) == Hours("Europe/Paris", WEEK, *OFFICE)
    assert read("UTC").hours(before) == Hours("UTC", WEEK, 540, 1080)
    assert read("sat").hours(before) == Hours("Europe/Paris", frozenset({5}), 540, 1080)
    assert read("repos").hours(before) == before
    assert read("any time").hours(before) is None
    assert read("07-16").hours(None) == Hours("UTC", ALL, *OFFICE)
    assert read("mon-fri").hours(None) == Hours("UTC", WEEK, 0, 1440)


PIECES = st.sampled_from(
    (
        "repos",
        "ovn",
        "for 90d",
        "hours",
        "07-16",
        "22-6",
        "UTC",
        "Europe/Paris",
        "max 2/day",
        "mon-fri",
        "here",
        "digest",
        "until",
        "5 Jan",
        ",",
    )
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=9).map(" ".join))
def test_whatever_is_said_is_read(text: str) -> None:
    found = read(text)
    assert set(found.topics) <= {topic.id for topic in DIRECTORY.topics.values()}
    assert found.until is None or TODAY <= found.until <= LAST
    hours = found.hours(None)
    assert hours is None or (0 <= hours.start < 1440 and 0 < hours.end <= 1440 and hours.days and zone_named(hours.zone))
