"""release, events and contribute: what the knowledge folder knows, in words that are true on the day they are said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core.knowledge import Meeting, Series, Topic
from bot.core.moments import Command
from bot.core.plugin import Proposal, Words
from bot.load import load_knowledge
from plugins.commands import COMMANDS, build
from tests.builders import ROOM, ROOT, START, TOPICS, alice, direct, knowledge, memory, settings

CHECKED = date(2026, 8, 21)
EPOXY = Series(
    "2025.1", "Epoxy", "maintained", CHECKED, date(2025, 4, 2), None, date(2026, 10, 2), True, True, "https://r.example.org/epoxy"
)
GAZPACHO = Series("2026.1", "Gazpacho", "maintained", CHECKED, date(2026, 4, 1), link="https://r.example.org/gazpacho")
HIBISCUS = Series("2026.2", "Hibiscus", "development", CHECKED, planned=date(2026, 9, 30), until=date(2026, 9, 30))
INDRI = Series("2027.1", "Indri", "planned", CHECKED)
JACINTH = Series("2027.2", "Jacinth", "planned", CHECKED, planned=date(2027, 9, 29))
CARACAL = Series("2024.1", "Caracal", "unmaintained", CHECKED, rpms=True)
ZED = Series("zed", "Zed", "eol", CHECKED)
SERIES = (INDRI, JACINTH, HIBISCUS, GAZPACHO, EPOXY, CARACAL, ZED)


def meeting(name: str, first: date, days: int = 0, audience: str = "") -> Meeting:
    return Meeting(name, first, date.fromordinal(first.toordinal() + days), "Brussels", f"https://e.example.org/{name}", audience)


def propose(order: str, releases: tuple[Series, ...] = SERIES, *events: Meeting, **more: Any) -> Proposal:
    name, _, args = order.partition(" ")
    place = direct() if more.get("private") else ROOM
    known = knowledge(releases=releases, events=events, topics=more.get("topics", TOPICS))
    (said,) = build({}, settings(), known).handle(Command(START, place, place.key, alice, name, args, known=COMMANDS), memory())
    assert isinstance(said, Proposal)
    return said


def told(order: str, *events: Meeting, **more: Any) -> str:
    words = propose(order, SERIES, *events, **more).words[0]
    return " ".join((words.text, *words.links))


STATUS = (
    (
        "release epoxy",
        "Epoxy 2025.1: released 2025-04-02, unmaintained since 2026-10-02 (upstream plan); the last release that RDO has "
        "published RPMs of. https://r.example.org/epoxy",
    ),
    (
        "release Gazpacho",
        "Gazpacho 2026.1: released 2026-04-01, maintained (as of 2026-08); RDO has published no RPMs of it, the last ones "
        "are of Epoxy 2025.1. https://r.example.org/gazpacho",
    ),
    ("release 2026.2", "Hibiscus 2026.2: was planned for 2026-09-30; I last looked in 2026-08, the page tells how it stands"),
    ("release indri", "Indri 2027.1: planned (as of 2026-08)"),
    ("release jacinth", "Jacinth 2027.2: planned for 2027-09-29 (as of 2026-08)"),
    ("release caracal", "Caracal 2024.1: unmaintained (as of 2026-08); RDO has published RPMs of it."),
    ("release zed", "Zed: end of life (as of 2026-08)"),
)


@pytest.mark.parametrize(("order", "text"), STATUS)
def test_a_release_is_told_with_dates_status_and_page(order: str, text: str) -> None:
    assert told(order).startswith(text)


@pytest.mark.parametrize("name", ["epxoy", "EPOXY", "openstack epoxy", "2025.1", "epoxi", "epoxy?"])
def test_a_release_is_found_by_name_number_and_with_a_letter_wrong(name: str) -> None:
    assert told(f"release {name}").startswith("Epoxy 2025.1: ")


def test_an_unknown_release_names_the_newest_ones() -> None:
    assert told("release wheezy") == (
        'I know no release called "wheezy". The newest ones are Jacinth 2027.2, Indri 2027.1, Hibiscus 2026.2.'
    )


def test_without_a_name_it_asks_which() -> None:
    assert told("release").startswith("Which release?")


def test_without_a_list_it_says_so() -> None:
    assert propose("release epoxy", ()).words[0].text.startswith("I have no list of releases.")


def test_a_plan_that_lies_ahead_is_told_as_what_will_be() -> None:
    ahead = replace(EPOXY, until=date(2027, 10, 2))
    assert "maintained until 2027-10-02" in propose("release epoxy", (ahead,)).words[0].text


@pytest.mark.parametrize("series", load_knowledge(ROOT / "knowledge", "en", None)[0].releases, ids=lambda one: one.series)
def test_every_shipped_series_can_be_told(series: Series) -> None:
    assert series.name in propose(f"release {series.series}", (series,)).words[0].text


# --- events ---

PAST, TODAY, LATER = meeting("past", date(2026, 11, 22), 1), meeting("now", date(2026, 11, 23), 1), meeting("later", date(2027, 1, 28))


def test_coming_events_are_told_soonest_first_and_past_ones_vanish() -> None:
    said = propose("events", SERIES, LATER, PAST, replace(TODAY, audience="packagers"))
    assert [(words.text, words.links) for words in said.words] == [
        ("now: 2026-11-23 to 2026-11-24, Brussels, for packagers", ("https://e.example.org/now",)),
        ("later: 2027-01-28, Brussels", ("https://e.example.org/later",)),
    ]


def test_no_coming_event_is_told_with_a_page() -> None:
    events = Topic("events", ("fosdem",), "community")
    assert told("events", PAST, topics=(events, *TOPICS)) == (
        "I know of no coming event. The community's page may have news. https://example.org/community"
    )


def test_a_room_gets_three_events_and_the_rest_comes_in_private() -> None:
    five = tuple(meeting(f"e{n}", date(2027, 1, n + 1)) for n in range(5))
    said = propose("events", SERIES, *five).words
    assert [(words.place, words.after) for words in said] == [(None, ""), (None, ""), (None, "(2 more in private)"), *[(direct(), "")] * 2]
    assert [words.place for words in propose("events", SERIES, *five, private=True).words] == [None] * 5


# --- contribute ---

CONTRIBUTE = Topic("contribute", ("gerrit",), places=("https://example.org/contribute", "#centos-cloud on Matrix"))
PLACES = (CONTRIBUTE, *TOPICS)


@pytest.mark.parametrize("args", ["repos", "Repos", "repo", "reops", "to repo"])
def test_where_fixes_for_a_topic_go(args: str) -> None:
    assert (
        told(f"contribute {args}", topics=PLACES)
        == "Thank you. Fixes and talk about repos have their place here: https://example.org/repos"
    )


def test_a_topic_without_a_place_sends_to_the_one_that_it_falls_back_to() -> None:
    assert propose("contribute packaging", topics=PLACES).words[0].links == ("https://example.org/community",)


@pytest.mark.parametrize(("order", "text"), [("contribute", "Thank you."), ("contribute nethack", 'I know no topic called "nethack".')])
def test_without_a_topic_it_sends_to_the_general_page(order: str, text: str) -> None:
    (words,) = propose(order, topics=PLACES).words
    assert isinstance(words, Words)
    assert words.text.startswith(text)
    assert words.links == CONTRIBUTE.places
