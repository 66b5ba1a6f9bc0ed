"""What the matcher knows of itself: what chatter reaches, and what questions reach whose entry is not there."""

from functools import cache

import pytest

from bot.core.knowledge import Entry
from plugins.faq.matcher import Matcher
from plugins.faq.prior import HELD, LINES, SAMPLE, USUAL_NEAR, prior
from plugins.faq.room import Prior
from tests.entries import CHATTER, ENTRIES, SERIES, entry


@cache
def matcher(*entries: Entry) -> Matcher:
    return Matcher.build(entries or ENTRIES, CHATTER, SERIES)


def test_chatter_is_told_in_order_and_lies_low() -> None:
    talk = prior(matcher(), CHATTER).talk
    assert len(talk) == len(set(CHATTER)) <= LINES
    assert talk == tuple(sorted(talk))
    assert talk[len(talk) // 2] < matcher().likely


def test_an_entry_whose_neighbour_could_be_taken_for_it_raises_what_is_needed() -> None:
    far = prior(matcher(), CHATTER)
    neighbour = entry(
        "logout", "What is the Horizon logout?", "admin password of the dashboard for the logout", links=("https://example.org/o",)
    )
    close = prior(matcher(*ENTRIES, neighbour), CHATTER)
    assert far.near < close.near < 1


def test_no_wording_counts_for_its_own_entry() -> None:
    wordings = 1 + len(ENTRIES[0].phrasings)
    assert prior(matcher(ENTRIES[0]), CHATTER).near == pytest.approx(USUAL_NEAR * HELD / (wordings + HELD))


def test_where_nothing_can_be_measured_the_usual_holds() -> None:
    nothing = Matcher.build((), (), ())
    assert prior(nothing, ()) == Prior(USUAL_NEAR, nothing.sure, ())


def test_a_large_folder_is_sampled_and_the_sample_is_the_same_each_time() -> None:
    many = (*ENTRIES, *(entry(f"e{n}", f"how do I reset the frobnicator {n}", f"frobnicator {n} is stuck") for n in range(SAMPLE)))
    twice = [prior(Matcher.build(order, CHATTER * 40, SERIES), CHATTER * 40) for order in (many, many[::-1])]
    assert twice[0] == twice[1]
