"""Rooms where nobody tells who is there (Matrix): everybody is who was not seen leaving, and only who was seen can be called."""

from bot.core.events import Joined, Left, Present
from bot.core.guard import presence
from bot.core.memory import RECENT_IDS
from bot.core.people import Person
from bot.core.records import Status
from tests.builders import QUESTION, ROOM, START, Chat, alice, bob, expert, helper, kernel, known, memory, notes, person, says

CAROL = helper("carol")


def room(*here: Person) -> Chat:
    """A room of which only these members are known; Carol offers the topic of the question."""
    talk = Chat(kernel(expert()), known(memory(here=()), alice, bob, CAROL))
    talk.hear(Present(START, ROOM, here, complete=False))
    return talk


def listed(*people: Person, complete: bool = False) -> Present:
    return Present(START + 1, ROOM, people, complete)


def test_nobody_is_away_who_was_not_seen_leaving() -> None:
    place = notes(here=()).memory.passing(ROOM)
    assert not place.here(alice.id)
    place.complete = False
    assert place.here(alice.id)
    place.left[alice.id] = START
    assert not place.here(alice.id)


def test_a_list_that_is_not_complete_makes_nobody_absent() -> None:
    made = notes(here=())
    for event in (listed(CAROL), listed(bob), listed()):
        presence(event, made)
    assert set(made.memory.passing(ROOM).people) == {CAROL.id, bob.id}
    presence(listed(bob, complete=True), made)
    assert set(made.memory.passing(ROOM).people) == {bob.id}


def test_who_comes_back_is_here_again() -> None:
    made = notes(here=())
    for event in (listed(), Left(START, ROOM, alice), Joined(START, ROOM, alice)):
        presence(event, made)
    assert made.memory.passing(ROOM).here(alice.id)


def test_who_is_listed_again_is_here_again() -> None:
    made = notes(here=())
    for event in (listed(CAROL), Left(START, ROOM, CAROL), listed(CAROL)):
        presence(event, made)
    assert made.memory.passing(ROOM).here(CAROL.id)


def test_who_left_is_remembered_for_so_many_only() -> None:
    made = notes(here=())
    presence(listed(), made)
    for number in range(RECENT_IDS + 5):
        presence(Left(START, ROOM, person(f"n{number}")), made)
    left = made.memory.passing(ROOM).left
    assert (len(left), "n4" in left, "n5" in left) == (RECENT_IDS, False, True)


def test_the_asker_of_a_question_is_here_after_a_restart() -> None:
    before = room(CAROL)
    before.says(QUESTION, alice)
    records = (record for kind in before.memory.records.values() for record in kind.values())
    after = Chat(before.kernel, memory(*records, here=()))
    after.hear(Present(START + 30, ROOM, (CAROL,), complete=False))
    assert "carol" in " ".join(after.wait(700))


def test_a_question_is_kept_for_who_was_seen_leaving_and_goes_on_when_they_are_back() -> None:
    talk = room(CAROL)
    talk.says(QUESTION, alice)
    talk.leaves(alice, 60)
    assert talk.wait(700) == []
    assert (talk.question.status, talk.question.held) == (Status.PARKED, True)
    talk.comes(alice, 710)
    assert "carol" in " ".join(talk.wait(1000))


def test_an_expert_who_was_never_seen_is_not_called() -> None:
    talk = room()
    talk.says(QUESTION, alice)
    assert "carol" not in " ".join(talk.wait(700))


def test_who_speaks_is_here_and_can_be_called() -> None:
    talk = room()
    talk.says("good morning", CAROL)
    talk.says(QUESTION, alice, at=300)
    assert "carol" in " ".join(talk.wait(1000))


def test_who_speaks_after_leaving_is_here() -> None:
    talk = room()
    talk.leaves(alice)
    talk.hear(says("back on another client", alice))
    assert talk.memory.passing(ROOM).here(alice.id)
