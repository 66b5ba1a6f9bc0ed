"""Likeness by direction: entries as the sum of their texts."""

import numpy as np
import pytest

from plugins.faq.directions import Directions
from plugins.faq.lexicon import Lexicon
from plugins.faq.rows import LeftOut

LEXICON = Lexicon({"north": 0, "east": 1}, np.array([[100, 0], [0, 100]], np.int8), np.array([0.01, 0.01], np.float32))
INDEX = Directions(LEXICON, ("north", "east", "east", "nowhere"), [(0, 2), (2, 3), (3, 4)])
EAST, BETWEEN, NOWHERE = map(LEXICON.vector, ("east", "north east", "nowhere"))


def test_an_entry_is_the_sum_of_its_texts_and_one_of_nothing_resembles_nothing() -> None:
    assert INDEX.entries(BETWEEN, [0, 1, 2]).tolist() == pytest.approx([1, 0.7071, 0], abs=1e-3)


def test_cosines_come_in_the_order_of_the_chosen() -> None:
    assert INDEX.entries(EAST, [1, 0]).tolist() == pytest.approx([1, 0.7071], abs=1e-3)


def test_a_text_left_out_changes_its_own_entry_alone() -> None:
    assert INDEX.entries(EAST, [1, 0], LeftOut(0, 0)).tolist() == pytest.approx([1, 1])
    assert INDEX.entries(EAST, [1, 0], LeftOut(1, 2)).tolist() == pytest.approx([0, 0.7071], abs=1e-3)
    assert INDEX.entries(EAST, [0], LeftOut(1, 2)).tolist() == INDEX.entries(EAST, [0]).tolist()


def test_a_rough_look_orders_entries_as_a_close_one_does() -> None:
    assert INDEX.rough(EAST).argsort().tolist() == INDEX.entries(EAST, [0, 1, 2]).argsort().tolist()
    assert INDEX.rough(NOWHERE).tolist() == [0, 0, 0]
