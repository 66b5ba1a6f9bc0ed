"""Likeness by character n-grams."""

import numpy as np
import pytest

from plugins.faq.grams import Grams

TEXTS = ("horizon login", "dashboard password", "rabbitmq does not start", "")
BLOCKS = ((0, 2), (2, 4))
INDEX = Grams(TEXTS, BLOCKS, BLOCKS)


def test_a_text_is_like_itself_and_unlike_what_shares_nothing() -> None:
    assert INDEX.cosines("horizon login", [0, 1]).tolist() == pytest.approx([1.0, 0.0, 0.0, 0.0], abs=0.1)


def test_rows_come_in_the_order_of_the_chosen_blocks() -> None:
    both, turned = INDEX.cosines("dashboard", [0, 1]), INDEX.cosines("dashboard", [1, 0])
    assert turned.tolist() == [*both[2:], *both[:2]]


@pytest.mark.parametrize("typo", ["horizn login", "hroizon login", "horizon logins", "HORIZON".lower() + " login!"])
def test_a_typo_costs_little(typo: str) -> None:
    assert INDEX.cosines(typo, [0])[0] > 0.4


def test_unknown_words_make_a_text_less_like_anything() -> None:
    assert INDEX.cosines("horizon xylophone zebra", [0])[0] < INDEX.cosines("horizon", [0])[0]


def test_an_entry_is_shorter_without_one_of_its_rows() -> None:
    assert INDEX.length_without(0, 0) == pytest.approx(1.0)
    assert INDEX.length_without(0, 0) < INDEX.lengths[0] < 2.0


def test_nothing_resembles_nothing() -> None:
    assert np.array_equal(INDEX.cosines("", [0, 1]), np.zeros(4, np.float32))
