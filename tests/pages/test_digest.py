"""What stands on the page of the digest."""

from dataclasses import replace

from bot.pages.digest import digest_page
from tests.weeks import PERIOD, busy, digest, uncovered, waiting


def test_it_tells_what_the_text_tells() -> None:
    page = digest_page(busy())
    for part in (
        "How things stand: 16 to 22 November 2026",
        "waits for somebody who knows",
        "packstack stops at mariadb, any idea?",
        "waits for your decision",
        "nobody until 5 Jan",
        "asked a question before",
        "dave, the same, answered 30 min later",
        'id="weekly-title"',
    ):
        assert part in page


def test_the_same_digest_is_the_same_bytes() -> None:
    assert digest_page(busy()) == digest_page(busy())


def test_parts_that_say_nothing_are_left_out_but_open_questions() -> None:
    page = digest_page(digest(entries=()))
    assert "Nothing waits." in page
    assert [title for title in ("Drafts", "Entries reported wrong", "New helpers", "In listen mode") if title in page] == []


def test_what_people_wrote_is_never_markup() -> None:
    hostile = '"><script>alert(1)</script>'
    page = digest_page(digest(waiting(hostile), uncovered(hostile)))
    assert "<script>" not in page


def test_a_period_that_is_no_week_is_compared_with_none() -> None:
    assert "week before" in digest_page(busy())
    assert "week before" not in digest_page(digest(period=replace(PERIOD, first=PERIOD.last)))
