"""Counts without names: each question counts once under each name, however often it moves."""

from typing import Any

import pytest

from bot.core.records import Call, Counter, Question, Status, Tally, Transition
from bot.core.tallies import WAITS, counted_as, tallied, wait_class
from tests.builders import START, alice, bob, carol, chat, direct, expert, helper, question


def moved(*statuses: Status, **more: Any) -> Question:
    """A question with this history, one step a minute."""
    history = tuple(Transition(START + 60 * n, status, "x", "r") for n, status in enumerate(statuses))
    return question(history=history, status=statuses[-1], **more)


G, A, R, P = Status.GATHERING, Status.ASKED, Status.ROUTED, Status.PARKED


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (None, moved(G), []),
        (moved(G), moved(G, A), ["asked"]),
        (None, moved(A), ["asked"]),
        (moved(G), moved(G, Status.ANSWERED, answered_by=bob), ["asked", "wait:0", "person", "first"]),
        (moved(G, A), moved(G, A, A), []),
        (moved(G, A), moved(G, A, R), ["called"]),
        (moved(G, A, R), moved(G, A, R, R), []),
        (moved(G, A, R), moved(G, A, R, P), ["parked"]),
        (moved(G, A), moved(G, A, Status.ANSWERED, entry="e"), ["wait:0", "faq"]),
        (moved(G, A, R), moved(G, A, R, Status.ANSWERED, answered_by=bob, calls=(Call(START, "carol", carol),)), ["wait:1", "person"]),
        (moved(G, A, Status.ANSWERED), moved(G, A, Status.ANSWERED, Status.SOLVED), ["solved"]),
        (moved(G, A, Status.ANSWERED), moved(G, A, Status.ANSWERED, A), []),
        (moved(G, A, Status.ANSWERED, entry="e"), moved(G, A, Status.ANSWERED, Status.SOLVED, entry="e"), ["solved:e", "solved"]),
        (moved(G, A, Status.ANSWERED, entry="e"), moved(G, A, Status.ANSWERED, A, entry="e"), ["not_it:e"]),
        (moved(G, A, Status.ANSWERED, entry="e", answered_by=bob), moved(G, A, Status.ANSWERED, Status.SOLVED, entry="e"), ["solved"]),
        (moved(G, A), moved(G, A, Status.EXPIRED), ["unanswered", "expired"]),
        (moved(G, A, Status.ANSWERED), moved(G, A, Status.ANSWERED, Status.EXPIRED), ["expired"]),
        (moved(G), moved(G, Status.WITHDRAWN), []),
    ],
)
def test_what_a_transition_counts_as(before: Question | None, after: Question, names: list[str]) -> None:
    assert list(tallied(before, after)) == names


def test_the_classes_of_waiting_are_in_order() -> None:
    assert [wait_class(end) for end in WAITS] == list(range(len(WAITS)))
    assert wait_class(WAITS[-1] + 1) == len(WAITS)


def test_a_conversation_is_counted_by_day_and_room_and_without_names() -> None:
    talk = chat(expert("carol"))
    talk.says("is there a repo for gazpacho?", alice)
    talk.wait(700)
    talk.says("alice: there is none", helper("carol"), 800)
    talk.says("thanks, that worked", alice, 900)
    counted = {tally.name: tally.value for tally in talk.memory.tallies(0)}
    assert counted == {"lines": 3, "asked": 1, "unprompted": 1, "called": 1, "wait:2": 1, "person": 1, "solved": 1}
    assert {(tally.room, tally.day) for tally in talk.memory.tallies(0)} == {("oftc/#rdo", int(START // 86400))}


def test_what_no_entry_covers_is_kept_without_names() -> None:
    talk = chat()
    talk.says("bob told me that packstack of bob@example.org fails, why? @carol:example.org knows", alice)
    talk.wait(700)
    (kept,) = talk.memory.uncovered(0)
    assert kept.text == "… told me that packstack of … fails, why? … knows"
    assert kept.topic == "packstack"


def test_a_question_in_private_is_kept_for_nobody() -> None:
    talk = chat()
    talk.says("why does packstack fail?", alice, place=direct(alice))
    assert list(talk.memory.uncovered(0)) == []


ROOMS = {
    "oftc/#rdo": "oftc/#rdo",
    "oftc/@#rdo": "oftc/@#rdo",  # said to its ops alone
    "oftc/@alice": "oftc/@",
    "matrix/!abc:example.org": "matrix/!abc:example.org",
    "matrix/@@alice:example.org": "matrix/@",
}


@pytest.mark.parametrize(("room", "counted"), ROOMS.items())
def test_nobodys_name_is_counted_under(room: str, counted: str) -> None:
    assert counted_as(room) == counted


def test_numbers_and_counts_of_what_is_asked_in_private_name_nobody() -> None:
    talk = chat()
    talk.says("why does packstack fail?", alice, place=direct(alice))
    kept = [*talk.memory.records[Counter], *talk.memory.records[Tally]]
    assert not [key for key in kept if "alice" in key]
    assert "number:oftc/@" in kept
