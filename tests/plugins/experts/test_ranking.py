"""Points: what speaks for asking one person now."""

from dataclasses import replace

import pytest

from bot.core.answering import Signs
from bot.core.people import Person
from bot.core.records import DAY, After, Call, Helped, Record, Status
from bot.core.roster import Roster
from plugins.experts.ranking import LIKELY, Merit, activity, answers, loads, silent
from tests.builders import START, bob, directory, expert, helper, memory, person, question, uttered

TODAY = int(START // DAY)


@pytest.mark.parametrize(
    ("signs", "points"),
    [
        (None, 0),
        (Signs(minutes=0, lines=0), 3),
        (Signs(minutes=15, lines=10), 2),
        (Signs(minutes=120, lines=20), 1),
        (Signs(minutes=24 * 60, lines=200), 0),
        (Signs(minutes=1e6, lines=10**6, asking=1.0), 0),
        (Signs(minutes=15, lines=10, picked=100), 3),  # a helper of the room
        (Signs(minutes=0, lines=0, picked=1e6, reached=1e6), 4),
    ],
)
def test_what_the_room_has_seen_counts_in_coarse_classes(signs: Signs | None, points: int) -> None:
    assert activity(signs) == points


def test_who_is_named_has_more_points_heard_of_or_not() -> None:
    assert activity(None, named=True) == 2
    assert activity(Signs(minutes=120, lines=20), named=True) > activity(Signs(minutes=120, lines=20))


CAROL, BOB = helper("carol"), helper("bob")


def call(at: float, after: After | None = None, number: int = 1) -> Record:
    return replace(uttered(number, at, kind="call", to=CAROL.identity), after=after)


def word_to_us(at: float) -> Record:
    """The bot's answer to something that carol said to it."""
    return uttered(9, at, kind="command", to=CAROL.identity, prompted=True)


ANSWERED, OVERTAKEN = After(START + 60, CAROL.identity, "carol"), After(START + 60, BOB.identity, "bob")


@pytest.mark.parametrize(
    ("records", "spoke", "count"),
    [
        ((), None, 0),
        ((call(0),), None, 1),
        ((call(0), call(10, number=2)), None, 2),
        ((call(0), call(10, ANSWERED, 2), call(20, number=3)), None, 1),
        ((call(0, OVERTAKEN),), None, 0),
        ((call(0), call(10, number=2)), START + 5, 1),
        ((call(0), call(10, number=2)), START + 10, 0),
        ((call(0), word_to_us(1)), None, 0),
        ((call(101),), None, 0),  # they still have time
        (tuple(call(n, number=n) for n in range(1, 50)), None, 10),  # enough
    ],
)
def test_calls_count_that_came_to_nothing_since_their_last_sign_of_life(
    records: tuple[Record, ...], spoke: float | None, count: int
) -> None:
    assert silent([CAROL.identity], spoke, START + 100, memory(*records)) == count


@pytest.mark.parametrize(
    ("merit", "likely"),
    [(Merit(), True), (Merit(silent=2), True), (Merit(silent=3), False), (Merit(2, silent=3), True), (Merit(4, 2, silent=10), False)],
)
def test_nobody_is_likely_who_did_not_react_to_three_calls_and_has_shown_no_sign_since(merit: Merit, likely: bool) -> None:
    assert (merit.confidence >= LIKELY) == likely


def test_load_makes_less_of_a_claim_on_somebody_but_no_doubt() -> None:
    assert Merit(load=2, calls=2).points < 0
    assert Merit(load=2, calls=2).confidence == Merit().confidence


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
    assert Merit(active=3, silent=2).reasons() == Merit().reasons() == ("has had no call today",)
