"""Which texts of a question are looked up."""

import pytest

from plugins.faq.matcher import Matcher
from plugins.faq.reading import MAX_LINES, look_up, without_stamp
from tests.asking import question
from tests.entries import CHATTER, ENTRIES, SERIES

MATCHER = Matcher.build(ENTRIES, CHATTER, SERIES)
NOISE = tuple(f'  File "/usr/lib/python3.9/site-packages/frob.py", line {n}, in quux' for n in range(200))


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("2026-11-25 10:11:12.100 2211 ERROR nova HostMappingNotFound: x", "nova HostMappingNotFound: x"),
        ("2026-11-25T10:11:12Z WARNING foo", "foo"),
        ("Nov  5 10:11:12 host1 systemd[1]: failed", "host1 systemd[1]: failed"),
        ("[10:11:12] ERROR : bang", "bang"),
        ("ERROR: bang", "bang"),
        ("how do i log in", "how do i log in"),
        ("2 nodes fail", "2 nodes fail"),
        ("#rdo is empty", "#rdo is empty"),
        ("error in the log", "error in the log"),
        ("", ""),
    ],
)
def test_what_a_log_puts_in_front_of_a_line_is_left_out(line: str, left: str) -> None:
    assert without_stamp(line) == left


def test_several_lines_are_one_question() -> None:
    assert look_up(MATCHER, question("hi", "what is the login", "of horizon"))[0].entry.id == "login"


def test_the_error_line_of_a_paste_is_found() -> None:
    pasted = question("Traceback", *NOISE[:5], "2026-11-25 10:11:12 ERROR rabbitmq-server failed to start on stream 9", wall=True)
    best = MATCHER.surely(look_up(MATCHER, pasted))
    assert best is not None
    assert best.entry.id == "rabbit"


def test_of_a_long_paste_the_beginning_and_the_end_are_read() -> None:
    last = question(*NOISE, "rabbitmq-server failed to start on stream 9", wall=True)
    assert look_up(MATCHER, last)[0].entry.id == "rabbit"
    buried = question(*NOISE[:MAX_LINES], "rabbitmq-server failed to start on stream 9", *NOISE[MAX_LINES:], wall=True)
    assert MATCHER.surely(look_up(MATCHER, buried)) is None


def test_a_question_without_words_finds_nothing() -> None:
    assert look_up(MATCHER, question("")) == ()
