"""What somebody says in one go."""

import pytest

from bot.core.ear import Ear
from bot.core.people import Person
from bot.core.records import Mark
from bot.core.utterance import MARK_AGAIN, spoken
from tests.builders import HELPER, NETWORK, ROOM, START, Chat, alice, bob, chat, memory, person, says, settings

erin = person("erin")


def talk(*lines: tuple[float, Person, str]) -> Chat:
    room = chat(plugins=(), here=(erin,))
    for at, by, text in lines:
        room.says(text, by, at)
    return room


@pytest.mark.parametrize(("pause", "lines"), [(89.0, 2), (91.0, 1)])
def test_lines_belong_together_until_somebody_has_been_quiet(pause: float, lines: int) -> None:
    room = talk((0, bob, "the build is green"), (pause, bob, "and the mirror is in sync"))
    assert len(room.memory.passing(ROOM).typing["bob"].lines) == lines


def test_an_utterance_said_to_somebody_stays_so() -> None:
    room = talk((0, bob, "alice: the build is green"), (5, bob, "at last"))
    assert room.memory.passing(ROOM).typing["bob"].addressed


def test_a_name_of_ones_own_in_front_is_said_to_nobody() -> None:
    room = talk((0, bob, "bob: note to self"))
    assert not room.memory.passing(ROOM).typing["bob"].addressed


def test_how_long_others_have_been_silent_counts_from_the_beginning() -> None:
    room = talk((0, alice, "the build is green"), (40, bob, "good"), (50, bob, "then i go home"))
    assert room.memory.passing(ROOM).typing["bob"].company.talking == 40


def test_what_others_say_between_ends_what_is_judged_as_one() -> None:
    room = talk((0, bob, "alice: the build is green"), (5, alice, "good"), (10, bob, "and the mirror is in sync"))
    typing = room.memory.passing(ROOM).typing["bob"]
    assert (len(typing.lines), typing.run, typing.addressed) == (2, 1, False)


def test_who_has_spoken_is_known_from_then_on_but_not_for_a_greeting() -> None:
    room = talk((0, erin, "hi"))
    assert room.memory.marked("spoke", erin) is None
    room.says("the build is green", erin, 5)
    assert room.memory.marked("spoke", erin)


def test_having_spoken_is_not_written_down_with_every_line() -> None:
    room = talk((0, erin, "the build is green"), (5, erin, "and the mirror is in sync"))
    assert room.memory.marked("spoke", erin) == Mark("spoke", room.memory.hash(erin.identity), START)
    room.says("still green", erin, MARK_AGAIN + 1)
    assert room.memory.marked("spoke", erin) == Mark("spoke", room.memory.hash(erin.identity), START + MARK_AGAIN + 1)


ZOE, YAN = "@zoe:example.org", "@yan:example.org"
ON_PURPOSE = (
    ("zoe: is there a repo?", (ZOE,), None, ZOE),
    ("zoe: is there a repo?", (YAN, ZOE), None, ZOE),
    ("Zoe Smith: is there a repo?", (ZOE,), None, ZOE),  # a display name that nobody has told us
    ("Zoe Smith: is there a repo?", (YAN, ZOE), None, None),
    ("is there a repo, and what does @zoe:example.org say?", (ZOE,), None, None),
    ("error: it failed", (ZOE,), "of bob", "bob"),
    ("zoe: is there a repo?", (), None, None),
)


@pytest.mark.parametrize(("text", "mentions", "reply_to", "target"), ON_PURPOSE)
def test_a_line_is_said_to_whom_it_names_on_purpose_in_front(
    text: str, mentions: tuple[str, ...], reply_to: str | None, target: str | None
) -> None:
    made = memory(here=(alice, bob))
    made.names[NETWORK] = (HELPER, "@helper:example.org")
    made.ids["of bob"] = "bob"
    heard = Ear("!", {}).hear(says(text, alice, mentions=mentions, reply_to=reply_to), made)
    assert spoken(heard, settings(), made).target == target
