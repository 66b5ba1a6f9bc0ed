"""Half a sentence of welcome before the first help, and one answer to a bare greeting."""

import pytest

from bot.core.memory import Memory
from bot.core.moments import AskerBack, Greeted, Moment, SpokenTo, StillWaiting
from bot.core.people import Person
from bot.core.plugin import Proposal, Reason
from bot.core.records import DAY, Counter, Mark, Put, Step
from plugins.greeting import build
from tests.builders import ROOM, START, alice, bob, chat, expert, knowledge, known, memory, person, question, settings

zoe = person("zoe")
FIRST, AGAIN = question(first=True), question()


def hear(moment: Moment, made: Memory | None = None, learn: float = 0.0) -> tuple[list[Proposal], list[str]]:
    found = list(build({"learn": learn}, settings(), knowledge()).handle(moment, made or memory()))
    return [p for p in found if isinstance(p, Proposal)], [r.text for r in found if isinstance(r, Reason)]


FIRST_HELP = (
    StillWaiting(START, FIRST, Step.ANSWER),
    StillWaiting(START, FIRST, Step.ROUTE),
    SpokenTo(START, ROOM, ROOM.key, alice, "?", FIRST),
    AskerBack(START, FIRST),
)


@pytest.mark.parametrize("moment", FIRST_HELP)
def test_the_first_help_begins_with_a_welcome_that_is_no_message_of_its_own(moment: Moment) -> None:
    ((proposal,), _) = hear(moment)
    assert (proposal.kind, proposal.front, proposal.words[0].to) == ("welcome", True, alice)
    assert len(proposal.words[0].text) < 30


@pytest.mark.parametrize("moment", [StillWaiting(START, AGAIN, Step.ANSWER), SpokenTo(START, ROOM, ROOM.key, alice, "hi")])
def test_nobody_else_is_welcomed(moment: Moment) -> None:
    assert hear(moment) == ([], [])


@pytest.mark.parametrize(("days", "welcomes"), [(0, 0), (6.9, 0), (7, 1)])
def test_while_a_room_is_being_learned_nobody_is_new(days: float, welcomes: int) -> None:
    made = memory(Counter(f"since:{ROOM.key}", int(START)))
    proposals, reasons = hear(StillWaiting(START + days * DAY, FIRST, Step.ANSWER), made, learn=7 * DAY)
    assert len(proposals) == welcomes
    assert reasons == ["no welcome: the room is still being learned"] * (1 - welcomes)


def test_a_bare_greeting_is_answered_once_in_a_lifetime() -> None:
    moment = Greeted(START, ROOM, ROOM.key, alice)
    ((proposal,), _) = hear(moment)
    assert (proposal.kind, proposal.front, proposal.words[0].to) == ("hello", False, alice)
    made = memory()
    made.apply(proposal.changes)
    assert hear(moment, made) == ([], ["was told once to ask away"])


def test_that_it_was_answered_is_known_by_account_or_nick() -> None:
    (change,) = hear(Greeted(START, ROOM, ROOM.key, alice))[0][0].changes
    assert change == Put(Mark("hello", memory().hash(alice.identity), START))
    logged_in = person("alice", account="alice")
    assert hear(Greeted(START, ROOM, ROOM.key, logged_in), known(memory(), alice, kind="hello"))[0] == []


# --- stories ---


def welcomed(lines: list[str]) -> list[bool]:
    return ["Welcome" in line for line in lines]


def test_a_newcomer_is_welcomed_in_front_of_the_first_help_and_never_again() -> None:
    room = chat(expert(), here=(zoe,))
    room.says("is there a repo for gazpacho?", zoe)
    assert welcomed(room.wait(700)) == [False, True]  # the call, and the notice to the asker
    room.says("helper: is there a repo for hibiscus, too?", zoe, 5000)
    assert sum(welcomed([" ".join(say.lines) for _, say in room.said])) == 1


def test_whoever_a_person_spoke_to_first_is_not_welcomed() -> None:
    room = chat(expert(), here=(zoe,))
    room.says("is there a repo for gazpacho?", zoe)
    room.says("zoe: which release?", bob, 30)
    assert not any(welcomed(room.wait(4000)))


@pytest.mark.parametrize(("who", "welcome"), [(alice, False), (person("alice", account="alice"), False), (zoe, True)])
def test_whose_account_or_nick_is_known_is_not_new(who: Person, welcome: bool) -> None:
    room = chat(expert(), here=(zoe,))
    room.says("is there a repo for gazpacho?", who)
    assert any(welcomed(room.wait(700))) is welcome


def test_nobody_is_greeted_for_coming_in() -> None:
    room = chat(expert())
    assert room.comes(zoe) + room.wait(DAY) == []


def test_a_greeting_is_answered_after_a_while_and_only_the_first_time() -> None:
    room = chat()
    room.says("hi", zoe)
    assert (room.wait(179), len(room.wait(180))) == ([], 1)
    room.says("hi", zoe, 90000)
    assert room.wait(100000) == []


@pytest.mark.parametrize("after", ["zoe: hi", "zoe, what is it?"])
def test_a_greeting_that_somebody_returned_by_name_is_left_to_people(after: str) -> None:
    room = chat(here=(zoe,))
    room.says("hi", zoe)
    room.says(after, bob, 60)
    assert room.wait(9000) == []
