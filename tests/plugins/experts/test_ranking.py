"""Points: what speaks for asking one person now."""

import pytest

from bot.core.people import Person
from bot.core.records import DAY, HOUR, Call, Helped, Status
from bot.core.roster import Roster
from plugins.experts.ranking import Merit, activity, answers, loads
from tests.builders import START, bob, directory, expert, helper, memory, person, question

TODAY = int(START // DAY)


@pytest.mark.parametrize(
    ("ago", "points"), [(None, 0), (0, 3), (900, 3), (901, 2), (2 * HOUR, 2), (2 * HOUR + 1, 1), (DAY, 1), (DAY + 1, 0)]
)
def test_activity_counts_in_coarse_classes(ago: float | None, points: int) -> None:
    assert activity(None if ago is None else START - ago, START) == points


def helped(day: int, count: int = 1, who: str = "carol", topic: str = "repos") -> Helped:
    return Helped(helper(who).identity, who, topic, day, count)


@pytest.mark.parametrize(
    ("records", "points"),
    [
        ((), 0),
        ((helped(TODAY),), 1),
        ((helped(TODAY - 89, 2),), 1),
        ((helped(TODAY, 2), helped(TODAY - 1)), 2),
        ((helped(TODAY, 50),), 2),
        ((helped(TODAY - 91, 5),), 0),
        ((helped(TODAY, 5, "dave"), helped(TODAY, 5, topic="nova")), 0),
    ],
)
def test_answers_of_90_days_count_coarsely(records: tuple[Helped, ...], points: int) -> None:
    assert answers([helper("carol").identity], "repos", START, memory(*records)) == points


def test_a_question_is_with_whoever_was_called_last() -> None:
    calls = tuple(Call(START, name, helper(name)) for name in ("carol", "dave"))
    routed = question(status=Status.ROUTED, calls=calls)
    parked = question(number=2, by=bob, status=Status.PARKED, calls=calls[:1])
    assert loads(Roster(directory(expert("carol"), expert("dave"))), memory(routed, parked)) == {"dave": 1}


@pytest.mark.parametrize(("by", "name"), [(person("caro", account="carol"), "carol"), (bob, "bob")])
def test_who_took_a_question_counts_under_the_name_of_their_entry(by: Person, name: str) -> None:
    routed = question(status=Status.ROUTED, calls=(Call(START, by.name, by),))
    assert loads(Roster(directory(expert("carol"))), memory(routed)) == {name: 1}


def test_what_is_told_says_nothing_of_activity() -> None:
    assert Merit(active=3).reasons() == Merit().reasons() == ("has had no call today",)
