"""What stands behind a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands import number_in


@pytest.mark.parametrize(
    ("args", "number"),
    [
        ("17", "17"),
        ("#17", "17"),
        (" 17. ", "17"),
        ("017", "17"),
        ("0", "0"),
        ("", ""),
        ("-1", ""),
        ("1 2", ""),
        ("it", ""),
        ("²", ""),
        ("٣", ""),
    ],
)
def test_a_number_is_read_as_people_write_it(args: str, number: str) -> None:
    assert number_in(args) == number


@given(st.text() | st.integers(0).map(str))
def test_whatever_stands_there_is_a_number_as_it_is_counted_or_none(args: str) -> None:
    number = number_in(args)
    assert number == "" or (number.isascii() and number.isdecimal() and (number == "0" or number[0] != "0"))
