"""mydata and forget me: told in private, erased for whoever the network vouches for, and for nobody who only has the nick."""

from datetime import date
from typing import Any

import pytest

from bot.core.actions import Retract
from bot.core.memory import Memory
from bot.core.moments import Command
from bot.core.people import Person, Place
from bot.core.plugin import Proposal
from bot.core.records import DAY, KINDS, Drop, Helped, Mark, Offer, Question, Said
from bot.core.retention import PROMISES
from plugins.commands import COMMANDS, build
from plugins.commands.mydata import KINDS as TOLD
from tests.builders import ROOM, START, alice, bob, chat, direct, expert, knowledge, memory, person, question, settings, uttered

LOGGED_IN = person("alice", account="alice")
STRANGER = person("alice", host="mallory@elsewhere.example.org")


def propose(order: str, by: Person, made: Memory, place: Place = ROOM, *experts: Any) -> Proposal:
    name, _, args = order.partition(" ")
    plugin = build({}, settings(), knowledge(*experts))
    (said,) = plugin.handle(Command(START + 600, place, place.key, by, name, args, known=COMMANDS), made)
    assert isinstance(said, Proposal)
    return said


def knows(who: Person) -> Memory:
    made = memory(question(by=who), uttered(1, to=who.identity, prompted=True))
    made.apply(())
    hashed = made.hash(who.identity)
    return memory(
        question(by=who, number=7),
        uttered(1, at=-DAY, to=who.identity, whom=made.whom(who), prompted=True),
        Helped(who.identity, who.name, "nova", 20781, 2, made.whom(who)),
        Mark("spoke", hashed, START - 30 * DAY),
        Offer(who, who.name, ("nova",), date(2027, 1, 1), START),
    )


def test_what_is_kept_is_told_in_private_with_how_many_since_and_until_when() -> None:
    (only,) = propose("mydata", LOGGED_IN, knows(LOGGED_IN), direct(LOGGED_IN)).words
    assert only.text == (
        "What I keep of you: questions that you asked or answered: 1 (since 2026-11-24, at most until 2026-11-26); "
        "what I said to you or of you: 1 (since 2026-11-23, at most until 2026-12-23); "
        "how often you helped, by topic and day: 1 (since 2026-11-24, at most until 2027-02-22); "
        'marks without a name, such as "has spoken before": 1 (since 2026-10-25, at most until 2027-10-25); '
        "your entry among the people who know: 1 (since 2026-11-24, at most until 2027-01-02). "
        '"forget me" erases it.'
    )


def test_in_a_room_one_line_says_that_it_was_sent_in_private() -> None:
    public, private = propose("mydata", LOGGED_IN, knows(LOGGED_IN)).words
    assert (public.text, public.place) == ("I sent it to you in private.", None)
    assert (private.place, private.to) == (direct(LOGGED_IN), LOGGED_IN)
    assert "questions that you asked" in private.text


def test_to_somebody_else_under_the_nick_nothing_is_told() -> None:
    (only,) = propose("mydata", STRANGER, knows(LOGGED_IN), direct(STRANGER)).words
    assert only.text == 'I keep nothing of you. "forget me" makes sure of it.'


@pytest.mark.parametrize("order", ["mydata", "forget me"])
def test_over_a_bridge_nobody_is_told_or_forgotten(order: str) -> None:
    behind = person("alice", host="relayed")
    said = propose(order, behind, knows(behind))
    assert said.words[0].text.startswith("Over a bridge I can't tell who you are.")
    assert said.changes == ()


def test_forgetting_needs_both_words() -> None:
    said = propose("forget", LOGGED_IN, knows(LOGGED_IN))
    assert said.words[0].text.startswith("To erase what I keep of you, say: forget me.")
    assert said.changes == ()


def test_forget_me_erases_and_leaves_no_record_of_itself() -> None:
    said = propose("forget me", LOGGED_IN, knows(LOGGED_IN))
    assert said.words[0].text.startswith("Done, I keep nothing of you any more.")
    assert {change.kind for change in said.changes if isinstance(change, Drop)} == {Question, Helped, Mark, Offer}
    assert not said.recorded


def test_of_somebody_else_under_the_nick_nothing_is_erased() -> None:
    said = propose("forget me", STRANGER, knows(LOGGED_IN))
    assert said.changes == ()


def test_an_entry_in_the_file_of_experts_is_the_maintainers() -> None:
    assert "iknow nothing" in propose("forget me", LOGGED_IN, knows(LOGGED_IN), ROOM, expert("alice")).words[0].text


@pytest.mark.parametrize("order", ["forget me", "optout"])
def test_what_waits_to_be_said_unasked_is_taken_back(order: str) -> None:
    made = memory(uttered(1, at=599, to=LOGGED_IN.identity))
    assert propose(order, LOGGED_IN, made).actions == (Retract(ROOM, "1"),)


def test_every_kind_that_names_somebody_can_be_told() -> None:
    people = {kind for kind in KINDS if PROMISES[kind].names != "nobody"}
    assert {kind for kind, _ in TOLD} == people


def test_after_forgetting_nothing_of_it_is_left_and_the_room_goes_on() -> None:
    room = chat()
    room.says("how do i resize an instance?", alice)
    room.wait(800)
    room.says("helper: what about flavors?", alice, at=900)
    room.says("!forget me", alice, at=1000)
    kept = [record for kind in (Question, Said, Mark) for record in room.memory.records[kind].values()]
    assert "alice" not in repr(kept)
    assert room.says("!mydata", bob, at=1010) != []
