"""New questions, and lines added to them. Whether words ask is tested with gate.py and talk.py."""

from bot.core.records import Status
from tests.builders import QUESTION, chat, expert, helper, person

erin = person("erin")


def test_a_question_is_all_lines_but_the_greetings() -> None:
    room = chat(plugins=())
    room.says("hi all")
    room.says(QUESTION, at=5)
    assert [line.text for line in room.question.lines] == [QUESTION]


def test_it_is_kept_from_its_first_line_on() -> None:
    room = chat(plugins=(), keep=1000.0)
    room.says(QUESTION)
    room.says("on centos 9", at=50)
    assert room.question.keep_until == room.question.asked_at + 1000


def test_a_newcomers_is_their_first() -> None:
    room = chat(plugins=(), here=(erin,))
    room.says(QUESTION, erin)
    assert room.question.first


def test_nobody_who_offered_to_help_is_a_newcomer() -> None:
    room = chat(expert("erin"), plugins=(), here=(helper("erin"),))
    room.says("helper: can somebody help me? it fails with a strange error", helper("erin"))
    assert (room.question.status, room.question.first) == (Status.ASKED, False)


def test_anger_about_a_problem_is_noted_with_it() -> None:
    room = chat(plugins=(), here=(erin,))
    room.says("this is such garbage, packstack fails again at mariadb", erin)
    assert room.question.frustrated


def test_it_is_remembered_since_when_somebody_has_asked() -> None:
    room = chat(plugins=(), here=(erin,))
    room.says(QUESTION, erin)
    first = room.memory.marked("asked", erin)
    room.says("never mind", erin, at=100)
    room.says("how do I add a compute node with packstack?", erin, at=4000)
    assert first is not None
    assert first.at == room.memory.now - 4000
    assert room.memory.marked("asked", erin) == first
