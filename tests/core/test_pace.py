"""How fast one person may speak to us."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.pace import MINUTE, PEOPLE, Pace, pace
from tests.builders import memory

FINE, HINT, SILENT = Pace.FINE, Pace.HINT, Pace.SILENT


def verdicts(times: list[float], per_minute: int = 3) -> list[Pace]:
    made = memory()
    return [pace(made, "oftc:alice", at, per_minute) for at in times]


def test_over_the_limit_comes_one_hint_and_then_silence() -> None:
    assert verdicts([0, 1, 2, 3, 4, 5]) == [FINE, FINE, FINE, HINT, SILENT, SILENT]


def test_silence_lasts_a_minute_from_the_hint() -> None:
    assert verdicts([0, 1, 2, 30, 89, 90]) == [FINE, FINE, FINE, HINT, SILENT, FINE]


def test_the_minute_slides() -> None:
    assert verdicts([0, 30, 59, 60, 61, 90]) == [FINE, FINE, FINE, FINE, HINT, SILENT]


def test_asking_while_silenced_does_not_make_it_longer() -> None:
    assert verdicts([0, 0, 0, 0, 50, 59, 60]) == [FINE, FINE, FINE, HINT, SILENT, SILENT, FINE]


def test_others_are_served_as_before() -> None:
    made = memory()
    for at in range(9):
        pace(made, "oftc:alice", at, 3)
    assert pace(made, "oftc:bob", 9, 3) is FINE


def test_only_so_many_people_are_remembered() -> None:
    made = memory()
    for number in range(PEOPLE + 5):
        pace(made, f"oftc:n{number}", 0, 3)
    assert len(made.commands) == PEOPLE


# Quarters of a second: sums of arbitrary floats differ in the last place from one form of the same comparison to the other.
TIMES = st.lists(st.integers(0, 1200).map(lambda quarters: quarters / 4), max_size=40).map(sorted)


@given(TIMES, st.integers(1, 5))
def test_never_more_than_the_limit_in_a_minute_and_one_hint(times: list[float], limit: int) -> None:
    heard = list(zip(times, verdicts(times, limit), strict=True))
    for start, _ in heard:
        within = [verdict for at, verdict in heard if start <= at < start + MINUTE]
        assert within.count(FINE) <= 2 * limit
        assert within.count(HINT) <= 1
    for at, verdict in heard:
        before = [v for earlier, v in heard if at - MINUTE < earlier <= at]
        assert verdict is not FINE or before.count(FINE) <= limit
