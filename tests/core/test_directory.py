"""Topics in a text, experts by topic and by identity, and when one may be called."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.directory import in_force, in_hours, local_midnight, opens
from bot.core.knowledge import Expert, Hours, Topic
from bot.core.people import Identity, Person
from tests.builders import HELPER, NETWORK, alice, directory, expert, helper, person

TOPICS = (
    Topic("neutron", ("neutron", "floating ip", "dhcp agent"), fallback="networking"),
    Topic("networking", ("vlan",), fallback="ops"),
    Topic("ops", ("monitoring",), fallback="community"),
    Topic("community", ("mailing list",), fallback="last"),
    Topic("last", ("last one",), fallback="neutron"),
    Topic("nova-api", ("nova api",)),
)
TEXTS = (
    ("my floating IP does not answer", ("neutron",)),
    ("floating point, ip address", ()),  # whole phrases only
    ("neutrons are particles", ()),  # whole words only
    ("vlan and neutron", ("networking", "neutron")),  # the order of first mention
    ("vlan, then neutron and its dhcp agent", ("neutron", "networking")),  # most words first
    ("the mailing-list", ("community",)),
    ("nova-api says no", ("nova-api",)),  # the id of a topic is one of its words
    ("", ()),
    ("\x00\ud800", ()),
)


@pytest.mark.parametrize(("text", "topics"), TEXTS)
def test_topics_are_found_by_whole_words(text: str, topics: tuple[str, ...]) -> None:
    assert directory(topics=TOPICS).topics_in(text) == topics


@given(st.text(max_size=60))
def test_no_text_fails(text: str) -> None:
    assert set(directory(topics=TOPICS).topics_in(text)) <= {topic.id for topic in TOPICS}


@pytest.mark.parametrize(("word", "topic"), [("Floating IP", "neutron"), ("NEUTRON", "neutron"), ("float", None), ("", None), ("?", None)])
def test_a_topic_is_named_by_one_of_its_words(word: str, topic: str | None) -> None:
    assert directory(topics=TOPICS).topic_named(word) == topic


def test_topics_fall_back_three_times_at_most() -> None:
    assert directory(topics=TOPICS).chain(["neutron"]) == ("neutron", "networking", "ops", "community")


def test_fallbacks_in_a_circle_end() -> None:
    circle = (Topic("a", (), fallback="b"), Topic("b", (), fallback="a"))
    assert directory(topics=circle).chain(["a"]) == ("a", "b")


def test_an_unknown_topic_is_its_own_chain() -> None:
    assert directory(topics=TOPICS).chain(["gone", "gone"]) == ("gone",)


CAROL = expert("carol", ("neutron",))
NICKED = Expert("dan", (Identity(NETWORK, nick="Dan[m]"),), ("neutron",))
MASKED = Expert("eve", (Identity(NETWORK, hostmask="eve!*@staff.example.org"),), ("neutron",))
BY_ID = Expert("fay", (Identity("matrix", id="@fay:example.org"),), ("neutron",))
WHO = (
    (helper("carol"), "carol"),
    (person("somebody", account="CAROL"), "carol"),
    (person("carol"), None),  # a nick is no account
    (person("carol", account="mallory"), None),
    (person("carol", network="libera", account="carol"), None),
    (Person(NETWORK, "dan{m}", "dan[m]"), "dan"),
    (person("eve", host="e@staff.example.org"), "eve"),
    (person("eve"), None),
    (Person("matrix", "@fay:example.org", "Fay", account="@fay:example.org"), "fay"),
    (Person("matrix", "@FAY:example.org", "Fay"), None),
    (person("car[ol", account="car[ol"), None),
)


@pytest.mark.parametrize(("somebody", "name"), WHO)
def test_an_expert_is_found_by_what_the_network_vouches_for(somebody: Person, name: str | None) -> None:
    found = directory(CAROL, NICKED, MASKED, BY_ID, expert("car{ol")).expert(somebody)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(("somebody", "name"), WHO)
def test_the_look_up_agrees_with_the_identities(somebody: Person, name: str | None) -> None:
    named = [e.name for e in (CAROL, NICKED, MASKED, BY_ID) if any(i.is_person(somebody) for i in e.identities)]
    assert named == ([name] if name else [])


def test_experts_are_offered_by_topic() -> None:
    assert directory(CAROL, expert("dave", ("nova",))).offers("neutron") == (CAROL,)
    assert directory(CAROL).offers("nova") == ()


PARIS = Hours("Europe/Paris", frozenset(range(5)), 9 * 60, 18 * 60)
NIGHTS = Hours("UTC", frozenset({4}), 22 * 60, 6 * 60)  # Friday nights


def at(text: str, zone: str = "UTC") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


HOURS = (
    (None, at("2026-11-22 03:00"), True),
    (PARIS, at("2026-11-24 08:59", "Europe/Paris"), False),
    (PARIS, at("2026-11-24 09:00", "Europe/Paris"), True),
    (PARIS, at("2026-11-24 17:59", "Europe/Paris"), True),
    (PARIS, at("2026-11-24 18:00", "Europe/Paris"), False),
    (PARIS, at("2026-11-22 12:00", "Europe/Paris"), False),  # a Sunday
    (PARIS, at("2026-11-24 08:30"), True),  # winter: UTC+1
    (PARIS, at("2026-07-14 07:30"), True),  # summer: UTC+2
    (PARIS, at("2026-07-14 16:30"), False),
    (PARIS, at("2026-03-30 07:00"), True),  # the Monday after the clocks went forward
    (NIGHTS, at("2026-11-27 21:59"), False),
    (NIGHTS, at("2026-11-27 22:00"), True),  # Friday
    (NIGHTS, at("2026-11-28 05:59"), True),  # the same night, on Saturday
    (NIGHTS, at("2026-11-28 06:00"), False),
    (NIGHTS, at("2026-11-27 05:00"), False),  # Thursday's night
    (NIGHTS, at("2026-11-28 23:00"), False),
    (Hours(), at("2026-11-22 23:59"), True),
    (Hours("Asia/Kolkata", frozenset({0}), 0, 60), at("2026-11-22 18:30"), True),  # Monday there, Sunday here
)


@pytest.mark.parametrize(("hours", "moment", "inside"), HOURS)
def test_hours_are_those_of_the_persons_own_zone(hours: Hours | None, moment: float, inside: bool) -> None:
    assert in_hours(hours, moment) is inside


def test_a_day_begins_at_midnight_where_the_person_is() -> None:
    moment = at("2026-11-24 00:30", "Europe/Paris")
    assert local_midnight(PARIS, moment) == at("2026-11-24 00:00", "Europe/Paris")
    assert local_midnight(None, moment) == at("2026-11-23 00:00")


def test_a_day_on_which_the_clocks_change_has_one_beginning() -> None:
    assert local_midnight(PARIS, at("2026-10-25 20:00", "Europe/Paris")) == at("2026-10-25 00:00", "Europe/Paris")


@pytest.mark.parametrize(("until", "valid"), [(None, True), (date(2026, 11, 24), True), (date(2026, 11, 23), False)])
def test_an_entry_is_in_force_through_its_last_day(until: date | None, valid: bool) -> None:
    assert in_force(expert(until=until), datetime(2026, 11, 24, 23, 59, tzinfo=UTC).timestamp()) is valid


def test_nobody_is_found_in_an_empty_house() -> None:
    empty = directory(topics=())
    assert (empty.expert(alice), empty.topics_in(HELPER), empty.chain([])) == (None, (), ())


# --- when hours begin ---

WEEK = frozenset(range(5))
OFFICE, LATE = Hours("Europe/Paris", WEEK, 9 * 60, 18 * 60), Hours("UTC", frozenset({4}), 22 * 60, 6 * 60)


def utc(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("hours", "now", "begins"),
    [
        (OFFICE, "2026-11-24T03:00", "2026-11-24T08:00"),  # the same day, an hour ahead of UTC
        (OFFICE, "2026-11-24T18:00", "2026-11-25T08:00"),
        (OFFICE, "2026-11-27T18:00", "2026-11-30T08:00"),  # over the weekend
        (OFFICE, "2026-10-23T18:00", "2026-10-26T08:00"),  # and the end of summer time
        (OFFICE, "2026-10-22T18:00", "2026-10-23T07:00"),
        (LATE, "2026-11-24T12:00", "2026-11-27T22:00"),
        (LATE, "2026-11-28T06:00", "2026-12-04T22:00"),  # hours that cross midnight belong to the day they begin on
        (Hours("Europe/Paris", frozenset(range(7)), 150, 300), "2026-03-29T00:00", "2026-03-29T01:30"),  # 2:30 does not exist that night
    ],
)
def test_hours_begin_next(hours: Hours, now: str, begins: str) -> None:
    assert opens(hours, utc(now)) == utc(begins)


@pytest.mark.parametrize(
    ("hours", "now"), [(None, "2026-11-24T03:00"), (OFFICE, "2026-11-24T10:00"), (Hours("UTC", frozenset()), "2026-11-24T10:00")]
)
def test_who_is_within_their_hours_or_has_none_begins_at_no_time(hours: Hours | None, now: str) -> None:
    assert opens(hours, utc(now)) is None


def test_who_was_looked_up_before_is_the_same_again_and_strangers_stay_strangers() -> None:
    made = directory(expert("carol"))
    assert [made.expert(who) is not None for who in (helper(), person("carol"), helper(), person("carol"))] == [True, False, True, False]
