"""Records and utterances as rows, and back; rows that no version wrote are refused."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.actions import Say
from bot.core.records import Counter, Position, Record
from bot.store.codec import BadBody, decode, encode, moment, plain
from tests.strategies import records, says, texts


@given(records)
def test_every_record_comes_back_as_it_went(record: Record) -> None:
    assert decode(encode(record), type(record)) == record


@given(says)
def test_every_utterance_comes_back_as_it_went(say: Say) -> None:
    assert decode(encode(say), Say) == say


@given(records)
def test_a_body_is_plain_ascii(record: Record) -> None:
    assert encode(record).isascii()


@pytest.mark.parametrize("body", ["", "{", "[]", '{"name": "lines"}', '{"name": 1, "value": 1}', '{"name": "lines", "value": "1"}'])
def test_what_the_class_does_not_declare_is_refused(body: str) -> None:
    with pytest.raises(BadBody):
        decode(body, Counter)


def test_a_field_that_a_later_version_wrote_is_ignored() -> None:
    assert decode('{"network": "oftc", "position": "7", "colour": "blue"}', Position) == Position("oftc", "7")


@given(texts)
def test_a_column_holds_unicode_without_nul(text: str) -> None:
    assert "\0" not in plain(text).encode().decode()


@given(texts, texts)
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert (plain(one) == plain(other)) == (one == other)


@given(st.sampled_from(["\0", "\\0", "\ud800", "\\ud800", "\\\\0"]), st.sampled_from(["\0", "\\0", "\ud800", "\\ud800", "\\\\0"]))
def test_what_is_escaped_is_not_mistaken_for_what_was_typed(one: str, other: str) -> None:
    assert (plain(one) == plain(other)) == (one == other)


def test_never_is_no_moment() -> None:
    assert (moment(inf), moment(7.5)) == (None, 7.5)
