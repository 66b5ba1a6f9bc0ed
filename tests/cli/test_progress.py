"""The bar: on a terminal only."""

import io

from typing_extensions import override

from bot.cli.progress import Bar


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
