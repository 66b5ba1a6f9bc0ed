"""The bar: on a terminal only."""

import io

from typing_extensions import override

from bot.cli.progress import EVERY, Bar, count


class Screen(io.StringIO):
    """A terminal that keeps what it shows."""

    @override
    def isatty(self) -> bool:
        return True


def test_it_fills_and_goes_away() -> None:
    screen = Screen()
    bar = Bar(200, screen, base=100)
    bar.step(50)
    bar.step(50)
    bar.clear()
    assert screen.getvalue() == f"\r[{'#' * 22}{'.' * 8}]  75 %\r\x1b[K"


def test_without_a_whole_it_counts() -> None:
    screen = Screen()
    Bar(0, screen).step(1234)
    assert screen.getvalue() == "\r1,234"


def test_where_nobody_looks_nothing_is_shown() -> None:
    out = io.StringIO()
    bar = Bar(10, out)
    bar.step(5)
    bar.clear()
    assert out.getvalue() == ""


def test_a_count_shows_some_steps_and_goes_away() -> None:
    screen = Screen()
    for done in range(1, EVERY + 2):
        count(done, EVERY + 1, screen)
    assert screen.getvalue() == f"\r{EVERY} of {EVERY + 1}\r{EVERY + 1} of {EVERY + 1}\r\x1b[K"


def test_a_count_is_for_terminals() -> None:
    out = io.StringIO()
    count(1, 1, out)
    assert out.getvalue() == ""
