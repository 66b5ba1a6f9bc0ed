"""Rows in line."""

from bot.cli.columns import columns


def test_cells_stand_in_line_and_numbers_end_in_line() -> None:
    assert columns([("a", "count", "x"), ("long", "2", "")], right=frozenset({1})) == "a     count  x\nlong      2"
