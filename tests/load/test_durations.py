"""Durations: units, and what is refused."""

import pytest

from bot.load.durations import seconds


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", 90.0),
        ("3m", 180.0),
        ("48h", 172_800.0),
        ("30d", 2_592_000.0),
        ("2w", 1_209_600.0),
        ("500ms", 0.5),
        ("1.5h", 5400.0),
        ("0s", 0.0),
    ],
)
def test_a_number_with_a_unit_is_a_duration(text: str, length: float) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize("text", ["90", "-2m", "", "m", "1e3s", "2 m", "1h30m", "s90", "∞s", "1.s", ".5s"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match='such as "90s"'):
        seconds(text)


def test_ten_years_are_the_most() -> None:
    with pytest.raises(ValueError, match="ten years"):
        seconds("9999999d")
