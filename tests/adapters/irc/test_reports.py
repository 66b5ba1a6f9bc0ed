"""Words for the operator."""

from bot.adapters.irc.reports import KEPT, SAME, Reports


def test_the_same_line_is_said_once_in_hours() -> None:
    said: list[str] = []
    reports = Reports("oftc", said.append)
    for at in (0.0, 10.0, SAME - 1.0, SAME, SAME + 1.0):
        reports.tell("gone", at)
    assert said == ["oftc: gone", "oftc: gone"]


def test_different_lines_are_all_said() -> None:
    said: list[str] = []
    reports = Reports("oftc", said.append)
    for number in range(2 * KEPT):
        reports.tell(str(number), 0.0)
    assert len(said) == 2 * KEPT
