"""Bytes to lines to tokens, whatever the bytes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.irc.tokens import LINE_CAP, LineReader, TooLongError, decode, param, tokenise


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b":a PRIVMSG #x :gr\xc3\xbc\xc3\x9fe", ":a PRIVMSG #x :grüße"),
        (b":a PRIVMSG #x :gr\xfc\xdfe", ":a PRIVMSG #x :grüße"),
        (b":a PRIVMSG #x :\x80 5", ":a PRIVMSG #x :€ 5"),
        (b":a PRIVMSG #x :\x81", ":a PRIVMSG #x :\ufffd"),
        (b"@account=J\xc3\xbcrgen :a PRIVMSG #x :gr\xfc\xdfe", "@account=Jürgen :a PRIVMSG #x :grüße"),
        (b"@t=\xff :a PRIVMSG #x :hi", "@t=\ufffd :a PRIVMSG #x :hi"),
    ],
)
def test_each_line_is_decoded_for_itself(raw: bytes, text: str) -> None:
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (":a!b@c PRIVMSG #x :hi there", ("a!b@c", "PRIVMSG", ["#x", "hi there"])),
        ("@t=1  :a!b@c PRIVMSG #x :hi", ("a!b@c", "PRIVMSG", ["#x", "hi"])),
        ("  PING  x", (None, "PING", ["x"])),
        ("privmsg #x ::)", (None, "PRIVMSG", ["#x", ":)"])),
        (":s CAP * ACK :sasl ", ("s", "CAP", ["*", "ACK", "sasl "])),
        ("PRIVMSG #x :one\rQUIT", (None, "PRIVMSG", ["#x", "one"])),
        ("PRIVMSG #x :one\0two", (None, "PRIVMSG", ["#x", "one"])),
        (":a TOPIC #x :", ("a", "TOPIC", ["#x", ""])),
    ],
)
def test_odd_spacing_is_understood(text: str, parts: tuple[str | None, str, list[str]]) -> None:
    line = tokenise(text)
    assert line is not None
    assert (line.source, line.command, line.params) == parts


@pytest.mark.parametrize("text", ["", " ", ":", ":source", "@", "@a=b", "@a=b :c", "\r", "\0", " :x"])
def test_a_line_without_a_command_is_none(text: str) -> None:
    assert tokenise(text) is None


def test_tag_values_are_unescaped() -> None:
    line = tokenise(r"@a=x\sy\:z\\;b;c= :s PING x")
    assert line is not None
    assert line.tags == {"a": "x y;z\\", "b": "", "c": ""}


def test_a_missing_parameter_is_empty() -> None:
    line = tokenise("PING")
    assert line is not None
    assert (param(line, 0), param(line, -1)) == ("", "")


@given(st.text())
def test_no_text_makes_the_tokeniser_raise(text: str) -> None:
    tokenise(text)


@given(st.lists(st.binary().filter(lambda raw: b"\n" not in raw)), st.integers(min_value=1, max_value=9))
def test_lines_are_the_same_however_the_network_cuts_them(raws: list[bytes], size: int) -> None:
    stream = b"".join(raw + b"\n" for raw in raws)
    reader = LineReader()
    read = [line for start in range(0, len(stream), size) for line in reader.feed(stream[start : start + size])]
    assert read == [decode(raw) for raw in raws]


def test_a_line_without_end_is_refused() -> None:
    reader = LineReader()
    for _ in range(LINE_CAP // 1024):
        assert reader.feed(b"x" * 1024) == []
    with pytest.raises(TooLongError):
        reader.feed(b"x")


def test_a_line_that_is_too_long_is_refused_with_its_end_too() -> None:
    with pytest.raises(TooLongError):
        LineReader().feed(b"x" * (LINE_CAP + 1) + b"\n")
