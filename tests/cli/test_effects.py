"""What one more wording does, in lines for whoever writes."""

from typing import cast

from bot.cli import matching
from bot.cli.effects import consequences
from plugins.faq.effects import Effect, Shift, Turn


def lines(*shifts: Shift, repeats: str = "") -> list[str]:
    return list(consequences(cast(matching.Effect, Effect(shifts, repeats))))


def test_what_it_helps_comes_before_what_it_takes() -> None:
    takes = Shift(Turn.TAKES, "where is it", "other", 0.71, 0.64)
    helps = Shift(Turn.HELPS, "how is it", "own", 0.12, 0.5)
    assert lines(takes, helps) == [
        'helps "how is it": 0.12 → 0.50',
        'takes "where is it" from other (put the word that decides into yours, or give that line as a near miss at the end)',
    ]


def test_a_near_miss_gives_back_and_may_hurt() -> None:
    assert lines(Shift(Turn.HURTS, "a", "own", 0.7, 0.0), Shift(Turn.GIVES, "b", "other", 0.4, 0.4)) == [
        'leaves "b" to other',
        'hurts "a": 0.70 → 0.00 (put the word that decides into one of the two)',
    ]


def test_three_of_a_sort_are_named_and_the_rest_counted() -> None:
    shifts = [Shift(Turn.HELPS, f"text {n}", "own", 0.1, 0.9) for n in range(5)]
    assert [line.split(":")[0] for line in lines(*shifts)] == ['helps "text 0"', 'helps "text 1"', 'helps "text 2"', "helps 2 more"]


def test_what_repeats_another_is_told_and_cannot_steer_the_terminal() -> None:
    assert lines(repeats="\x1b[2Jthe same") == ['nearly repeats "the same": in other words it would help more people']
