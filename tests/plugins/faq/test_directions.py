"""Likeness by direction: rows, and groups of them as one."""

import numpy as np
import pytest

from plugins.faq.directions import Directions
from plugins.faq.rows import Floats

NORTH, EAST, BETWEEN, NOWHERE = [1.0, 0.0], [0.0, 1.0], [np.sqrt(0.5), np.sqrt(0.5)], [0.0, 0.0]
TABLE = np.array([NORTH, EAST, EAST, NOWHERE], np.float32)
INDEX = Directions(TABLE, [(0, 2), (2, 3), (3, 4)])


def vector(direction: list[float]) -> Floats:
    return np.array(direction, np.float32)


def test_rows_have_cosines() -> None:
    assert INDEX.rows(vector(BETWEEN), np.array([1, 0])).tolist() == pytest.approx([0.7071, 0.7071], abs=1e-3)
    assert INDEX.rows(vector(EAST), np.array([0, 2])).tolist() == pytest.approx([0, 1])


def test_a_group_is_the_mean_of_its_rows_and_one_of_nothing_resembles_nothing() -> None:
    assert INDEX.wholes(vector(BETWEEN), [0, 1, 2]).tolist() == pytest.approx([1, 0.7071, 0], abs=1e-3)


def test_a_row_left_out_changes_its_own_group_alone() -> None:
    assert INDEX.wholes(vector(EAST), [1, 0], without=0).tolist() == pytest.approx([1, 1])
    assert INDEX.wholes(vector(EAST), [1, 0], without=2).tolist() == pytest.approx([0, 0.7071], abs=1e-3)


def test_a_rough_look_orders_groups_as_a_close_one_does() -> None:
    assert INDEX.rough(vector(EAST)).argsort().tolist() == INDEX.wholes(vector(EAST), [0, 1, 2]).argsort().tolist()
    assert INDEX.rough(vector(NOWHERE)).tolist() == [0, 0, 0]
