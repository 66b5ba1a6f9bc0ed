"""Which known words a word may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.faq.spelling import NEIGHBOURS, Spellings

KNOWN = ("rabbitmq", "horizon", "login", "password", "dashboard", "cirro", "arp", "tripelo", "tripleo", "authenticate")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("rabbitmq", ["rabbitmq"]),
        ("rabitmq", ["rabbitmq"]),
        ("rabbitmqq", ["rabbitmq"]),
        ("rabibtmq", ["rabbitmq"]),
        ("horizont", ["horizon"]),
        ("logi", ["login"]),
        ("authentication", ["authenticate"]),
        ("tripelo", ["tripelo", "tripleo"]),  # a phrasing holds the typo on purpose: it still leads to the word
        ("zzzz", []),
        ("log", []),
        ("art", []),
    ],
)
def test_spellings_of_a_word_are_found(word: str, near: list[str]) -> None:
    assert [found for found, _ in Spellings(KNOWN).near(word)] == near


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=12), max_size=20))
def test_only_so_many_and_the_nearest_first(word: str, known: list[str]) -> None:
    found = Spellings(known).near(word)
    assert len(found) <= NEIGHBOURS
    assert [ratio for _, ratio in found] == sorted((ratio for _, ratio in found), reverse=True)
    assert {other for other, _ in found} <= set(known)
    assert (word in known) == any(other == word for other, _ in found)
