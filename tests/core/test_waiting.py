"""What the clock and people's coming and going mean."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.events import Renamed, Undelivered
from bot.core.moments import AskerBack, Greeted, Moment, StillWaiting
from bot.core.notes import Notes
from bot.core.people import BRIDGE_HOST, Person
from bot.core.plugin import AskedBack, Called, Closed, Gave, Parked, Reopened, Showed
from bot.core.records import Question, Status, Step
from bot.core.waiting import ROOM_AGAIN, Waiting
from tests.builders import NETWORK, ROOM, START, alice, bob, carol, direct, life, notes, person, question, settings, uttered

WAITING = Waiting(settings(), life())
DUE = question(due_at=START + 120)


def due(made: Notes, at: float = 120.0, hear: Callable[[Moment], None] = lambda _: None) -> list[Moment]:
    """Everything that falls due; each moment is heard before the next is asked for."""
    moments = []
    for moment in WAITING.due(START + at, made):
        moments.append(moment)
        hear(moment)
    return moments


def now(made: Notes) -> Question:
    found = made.memory.question(DUE.key)
    assert found is not None
    return found


# --- due steps ---


def test_a_question_that_waits_is_heard_of() -> None:
    made = notes(DUE)
    assert due(made) == [StillWaiting(START + 120, DUE, Step.ANSWER)]


def test_before_its_time_nothing_is_due() -> None:
    assert due(notes(DUE), at=119.9) == []


def test_an_answer_that_nobody_had_makes_room_for_a_person() -> None:
    made = notes(DUE)
    due(made)
    assert (now(made).step, now(made).due_at) == (Step.ROUTE, START + 600)


def test_when_nobody_can_be_called_the_question_is_parked() -> None:
    made = notes(replace(DUE, step=Step.ROUTE))
    due(made)
    assert (now(made).status, now(made).step) == (Status.PARKED, Step.EXPIRE)


def test_a_question_settles_without_a_word() -> None:
    made = notes(replace(DUE, status=Status.GATHERING, step=Step.SETTLE, due_at=START + 90))
    assert due(made, at=90) == []
    assert (now(made).status, now(made).step) == (Status.ASKED, Step.ANSWER)


def test_what_fell_due_while_we_were_down_is_caught_up_step_by_step() -> None:
    made = notes(replace(DUE, status=Status.GATHERING, step=Step.SETTLE, due_at=START + 90))
    assert [moment.step for moment in due(made, at=9000) if isinstance(moment, StillWaiting)] == [Step.ANSWER, Step.ROUTE]


@pytest.mark.parametrize("step", [Step.EXPIRE, Step.RETURN, Step.ANSWER, Step.SETTLE])
def test_a_question_is_kept_for_the_time_agreed_and_no_longer(step: Step) -> None:
    made = notes(replace(DUE, step=step, keep_until=START + 120))
    assert due(made) == []
    assert (made.memory.question(DUE.key), made.memory.counter("questions expired")) == (None, 1)


def test_a_question_that_has_ended_is_dropped_and_not_counted_as_expired() -> None:
    made = notes(replace(DUE, status=Status.SOLVED, step=Step.DROP, keep_until=START + 120))
    assert due(made) == []
    assert (made.memory.question(DUE.key), made.memory.counter("questions expired")) == (None, 0)


def test_the_longest_due_comes_first() -> None:
    second = question(number=2, due_at=START + 100)
    assert [moment.question.number for moment in due(notes(DUE, second)) if isinstance(moment, StillWaiting)] == [2, 1]


def test_what_a_plugin_leaves_for_later_is_left() -> None:
    made = notes(DUE)
    due(made, hear=lambda _: made.put(life().postponed(now(made), START + 500)))
    assert (now(made).step, now(made).due_at) == (Step.ANSWER, START + 500)


def test_while_we_are_not_in_the_room_we_look_again() -> None:
    made = notes(DUE)
    made.memory.passing(ROOM).joined = False
    assert due(made) == []
    assert (now(made).step, now(made).due_at) == (Step.ANSWER, START + 120 + ROOM_AGAIN)


def test_in_private_nobody_is_ever_away() -> None:
    asked = replace(DUE, place=direct(), room=direct().key)
    assert due(notes(asked, here=())) == [StillWaiting(START + 120, asked, Step.ANSWER)]


def test_whoever_is_behind_a_bridge_is_never_known_to_be_away() -> None:
    zoe = Person(NETWORK, "matrixrelay/zoe", "zoe", host=BRIDGE_HOST)
    asked = replace(DUE, asker=zoe)
    assert due(notes(asked)) == [StillWaiting(START + 120, asked, Step.ANSWER)]


# --- bare greetings ---


def test_a_greeting_is_heard_of_while_its_speaker_is_here() -> None:
    made = notes()
    made.memory.greeted(ROOM, alice, START + 60)
    made.memory.greeted(ROOM, carol, START + 60)  # who is not
    assert due(made, at=60) == [Greeted(START + 60, ROOM, ROOM.key, alice)]


# --- away and back ---

LOGGED_IN = person("alice", account="alice")
BACK = (
    (alice, alice, True),
    (alice, person("alice", host="mallory@example.net"), False),
    (alice, person("alice_", host=alice.host), False),
    (LOGGED_IN, person("al", account="alice", host="new@example.net"), True),
    (LOGGED_IN, person("alice", account="mallory"), False),
    (LOGGED_IN, alice, True),  # logged out: the same nick and user@host
    (LOGGED_IN, person("alice", host="mallory@example.net"), False),
    (alice, bob, False),
)


def test_what_falls_due_while_the_asker_is_away_is_held() -> None:
    made = notes(DUE, here=(bob,))
    assert due(made) == []
    assert (now(made).held, now(made).step, now(made).status) == (True, Step.RETURN, Status.PARKED)


def test_somebody_else_under_the_askers_nick_is_not_the_asker() -> None:
    made = notes(DUE, here=(person("alice", host="mallory@example.net"),))
    assert due(made) == []
    assert now(made).held


def test_a_person_whose_host_we_do_not_know_is_taken_for_who_they_seem_to_be() -> None:
    assert len(due(notes(DUE, here=(person("alice", host=None),)))) == 1


@pytest.mark.parametrize(("asker", "comes", "given"), BACK)
def test_what_was_held_is_for_the_same_person_only(asker: Person, comes: Person, given: bool) -> None:
    made = notes(life().held(replace(DUE, asker=asker), START, "away"), here=())
    moments = list(WAITING.came(ROOM, (comes,), START + 500, made))
    assert [type(moment) for moment in moments] == [AskerBack] * given
    assert (now(made).held, now(made).asker) == ((False, comes) if given else (True, asker))


def test_when_nothing_is_said_on_return_a_person_is_sought_once_they_have_settled() -> None:
    made = notes(life().held(DUE, START, "away"), here=())
    list(WAITING.came(ROOM, (alice,), START + 500, made))
    assert (now(made).status, now(made).step, now(made).due_at) == (Status.ASKED, Step.ROUTE, START + 590)


def test_what_is_not_held_is_not_given_on_coming() -> None:
    assert list(WAITING.came(ROOM, (alice,), START + 500, notes(DUE))) == []


def test_a_held_answer_is_given_once() -> None:
    made = notes(life().held(DUE, START, "away"), here=())
    for _ in WAITING.came(ROOM, (alice,), START + 500, made):
        WAITING.take(Gave("e"), now(made), START + 500, made)
    assert list(WAITING.came(ROOM, (alice,), START + 600, made)) == []


def test_a_question_follows_the_person_to_another_nick() -> None:
    made = notes(DUE, question(number=2))
    new = person("alice_", host=alice.host)
    WAITING.renamed(Renamed(START, alice, new), made)
    assert {q.asker for q in made.memory.questions(ROOM.key)} == {new}


@pytest.mark.case(31)
def test_two_people_who_swap_their_nicks_keep_their_questions() -> None:
    made = notes(question(by=alice), question(by=bob, number=2))
    a, b = person("bob", host=alice.host), person("alice", host=bob.host)
    for old, new in ((alice, person("x", host=alice.host)), (bob, b), (person("x", host=alice.host), a)):
        WAITING.renamed(Renamed(START, old, new), made)
    assert {q.number: q.asker for q in made.memory.questions(ROOM.key)} == {1: a, 2: b}


@pytest.mark.case(30)
def test_a_question_does_not_follow_a_new_owner_of_the_nick() -> None:
    asker, other = person("alice", account="alice"), person("alice", account="mallory")
    made = notes(question(by=asker))
    WAITING.renamed(Renamed(START, other, person("eve", account="mallory")), made)
    assert {q.asker for q in made.memory.questions(ROOM.key)} == {asker}


def test_going_away_and_coming_back_write_nothing() -> None:
    made = notes(DUE)
    WAITING.renamed(Renamed(START, alice, replace(alice, away=True)), made)
    assert made.changes == []


# --- effects ---

EFFECTS = (
    (Gave("e"), Status.ANSWERED, Step.EXPIRE),
    (Called("carol", carol), Status.ROUTED, Step.NEXT_EXPERT),
    (Parked("r"), Status.PARKED, Step.EXPIRE),
    (AskedBack(), Status.ASKED, Step.ROUTE),
    (Closed(DUE.key, bob), Status.SOLVED, Step.DROP),
    (Reopened(DUE.key, bob), Status.ASKED, Step.ROUTE),
)


@pytest.mark.parametrize(("effect", "status", "step"), EFFECTS)
def test_what_was_said_moves_the_question(effect: Gave, status: Status, step: Step) -> None:
    made = notes(DUE)
    WAITING.take(effect, DUE, START + 120, made)
    assert (now(made).status, now(made).step) == (status, step)


def test_what_was_shown_is_remembered() -> None:
    made = notes(DUE)
    WAITING.take(Showed("carol", (DUE.key, "gone")), None, START, made)
    assert now(made).shown_to == ("carol",)


@pytest.mark.parametrize("effect", [Gave("e"), Closed("gone", bob), Reopened("gone", bob)])
def test_an_effect_without_a_question_moves_nothing(effect: Gave) -> None:
    made = notes()
    WAITING.take(effect, None, START, made)
    assert made.changes == []


# --- lines that never arrived ---

ANSWERED = life().gave(DUE, START, "e")
LOST = (
    (ANSWERED, True),
    (life().answered_by(ANSWERED, START, bob), False),  # a person has
    (life().parked(DUE, START, "r"), False),
    (life().solved(ANSWERED, START, "alice", "r"), False),
)


@pytest.mark.parametrize(("before", "asked_again"), LOST)
def test_a_question_whose_answer_was_lost_is_asked_again(before: Question, asked_again: bool) -> None:
    made = notes(before, uttered(7, question=DUE.key))
    WAITING.undelivered(Undelivered(START + 10, ROOM, "7.0", "expired"), made)
    assert (now(made).status is Status.ASKED, made.memory.counter("lines lost")) == (asked_again, 1)


@pytest.mark.parametrize("key", ["8.0", "", "x", "7"])
def test_a_lost_line_that_we_do_not_know_is_counted(key: str) -> None:
    made = notes(uttered(9))
    WAITING.undelivered(Undelivered(START, ROOM, key, "refused"), made)
    assert made.memory.counter("lines lost") == 1


@pytest.mark.case(27)
@pytest.mark.parametrize(("here", "held"), [((alice,), False), ((bob,), True), ((person("alice", host="mallory@example.net"),), True)])
def test_an_answer_that_found_the_asker_gone_is_held_for_their_return(here: tuple[Person, ...], held: bool) -> None:
    made = notes(ANSWERED, uttered(7, question=DUE.key), here=here)
    WAITING.undelivered(Undelivered(START + 10, ROOM, "7.0", "alice has left"), made)
    assert (now(made).held, now(made).faq, now(made).entry) == (held, held, "")


def test_while_we_are_away_ourselves_nobody_is_known_to_be_gone() -> None:
    """What was in flight when we died may have been said: it must not be said again on anybody's return."""
    made = notes(ANSWERED, uttered(7, question=DUE.key), here=())
    made.memory.passing(ROOM).joined = False
    WAITING.undelivered(Undelivered(START + 10, ROOM, "7.0", "in flight when the process died"), made)
    assert (now(made).held, now(made).status) == (False, Status.ASKED)


