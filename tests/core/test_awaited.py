"""Somebody speaks for whom something has waited."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.acts import acts
from bot.core.awaited import Awaited
from bot.core.ear import Heard
from bot.core.moments import ConsentDue, EntryEnds, HelperActive, Moment
from bot.core.notes import Notes
from bot.core.people import Person
from bot.core.records import DAY, Pause, Record, Status, Writeup
from bot.core.roster import Roster
from bot.core.utterance import Spoken
from tests.builders import ROOM, START, alice, bob, directory, expert, helper, known, notes, question, says

CAROL = helper("carol")
PARKED = question("is there a repo?", status=Status.PARKED, topics=("repos",))
WRITEUP = Writeup(1, START, PARKED.key, ROOM.key, ROOM, "repos", "q", "a", alice, bob, asker_says=True)


def speaks(*records: Record, by: Person = CAROL, made: Notes | None = None, until: date | None = None) -> list[Moment]:
    said = Spoken(Heard(says("morning", by), "morning", False), ROOM.key, acts("morning"), None, "morning")
    made = notes(*records) if made is None else made
    return list(Awaited(Roster(directory(expert("carol", until=until)))).speaks(said, made))


def test_open_questions_on_their_topics_wait_for_those_who_know() -> None:
    assert speaks(PARKED) == [HelperActive(START, ROOM, ROOM.key, CAROL, "carol", (PARKED,))]


@pytest.mark.parametrize(
    "other",
    [
        replace(PARKED, status=Status.ANSWERED),
        replace(PARKED, shown_to=("carol",)),
        replace(PARKED, topics=("packstack",)),
        replace(PARKED, asker=CAROL),
    ],
)
def test_nothing_else_does(other: Record) -> None:
    assert speaks(other) == []


def test_nobody_who_is_away_is_told_of_anything() -> None:
    assert speaks(PARKED, Pause("carol", START + DAY, START)) == []


def test_nobody_else_is_told_of_anything() -> None:
    assert speaks(PARKED, by=bob) == []


def test_an_entry_that_ends_within_a_week_is_told_of() -> None:
    (moment,) = speaks(until=date(2026, 11, 28))
    assert isinstance(moment, EntryEnds)


@pytest.mark.parametrize("until", [None, date(2027, 3, 1), date(2026, 11, 20)])
def test_one_that_ends_later_or_has_ended_is_not(until: date | None) -> None:
    assert speaks(until=until) == []


def test_it_is_told_once() -> None:
    made = notes()
    known(made.memory, CAROL, kind="reminded", at=-DAY)
    assert speaks(made=made, until=date(2026, 11, 28)) == []


def test_a_word_on_a_writeup_is_wanted_of_its_helper() -> None:
    assert speaks(WRITEUP, by=bob) == [ConsentDue(START, ROOM, ROOM.key, bob, WRITEUP)]


@pytest.mark.parametrize(
    ("kept", "by"),
    [
        (replace(WRITEUP, asker_says=None), bob),
        (replace(WRITEUP, helper_asked=True), bob),
        (WRITEUP, alice),
        (WRITEUP, replace(bob, host="mallory@example.net")),
    ],
)
def test_not_before_the_asker_has_agreed_nor_twice_nor_of_anybody_else(kept: Writeup, by: Person) -> None:
    assert speaks(kept, by=by) == []


def test_while_one_is_unanswered_no_other_is_asked_about() -> None:
    assert speaks(replace(WRITEUP, helper_asked=True), replace(WRITEUP, number=2), by=bob) == []
