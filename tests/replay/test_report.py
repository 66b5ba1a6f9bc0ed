"""The figures of a replay, and that their number is bounded."""

from bot.core.actions import Say
from bot.core.events import Message, Tick
from bot.core.kernel import Turn
from bot.core.people import Place
from bot.core.records import DAY, Drop, Put, Question
from bot.replay.foresight import Foreseen
from bot.replay.report import DAYS, NAMES, OTHERS, ROWS, Report
from bot.replay.row import BY_US, NOBODY
from tests.builders import ROOM, START, alice, bob, life, question, says, uttered
from tests.replay.playing import playing, report_of
from tests.replay.test_playing import CAROL, GAZPACHO, NOVA


def empty() -> Report:
    return Report(lambda _question, _at: Foreseen())


def heard(*turns: Turn) -> Report:
    report = empty()
    for turn in turns:
        report.hear(turn)
    return report


def test_lines_are_counted_in_all_by_day_and_by_room() -> None:
    report = heard(Turn(says("a")), Turn(says("b", at=DAY)), Turn(says("c", place=Place("oftc", "#dev"))))
    assert report.total.lines == 3
    assert [numbers.lines for numbers in report.days.values()] == [2, 1]
    assert {room: numbers.lines for room, numbers in report.rooms.items()} == {ROOM.key: 2, "oftc/#dev": 1}


def test_unprompted_lines_are_those_in_rooms_that_nobody_asked_us_for() -> None:
    line = Say("1", ROOM, ("one", "two"), alice, prompted=False)
    said = (line, Say("2", ROOM, ("x",)), Say("3", Place("oftc", "bob", direct=True), ("y",), prompted=False))
    report = heard(Turn(says("a")), Turn(Tick(START), actions=said))
    assert (report.total.unprompted, report.total.per_1000) == (2, 2000.0)


def test_a_welcome_stands_in_front_of_what_it_came_with() -> None:
    asked = question()
    records = (
        uttered(1, text="Here.", question=asked.key, entry="e"),
        uttered(2, utterance=1, kind="welcome", text="Hi.", question=asked.key),
    )
    report = heard(Turn(Tick(START), changes=(Put(asked), *map(Put, records), Drop(Question, asked.key))))
    assert [(spoken.kind, spoken.text) for spoken in report.first[0].said] == [("answer", "Hi. Here.")]
    assert report.entries == {"e": 1}


def test_what_was_kept_back_is_counted_by_its_rule() -> None:
    report = heard(Turn(Tick(START), changes=(Put(uttered(1, withheld="meeting")), Put(uttered(1, withheld="meeting")))))
    assert report.kept_back == {"meeting": 1}


def test_a_question_whose_answer_never_came_is_answered_by_nobody() -> None:
    asked = question()
    report = heard(Turn(Tick(START), changes=(Put(asked),)))
    report.close()
    assert report.outcomes == {NOBODY: 1}


def test_a_person_who_was_faster_is_told_with_the_seconds() -> None:
    report = report_of(playing(), [f"12:00:00 <alice> {GAZPACHO}", "12:00:40 <bob> alice: there is none, see the page"])
    bob = report.people["bob"]
    assert (bob.answers, bob.faster, bob.slower, bob.mean, report.waits[0]) == (1, 1, 0, 40.0, 1)


def test_whoever_answers_at_the_second_at_which_the_bot_does_is_behind_it() -> None:
    report = report_of(playing(), [f"12:00:00 <alice> {GAZPACHO}", "12:02:00 <bob> alice: there is none, see the project page"])
    bob = report.people["bob"]
    assert (report.outcomes, report.also_person, bob.faster, bob.slower) == ({BY_US: 1}, 1, 0, 1)


def test_whom_it_would_call_is_compared_with_who_answered() -> None:
    lines = ["11:00:00 <carol> morning", f"12:00:00 <alice> {NOVA}", "12:01:00 <bob> alice: set the host to forced down"]
    report = report_of(playing(CAROL), lines)
    assert (report.pairs, report.hits, report.compared) == ({("carol", "bob"): 1}, 0, 1)


def test_days_become_months_and_names_others_when_there_are_many() -> None:
    report = empty()
    for day in range(DAYS + 40):
        report.hear(Turn(says("a", at=day * DAY)))
    for number in range(NAMES + 5):
        report.hear(Turn(says("a", at=(DAYS + 39) * DAY, place=Place("oftc", f"#{number}"))))
    assert len([day for day in report.days if len(day) == 10]) <= DAYS + 1
    assert sum(numbers.lines for numbers in report.days.values()) == report.total.lines
    assert report.rooms[OTHERS].lines == 6  # the first room came before


def test_the_first_and_the_last_questions_are_kept() -> None:
    report = empty()
    for number in range(1, 2 * ROWS + 11):
        asked = life().answered_by(question(number=number, at=number), START + number + 5, bob)
        report.hear(Turn(Tick(START), changes=(Put(asked), Drop(Question, asked.key))))
    assert ([row.number for row in report.first][-1], report.last[0].number, report.told) == (ROWS, ROWS + 11, 2 * ROWS + 10)


def test_a_private_question_is_nobodys_business() -> None:
    asked = question(place=Place("oftc", "alice", direct=True))
    report = heard(Turn(Message(START, asked.place, alice, "x"), changes=(Put(asked),)))
    report.close()
    assert report.told == 0