def test_what_never_arrived_was_not_said() -> None:
    made = notes(uttered(7, question=DUE.key))
    WAITING.undelivered(Undelivered(START + 10, ROOM, "7.0", "refused"), made)
    assert list(made.memory.said(room=ROOM.key)) == []
    assert [said.withheld for said in made.memory.withheld(ROOM.key, 0.0)] == ["not delivered: refused"]


# --- ends ---


@pytest.mark.parametrize("step", [Step.INVITE, Step.RETURN])
def test_what_was_solved_does_not_expire_whatever_we_missed(step: Step) -> None:
    made = notes(replace(DUE, status=Status.SOLVED, step=step, keep_until=START + 120))
    due(made, at=9000)
    assert (made.memory.question(DUE.key), made.memory.counter("questions expired")) == (None, 0)


def test_a_last_word_is_heard_of_once_and_by_nobody_who_is_away() -> None:
    last = replace(DUE, status=Status.PARKED, step=Step.LAST_WORD)
    made = notes(last)
    assert due(made) == [StillWaiting(START + 120, last, Step.LAST_WORD)]
    assert (now(made).status, now(made).step) == (Status.PARKED, Step.EXPIRE)
    gone = notes(last, here=())
    assert due(gone) == []
    assert (now(gone).step, now(gone).held) == (Step.EXPIRE, False)
