"""A room that was replaced by another one: what is kept under the old place is found under the new one."""

from bot.core.events import Moved
from bot.core.people import Place
from bot.core.records import Counter, Quiet, Reported, Sketch, Tally, Uncovered, Writeup
from tests.builders import NETWORK, ROOM, START, Chat, alice, bob, kernel, memory, question, uttered

NEW = Place(NETWORK, "!new:hs.example")


def test_everything_lives_on_under_the_new_place() -> None:
    asked = question(number=7)
    kept = (
        asked,
        uttered(3, question=asked.key, entry="e"),
        Quiet(ROOM.key, START + 900, "quiet"),
        Reported(ROOM.key, "e", START, "h"),
        Counter(f"number:{ROOM.key}", 7),
    )
    talk = Chat(kernel(), memory(*kept))
    talk.hear(Moved(START + 1, ROOM, NEW))
    there = talk.memory
    (moved,) = there.questions(NEW.key)
    assert (moved.place, moved.key, moved.text) == (NEW, f"{NEW.key}#7", asked.text)
    assert [said.question for said in there.said(room=NEW.key)] == [moved.key]
    assert there.quiet(NEW.key, START + 1) is not None
    assert there.reported(NEW.key, "e") is not None
    assert there.counter(f"number:{NEW.key}") == 7
    assert there.in_room(NEW)


def test_nothing_is_left_behind() -> None:
    talk = Chat(kernel(), memory(question(number=7), uttered(3), Counter(f"number:{ROOM.key}", 7)))
    talk.hear(Moved(START + 1, ROOM, NEW))
    assert (list(talk.memory.questions(ROOM.key)), list(talk.memory.said(room=ROOM.key)), talk.memory.counter(f"number:{ROOM.key}")) == (
        [],
        [],
        0,
    )


def test_a_question_of_the_new_room_is_not_replaced_by_one_that_comes_with_its_number() -> None:
    theirs = question("how do I add a compute node?", number=7, place=NEW)
    ours = question(number=7)
    kept = (theirs, ours, uttered(3, question=ours.key), Counter(f"number:{NEW.key}", 7), Counter(f"number:{ROOM.key}", 7))
    talk = Chat(kernel(), memory(*kept))
    talk.hear(Moved(START + 1, ROOM, NEW))
    assert {q.number: q.text for q in talk.memory.questions(NEW.key)} == {7: theirs.text, 8: ours.text}
    assert [said.question for said in talk.memory.said(room=NEW.key)] == [f"{NEW.key}#8"]


def test_what_maintainers_read_moves_with_the_room() -> None:
    asked = question(number=7)
    writeup = Writeup(1, START, asked.key, ROOM.key, ROOM, "repos", "q", "a", alice, bob)
    kept = (
        asked,
        writeup,
        Uncovered(asked.key, ROOM.key, "repos", "q", START),
        Tally("asked", ROOM.key, 20_781, 2),
        Tally("asked", NEW.key, 20_781, 3),
    )
    there = Chat(kernel(), memory(*kept))
    there.hear(Moved(START + 1, ROOM, NEW))
    key = f"{NEW.key}#7"
    assert [(one.room, one.place, one.question) for one in there.memory.writeups()] == [(NEW.key, NEW, key)]
    assert [(one.room, one.key) for one in there.memory.uncovered(0.0)] == [(NEW.key, key)]
    assert [(one.room, one.value) for one in there.memory.tallies(0)] == [(NEW.key, 5)]


def test_what_its_talk_resembles_moves_with_the_room_unless_the_new_one_knows_its_own() -> None:
    old, new = Sketch(ROOM.key, START, (1.0,)), Sketch(NEW.key, START, (5.0,))
    for kept, there in (((old,), (1.0,)), ((old, new), (5.0,))):
        talk = Chat(kernel(), memory(*kept))
        talk.hear(Moved(START + 1, ROOM, NEW))
        found = talk.memory.sketch(NEW.key)
        assert (talk.memory.sketch(ROOM.key), found and found.counts) == (None, there)
