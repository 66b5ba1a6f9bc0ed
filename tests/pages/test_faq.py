"""What stands on the page of the FAQ, and what does not."""

import re
from datetime import date

import pytest

from bot.core.knowledge import Entry, Knowledge, Series, State, Topic
from bot.pages.faq import faq_page, topic_name
from tests.entries import entry

DAY = date(2026, 8, 14)
SERIES = (Series("2025.2", "Flamingo", "maintained", DAY),)


def page(*entries: Entry) -> str:
    return faq_page(Knowledge(entries, (Topic("repos", ("repo",)),), releases=SERIES), "helper", "the ops")


def test_an_entry_is_shown_with_its_link_and_the_month_of_its_check() -> None:
    text = page(entry("one", "Where is it?", links=("https://example.org/a",)))
    for part in ('id="one"', "Where is it?", "The answer of one.", 'href="https://example.org/a"', "Checked in August 2026"):
        assert part in text


@pytest.mark.parametrize(("state", "said"), [(State.DATED, "From an older page"), (State.HISTORICAL, "About old releases only")])
def test_a_state_that_is_not_current_is_said_in_words(state: State, said: str) -> None:
    assert said in page(entry("one", "Where?", state=state))
    assert said not in page(entry("one", "Where?"))


def test_phrasings_of_all_kinds_are_shown_but_typos_which_the_search_forgives() -> None:
    text = page(entry("one", "Where is it?", "is it lost", "wehre is ti", "plain words", kinds=("symptom", "typo", "plain")))
    assert [said in text for said in ("is it lost", "wehre is ti", "plain words")] == [True, False, True]


def test_an_unsure_entry_is_left_out() -> None:
    text = page(entry("one", "Where?", state=State.UNSURE))
    assert "The answer of one." not in text
    assert "0 answers" in text


@pytest.mark.parametrize(
    ("releases", "said"),
    [(("2025.2", "later"), "For 2025.2 Flamingo and later"), (("2025.2", "zed", "earlier"), "For 2025.2 Flamingo, Zed and earlier")],
)
def test_the_releases_that_it_holds_for_are_said_in_words(releases: tuple[str, ...], said: str) -> None:
    assert said in page(entry("one", "Where?", releases=releases))


def test_an_entry_for_some_rooms_says_so() -> None:
    assert "Only in #rdo, #ops" in page(entry("one", "Where?", rooms=("#rdo", "#ops")))


def test_no_entry_has_the_address_of_a_part_of_the_page() -> None:
    text = page(entry("one", "Where?", topic="nova"))
    own = re.findall(r'id="([^"]+)"', text)
    assert [id_ for id_ in own if not id_.startswith("_")] == ["one"]
    assert len(set(own)) == len(own)


def test_what_entries_say_is_never_markup() -> None:
    hostile = '"><script>alert(1)</script>'
    text = page(entry("one", hostile, hostile, answer=hostile, links=(f"https://example.org/{hostile}", "javascript:alert(1)")))
    assert text.count("<script>") == 1
    assert "javascript:" not in text


def test_topics_stand_in_the_order_of_their_file_and_unknown_ones_last() -> None:
    text = page(entry("one", "Where?", topic="nova"), entry("two", "What?"))
    assert text.index('href="#_topic-repos"') < text.index('href="#_topic-nova"')


def test_a_topic_without_entries_has_no_heading() -> None:
    assert "topic-repos" not in page(entry("one", "Where?", topic="nova"))


@pytest.mark.parametrize(("topic", "name"), [("project-status", "Project status"), ("ci", "CI"), ("nova", "Nova")])
def test_a_topic_is_named_as_a_heading(topic: str, name: str) -> None:
    assert topic_name(topic) == name
