"""mIRC formatting and CTCP."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.irc.markup import Ctcp, ctcp, plain


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("\x02bold\x02 \x1ditalic\x1d \x1funder\x1f \x1estrike\x1e \x11mono\x11 \x16rev\x0f", "bold italic under strike mono rev"),
        ("\x034red\x03 \x0304,12both\x03", "red both"),
        ("\x03,5 is not a colour", ",5 is not a colour"),
        ("\x031234", "34"),
        ("\x04ff0000hex\x04", "hex"),
        ("a\tb", "a\tb"),
        ("\x10r\x10n", "rn"),
        ("bell\x07 escape\x1b[31m", "bell escape[31m"),
    ],
)
@pytest.mark.case(47)
def test_formatting_is_taken_off(typed: str, seen: str) -> None:
    assert plain(typed) == seen


@given(st.text())
def test_no_control_code_survives(text: str) -> None:
    assert not set(plain(text)) & {chr(code) for code in [*range(9), *range(10, 32), 127]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\x01ACTION waves\x01", Ctcp("ACTION", "waves")),
        ("\x01action waves", Ctcp("ACTION", "waves")),
        ("\x01VERSION\x01", Ctcp("VERSION", "")),
        ("\x01PING 1 2\x01\x01VERSION\x01", Ctcp("PING", "1 2")),
        ("\x01\x01", Ctcp("", "")),
        ("no \x01VERSION\x01", None),
        ("", None),
    ],
)
@pytest.mark.case(42)
def test_only_the_start_of_a_text_is_ctcp(text: str, found: Ctcp | None) -> None:
    assert ctcp(text) == found
