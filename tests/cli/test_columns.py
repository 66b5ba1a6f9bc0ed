"""Rows in line."""

from bot.cli.columns import columns


def test_cells_stand_in_line_and_numbers_end_in_line() -> None:
    assert columns([("a", "count", "x"), ("long", "2", "")], right=frozenset({1})) == "a     count  x\nlong      2"


def test_no_cell_steers_the_terminal() -> None:
    assert columns([("\x1b[2Jred", "a\nb")]) == "red  a b"
