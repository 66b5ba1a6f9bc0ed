"""Problems: their form and their order."""

from bot.load.problem import BadSettings, Problem, path_of


def test_a_problem_reads_file_line_path_and_what_is_wrong() -> None:
    assert str(Problem("bot.yaml", 7, "networks[0].host", "is missing")) == "bot.yaml:7: networks[0].host: is missing"


def test_a_warning_and_a_hint_say_so() -> None:
    assert str(Problem("a.yaml", 1, "x", "is old", "warning")) == "a.yaml:1: warning: x: is old"
    assert str(Problem("a.yaml", 1, "x", "has few", "hint")) == "a.yaml:1: hint: x: has few"


def test_a_problem_of_the_whole_file_has_no_path() -> None:
    assert str(Problem("bot.yaml", 1, "", "there is no such file")) == "bot.yaml:1: there is no such file"


def test_a_path_joins_keys_by_dots_and_positions_in_brackets() -> None:
    assert path_of(("networks", 0, "login", "account")) == "networks[0].login.account"


def test_problems_come_once_and_by_file_and_line() -> None:
    late, early, other = Problem("a", 10, "", "x"), Problem("a", 9, "", "x"), Problem("b", 1, "", "x")
    assert BadSettings([other, late, early, late]).problems == (early, late, other)
