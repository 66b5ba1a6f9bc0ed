"""The tables behind the acts: what each row means is in test_acts.py; here, that the tables are well formed."""

import re

import pytest

from bot.core import speech

TABLES = {name: table for name, table in vars(speech).items() if isinstance(table, re.Pattern)}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_table_finds_something_in_nothing(name: str) -> None:
    assert TABLES[name].search("") is None


@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_mark_of_the_notation_is_left_in_a_table(name: str) -> None:
    assert re.search(r"\{[a-z]+\d?\}|\.\.\.|\n|# ", TABLES[name].pattern) is None


@pytest.mark.parametrize("name", sorted(TABLES))
def test_tables_are_in_lower_case_as_lines_are_read(name: str) -> None:
    assert re.search(r"(?<!\\)[A-Z]", TABLES[name].pattern) is None


@pytest.mark.parametrize(
    ("pattern", "alternatives"), [("a|b", ["a", "b"]), (r"(?:a|b)|c", ["(?:a|b)", "c"]), (r"[|(]|\||x", ["[|(]", r"\|", "x"]), ("", [""])]
)
def test_alternatives_are_told_apart(pattern: str, alternatives: list[str]) -> None:
    assert speech._apart(pattern) == alternatives


def test_alternatives_find_the_same_together_as_one_by_one() -> None:
    found = speech._found("""
    \\bwhy not|\\bwhy
    nots?|\\bwherever\\b
""")
    for text in ("why not", "why", "anywhy", "nots", "a knot", "wherever", "whereverso"):
        plainly = re.search(r"\bwhy not|\bwhy|nots?|\bwherever\b", text)
        assert (found.search(text) or [None])[0] == (plainly or [None])[0]
