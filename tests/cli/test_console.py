"""How problems are shown: plain in files and pipes, in colour on terminals that want it."""

import io
from collections.abc import Mapping

import pytest

from bot.cli.console import coloured, tell
from bot.load import Problem


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:  # type: ignore[explicit-override]
        return True


@pytest.mark.parametrize(
    ("stream", "environ", "expected"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colour_is_for_terminals_whose_owners_want_it(stream: io.StringIO, environ: Mapping[str, str], expected: bool) -> None:
    assert coloured(stream, environ) is expected


def test_a_problem_is_one_plain_line_in_a_file() -> None:
    stream = io.StringIO()
    tell([Problem("f", 1, "a", "is\nwrong\x1b[2J")], stream)
    assert stream.getvalue() == "f:1: a: is wrong\n"
