"""Likeness by words, forgiving about spelling."""

import numpy as np
import pytest

from plugins.faq.wordrows import WordIndex
from plugins.faq.words import words

TEXTS = [words(text) for text in ("horizon login", "dashboard password", "rabbitmq start", "cirros login")]
BLOCKS = ((0, 3), (3, 4))
WHOLES = ((0, 2), (3, 4))  # the third text stands apart: what the first entry is not
INDEX = WordIndex(TEXTS, BLOCKS, WHOLES, [words("login later, start now")])


def rows(text: str) -> list[float]:
    return [float(x) for x in INDEX.rows(INDEX.hear(words(text)), [0, 1], np.arange(4))]


def test_a_row_covers_itself() -> None:
    assert rows("horizon login") == pytest.approx([1.0, 0.0, 0.0, rows("horizon login")[3]])
    assert 0 < rows("horizon login")[3] < 0.6


def test_a_misspelt_word_counts_nearly_as_much() -> None:
    assert 0.8 < rows("horizont login")[0] < 1.0


def test_an_entry_is_found_by_words_of_any_of_its_rows_but_not_of_rows_apart() -> None:
    found = INDEX.entries(INDEX.hear(words("horizon password")))
    assert found[0] > found[1] == 0.0
    assert INDEX.entries(INDEX.hear(words("rabbitmq"))).tolist() == [0.0, 0.0]


def test_a_row_left_out_no_longer_speaks_for_its_entry() -> None:
    heard = INDEX.hear(words("horizon login"))
    assert INDEX.entries(heard, without=0).tolist() == pytest.approx([0.0, INDEX.entries(heard)[1]], abs=1e-6)
    assert INDEX.entries(heard, without=2).tolist() == INDEX.entries(heard).tolist()


def test_rare_words_weigh_more() -> None:
    heard = INDEX.hear(words("login horizon unheard"))
    weights = {number: weight for number, _, weight in heard.near}
    assert list(weights.values()) == sorted(weights.values(), reverse=True)
    assert (heard.size, heard.known) == (3, 2)


def test_no_words_find_nothing() -> None:
    heard = INDEX.hear({})
    assert (heard.near, heard.size) == ((), 0)
    assert INDEX.entries(heard).tolist() == [0.0, 0.0]
    assert rows("") == [0.0] * 4
