"""Who may be asked about what, who helps unasked, who is new."""

from datetime import UTC, date, datetime

import pytest

from bot.core import people
from bot.core.knowledge import Expert
from bot.core.people import Identity
from bot.core.records import Mark, Offer, Pause, Put, Record
from bot.digest.people import identities
from bot.digest.values import NewHelper, Person, Unregistered
from tests.builders import helper, known, person
from tests.weeks import NOW, digest, erin, frank, having_asked, helped, remembering, uncovered

CHRISTMAS = datetime(2027, 1, 6, tzinfo=UTC).timestamp()


def topics(*records: Record) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Thin topics: active people, and those who are away."""
    return {one.topic: (tuple(p.name for p in one.active), tuple(p.name for p in one.away)) for one in digest(*records).thin}


def test_a_topic_with_one_person_is_thin() -> None:
    assert topics() == {"ovn": (("carol",), ()), "octavia": (("carol",), ())}


def test_a_topic_with_two_is_not() -> None:
    assert topics(Offer(helper("dave"), "dave", ("ovn",), date(2027, 2, 1), NOW)) == {"octavia": (("carol",), ())}


def test_an_offer_that_has_ended_counts_no_more() -> None:
    assert "ovn" in topics(Offer(helper("dave"), "dave", ("ovn",), date(2026, 11, 22), NOW))


def test_who_is_away_leaves_a_topic_to_nobody_until_they_are_back() -> None:
    found = digest(Pause("carol", CHRISTMAS, NOW)).thin
    assert [(one.topic, one.active, one.away) for one in found] == [
        (topic, (), (Person("carol", date(2027, 1, 5)),)) for topic in ("octavia", "ovn")
    ]


def test_who_wants_to_be_asked_nothing_carries_no_topic() -> None:
    assert topics(Offer(helper("carol"), "carol", (), date(2027, 2, 1), NOW)) == {"ovn": ((), ()), "octavia": ((), ())}


def test_topics_that_are_asked_about_come_first() -> None:
    found = digest(uncovered("ovn is broken", topic="ovn"), uncovered("what is ovn for", 2, topic="ovn")).thin
    assert [(one.topic, one.asked) for one in found] == [("ovn", 2), ("octavia", 0)]


def test_who_answers_and_never_offered_to_is_told_by_topic_and_not_ranked() -> None:
    found = digest(helped(frank, count=9), helped(erin), helped(helper("carol")), helped(frank, "nova", 8))
    assert found.unregistered == (Unregistered("ovn", 10, ("erin", "frank")),)


def test_who_wants_to_be_left_alone_is_not_told_of() -> None:
    made = known(remembering(helped(erin)), erin, kind="optout")
    assert (digest(made=made).unregistered, digest(made=made).new_helpers) == ((), ())


def test_a_helper_is_new_who_has_not_helped_before() -> None:
    found = digest(helped(erin, "ovn"), helped(erin, "nova", 1), helped(frank), helped(frank, days_ago=20))
    assert found.new_helpers == (NewHelper("erin", ("nova", "ovn"), False),)


@pytest.mark.parametrize(("days_ago", "before"), [(30, True), (2, False), (1, False)])
def test_an_asker_has_become_a_helper_who_asked_on_an_earlier_day(days_ago: float, before: bool) -> None:
    made = having_asked(remembering(helped(erin)), erin, days_ago=days_ago)
    assert digest(made=made).new_helpers == (NewHelper("erin", ("ovn",), before),)


def test_a_mark_of_another_kind_tells_nothing_of_asking() -> None:
    made = remembering(helped(erin))
    made.apply((Put(Mark("spoke", made.hash(erin.identity), 0.0)),))
    assert not digest(made=made).new_helpers[0].asked_before


@pytest.mark.parametrize(
    ("identity", "somebody"),
    [
        (Identity("oftc", account="Erin"), person("erin_", account="erin")),
        (Identity("oftc", nick="Erin"), person("erin")),
        (Identity("oftc", hostmask="erin!*@*"), person("erin")),
        (Identity("oftc", id="@erin:example.org"), person("@erin:example.org", account="@erin:example.org")),
    ],
)
def test_experts_are_known_again_in_what_is_remembered(identity: Identity, somebody: people.Person) -> None:
    assert identities(Expert("erin", (identity,), ("ovn",))) == {somebody.identity}
