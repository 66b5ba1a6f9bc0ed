"""The router's bridge: nicks as written, whom a line means, and nobody where nobody is likely."""

from tests.quality.router_bridge import Router


def channel(*lines: tuple[float, str, str, str | None]) -> Router:
    made = Router()
    for line in lines:
        made.observe(*line)
    return made


def test_who_takes_up_questions_comes_before_who_spoke_last() -> None:
    made = channel(
        (0, "Carol", "morning all", None),
        (10, "ann", "how do i resize a share?", None),
        (40, "Carol", "ann: look at the size of its quota first", "ann"),
        (700, "ben", "does anybody know where the log of nova is?", None),
        (730, "Carol", "ben under var, log and nova", None),  # named without a colon
        (735, "dave", "nice weather", None),
    )
    assert made.rank(740, "eve", "how do i move a port?") == ["Carol", "dave", "ben", "ann"]


def test_nobody_is_asked_where_nobody_spoke_within_a_day() -> None:
    made = channel((0, "carol", "morning all", None))
    assert made.rank(60, "eve", "how do i move a port?") == ["carol"]
    assert made.rank(2 * 86_400, "eve", "how do i move a port?") == []
    assert made.rank(60, "carol", "how do i move a port?") == []
