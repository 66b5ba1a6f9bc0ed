"""What one person may do a few times in a while."""

from bot.core.allowance import TIMES, spent
from bot.core.memory import Memory
from bot.core.people import Person
from bot.core.records import DAY, HOUR, Put
from tests.builders import START, alice, bob, memory, person


def used(made: Memory, times: int, by: Person = alice, kind: str = "told") -> list[bool]:
    """Whether each of so many tries is allowed, a minute apart."""
    allowed = []
    for number in range(times):
        change = spent(kind, by, START + number * 60, made)
        made.apply([change] if change else [])
        allowed.append(change is not None)
    return allowed


def test_three_times_and_no_more() -> None:
    assert used(memory(), TIMES["told"] + 1) == [True, True, True, False]


def test_everybody_has_their_own() -> None:
    made = memory()
    used(made, 3)
    assert used(made, 1, bob) == [True]


def test_another_nick_is_the_same_account() -> None:
    made = memory()
    used(made, 3, person("alice", account="alice"))
    assert used(made, 1, person("alicia", account="alice")) == [False]


def test_one_comes_back_with_the_end_of_its_while() -> None:
    made = memory()
    used(made, 3)
    assert spent("told", alice, START + HOUR - 1, made) is None
    assert spent("told", alice, START + HOUR, made) is not None


def test_nothing_is_kept_beyond_that_while() -> None:
    for kind, length in (("told", HOUR), ("proposed", DAY)):
        change = spent(kind, alice, START, memory())
        assert isinstance(change, Put)
        assert change.record.expires == START + length
