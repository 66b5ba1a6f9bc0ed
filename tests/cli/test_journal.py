"""The log of the service: what strangers write stays within its line."""

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.journal import Journal

CONTROLS = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029", "\u202e"}
HOSTILE = [
    "bye\nERROR patience: the password is wrong",
    "bye\r\nERROR patience: forged",
    "bye\u2028ERROR patience: forged",
    "\x1b[2J\x1b]0;title\x07gone",
    "\u202eevil\u2066",
    "\x9b2J\x00\x07",
    "\ud800",
    "\U000e0041\U000e0042",
]


def logged(text: str, error: Exception | None = None) -> str:
    """What stands in the log after one record."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Journal())
    handler.emit(logging.LogRecord("patience", logging.WARNING, "", 0, "%s left", (text,), (type(error), error, None) if error else None))
    return stream.getvalue()


@pytest.mark.case(48)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_a_stranger_begins_a_line_or_steers_a_terminal(text: str) -> None:
    line = logged(text)
    assert line.startswith("WARNING patience: ")
    assert line.index("\n") == len(line) - 1
    assert not (CONTROLS | {"\u2066", "\ud800", "\U000e0041"}) & set(line[:-1])


@pytest.mark.case(48)
@given(st.text(max_size=50), st.text(max_size=50))
def test_a_traceback_cannot_be_taken_for_a_record(text: str, words: str) -> None:
    first, *rest = logged(text, ValueError(words))[:-1].split("\n")
    assert first.startswith("WARNING patience: ")
    assert rest
    assert all(line.startswith("  | ") and not CONTROLS & set(line) for line in rest)


def test_ordinary_words_are_left_as_they_are() -> None:
    assert logged("Zoë (zoe@example.org)") == "WARNING patience: Zoë (zoe@example.org) left\n"
