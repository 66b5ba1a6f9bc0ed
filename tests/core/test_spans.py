"""Lengths of time, as people write and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.spans import UNITS, in_words, seconds, span

READ = (
    ("90s", 90),
    ("3m", 180),
    ("48h", 172800),
    ("30d", 2592000),
    ("2w", 1209600),
    ("500ms", 0.5),
    ("1.5h", 5400),
    ("0s", 0),
    (" 2H ", 7200),
)
NONE = ("", "90", "-3m", "3 m", "m", "1h30m", "1e3s", ".5s", "5.s", "3m!", "infs", "nans", "9" * 10 + "s")
TOLD = (
    (0, "0 s"),
    (-5, "0 s"),
    (40, "40 s"),
    (60, "1 min"),
    (600, "10 min"),
    (3600, "1 h"),
    (5400, "90 min"),
    (7200, "2 h"),
    (172800, "2 d"),
)


@pytest.mark.parametrize(("text", "length"), READ)
def test_a_number_and_a_unit_are_a_length(text: str, length: float) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize("text", NONE)
def test_anything_else_is_none(text: str) -> None:
    assert seconds(text) is None


@pytest.mark.parametrize(("length", "text"), TOLD)
def test_a_length_is_told_in_a_unit_that_keeps_it_true(length: float, text: str) -> None:
    assert span(length) == text


@pytest.mark.parametrize(
    ("length", "text"), [(172800, "2 days"), (86400, "1 day"), (5400, "90 minutes"), (3600, "1 hour"), (1, "1 second"), (0, "0 seconds")]
)
def test_in_a_sentence_it_is_told_in_words(length: float, text: str) -> None:
    assert in_words(length) == text


@given(st.text(max_size=10))
def test_no_text_fails(text: str) -> None:
    found = seconds(text)
    assert found is None or found >= 0


@given(st.integers(0, 10**6), st.sampled_from(sorted(UNITS)))
def test_what_is_written_is_read(number: int, unit: str) -> None:
    assert seconds(f"{number}{unit}") == number * UNITS[unit]


@given(st.floats(0, 1e7))
def test_what_is_told_is_off_by_a_third_at_most(length: float) -> None:
    number, unit = span(length).split()
    told = int(number) * {"s": 1, "min": 60, "h": 3600, "d": 86400}[unit]
    assert abs(told - length) <= max(0.5, length / 3)
