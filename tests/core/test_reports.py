"""Reports of wrong answers: whose, how many, of what, and under which number."""

from dataclasses import replace

import pytest

from bot.core.events import Tick
from bot.core.kernel import Kernel
from bot.core.knowledge import Draft
from bot.core.memory import Memory
from bot.core.people import Person, Place
from bot.core.records import DAY, DRAFTS, HOUR, Counter, Reported, Said
from bot.core.reports import Reports, Taken, answered_with, last_answer
from tests.builders import NETWORK, ROOM, START, alice, bob, knowledge, memory, settings, uttered
from tests.entries import ENTRIES

REPORTS = Reports.of(knowledge(entries=ENTRIES))
ANSWER = uttered(entry="rpms", id="$1")


def take(made: Memory, said: Said = ANSWER, by: Person = alice, at: float = 0.0, reports: Reports = REPORTS) -> Taken:
    report = reports.report(said, by, START + at, made)
    made.apply(report.changes)
    return report.taken


def test_a_report_is_about_the_entry_as_it_stands_in_this_place() -> None:
    made = memory()
    assert take(made) is Taken.NEW
    assert made.reported(ROOM.key, "rpms") == Reported(ROOM.key, "rpms", START, made.hash(alice.identity), REPORTS.versions["rpms"], 1)


def test_a_second_report_of_the_same_changes_nothing() -> None:
    made = memory()
    take(made)
    assert take(made, by=bob) is Taken.KNOWN


def test_three_a_day_are_all_that_one_person_has() -> None:
    made = memory()
    answers = [replace(ANSWER, entry=entry.id) for entry in ENTRIES]
    assert [take(made, said) for said in answers] == [Taken.NEW, Taken.NEW, Taken.NEW, Taken.ENOUGH]
    assert take(made, answers[3], bob) is Taken.NEW


def test_the_next_day_they_have_three_more() -> None:
    made = memory()
    for entry in ENTRIES[:3]:
        take(made, replace(ANSWER, entry=entry.id))
    assert take(made, replace(ANSWER, entry=ENTRIES[3].id), at=DAY) is Taken.NEW


def test_numbers_go_on_behind_those_of_drafts() -> None:
    made = memory(Counter(DRAFTS, 4))
    take(made, reports=Reports.of(knowledge(entries=ENTRIES, drafts=(Draft(7, "gap", "What?"),))))
    assert [report.number for report in made.reports()] == [8]
    assert made.counter(DRAFTS) == 8


def test_an_entry_that_says_something_else_may_be_reported_anew_under_its_number() -> None:
    made = memory(Reported(ROOM.key, "rpms", START - DAY, "", "old", 3))
    assert take(made) is Taken.NEW
    assert [report.number for report in made.reports()] == [3]


def test_what_nobody_has_settled_stands_by_number() -> None:
    now = REPORTS.versions
    made = memory(
        Reported("b", "rpms", START, "", now["rpms"], 5),
        Reported("a", "login", START, "", now["login"], 2),
        Reported("a", "dhcp", START, "", "old", 3),
        Reported("a", "rabbit", START, "", now["rabbit"], 4, accepted=True),
    )
    assert [report.number for report in REPORTS.standing(made)] == [2, 5]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ((ANSWER,), 1),
        ((ANSWER, uttered(2, at=60, kind="again", entry="login")), 2),
        ((ANSWER, uttered(2, at=60, kind="tell", entry="login")), 2),
        ((ANSWER, uttered(2, at=60, kind="call")), 1),
        ((ANSWER, uttered(2, at=60, kind="suggest", entry="login")), 1),
        ((uttered(at=-2 * HOUR, entry="rpms"),), None),
        ((replace(ANSWER, place=Place(NETWORK, "#other"), room="oftc/#other"),), None),
    ],
)
def test_the_last_answer_of_a_place(said: tuple[Said, ...], found: int | None) -> None:
    last = last_answer(ROOM.key, START - HOUR, memory(*said))
    assert (last.number if last else None) == found


@pytest.mark.parametrize(("line", "found"), [("$1", 1), ("$2", None), ("$9", None), ("", None), (None, None)])
def test_the_answer_that_a_line_is(line: str | None, found: int | None) -> None:
    answer = answered_with(line, memory(ANSWER, uttered(2, kind="call", id="$2")))
    assert (answer.number if answer else None) == found


def test_drafts_that_somebody_wrote_at_the_prompt_take_their_numbers_out_of_the_row() -> None:
    made = memory(Counter(DRAFTS, 2))
    Kernel(settings(), knowledge(drafts=(Draft(7, "gap", "What?"),)), ()).handle(Tick(START, daily=True), made)
    assert made.counter(DRAFTS) == 7
