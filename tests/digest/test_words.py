"""How figures read in words."""

from datetime import date

import pytest

from bot.core.tallies import WAITS
from bot.digest.values import Figures, Heard, Period, Person, Thin
from bot.digest.words import after_words, count, heard_words, median_words, percent, period_words, rate, thin_words, wait_words

DAY = date(2027, 1, 5)
CALL = Heard(0.0, "oftc/#rdo", "call", "", "carol", "", None, False)


def test_classes_of_time_are_named_by_their_ends() -> None:
    assert [wait_words(index) for index in (0, 1, 6, len(WAITS))] == ["up to 2 min", "2 min to 5 min", "12 h to 2 d", "over 2 d"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16 to 22 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 November to 6 December 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 to 3 January 2027"),
        (DAY, DAY, "5 January 2027"),
    ],
)
def test_a_period_is_told_as_short_as_it_can_be(first: date, last: date, words: str) -> None:
    assert period_words(Period(first, last, 0.0)) == words


@pytest.mark.parametrize(
    ("active", "away", "words"),
    [
        ((), (), "nobody"),
        ((), (Person("carol", DAY), Person("dave", date(2027, 2, 1))), "nobody until 5 Jan"),
        ((Person("carol", None),), (), "carol"),
        ((Person("carol", DAY),), (Person("dave", DAY),), "carol until 5 Jan"),
    ],
)
def test_a_thin_topic_says_who_and_until_when(active: tuple[Person, ...], away: tuple[Person, ...], words: str) -> None:
    assert thin_words(Thin("ovn", 0, active, away)) == words


def test_what_is_not_known_is_a_dash() -> None:
    assert (percent(None), rate(None), median_words(Figures())) == ("-", "-", "-")
    assert (percent(0.912), rate(2.345), median_words(Figures(waits=(0, 3, 0, 0, 0, 0, 0, 0)))) == ("91 %", "2.3", "2 min to 5 min")


def test_what_would_have_been_said_is_named_by_entry_or_person() -> None:
    assert heard_words(CALL) == "call carol"
    assert heard_words(Heard(0.0, "r", "answer", "e", "", "", None, False)) == "answer with e"
    assert heard_words(Heard(0.0, "r", "hello", "", "", "", None, False)) == "answer a greeting"


def test_what_people_did_is_told_with_its_time() -> None:
    assert after_words(CALL) == "nobody answered"
    assert after_words(Heard(0.0, "r", "call", "", "carol", "carol", 240.0, True)) == "carol, the same, answered 4 min later"


def test_one_is_not_many() -> None:
    assert (count(1, "question"), count(2, "question"), count(2, "entry", "entries")) == ("1 question", "2 questions", "2 entries")
