"""Text out of JSON is whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replay.logged import whole


@pytest.mark.parametrize(("text", "told"), [("hi", "hi"), ("café ☕ 🚀", "café ☕ 🚀"), ("a\ud800b", "a?b"), ("\udc00", "?")])
def test_halves_of_letters_are_left_out(text: str, told: str) -> None:
    assert whole(text) == told


@given(st.text(st.characters()))
def test_it_can_always_be_written(text: str) -> None:
    assert whole(text).encode("utf-8").decode("utf-8") == whole(text)
