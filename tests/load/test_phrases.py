"""Sentences: their variables, and which file wins."""

from pathlib import Path

import pytest

from bot.load.form import SHIPPED
from bot.load.phrases import phrase_files, shown, variables


@pytest.mark.parametrize(
    ("text", "names"),
    [("hello", set()), ("{nick}: {count} of {count}", {"nick", "count"}), ("{{plain}} {x}", {"x"}), ("a } b".replace("}", "}}"), set())],
)
def test_variables_are_the_names_in_braces(text: str, names: set[str]) -> None:
    assert variables(text) == names


@pytest.mark.parametrize("text", ["{", "}", "{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>5}", "{a b}", "{a{b}}"])
def test_anything_but_a_name_in_braces_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="brace"):
        variables(text)


def test_the_own_file_wins_over_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "en.yaml").touch()
    assert phrase_files(tmp_path, "en") == (tmp_path / "phrases" / "en.yaml", SHIPPED / "phrases" / "en.yaml")


def test_the_shipped_file_is_read_once() -> None:
    assert phrase_files(SHIPPED, "en") == (SHIPPED / "phrases" / "en.yaml",)


def test_a_file_elsewhere_is_named_in_full(tmp_path: Path) -> None:
    assert shown(tmp_path / "x") == str(tmp_path / "x")
